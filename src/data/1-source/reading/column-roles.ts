import {isIndex} from './column-names.js';
import {unixUnit} from './counted-times.js';
import type {FieldTable} from './field-table.js';
import {monthOf} from './month-names.js';
import {timeCandidates} from './time-candidates.js';

/** What the columns of a table are for, as far as names and first rows show it. */
export interface ColumnRoles {
  /** The columns that together are the time: the first of these that tells all rows apart. */
  readonly times: readonly (readonly string[])[];
  /** The columns of a wide table that are read one after the other. */
  readonly unpivot: readonly string[];
  /** Columns that may tell series apart, the likeliest first. */
  readonly labels: readonly string[];
  readonly numbers: readonly string[];
  /** Columns of words, which no model sees. */
  readonly texts: readonly string[];
}

const TIME_NAMES =
  /date|time|datum|zeit|tag\b|jour|fecha|data\b|giorno|^day$|^ds$|^ts$|^dt$|period|month|monat|week|woche|quarter|quartal|日付|日時|年月|时间|時間|日期|날짜/i;
const YEAR_NAMES = /^(year|yr|jahr|année|annee|año|anno|ano|年|年度)$/i;
const PART_NAMES: readonly RegExp[] = [
  /^(q|qtr|quarter|quartal|trimestre|四半期)$/i,
  /^(month|mon|mo|mm|monat|mois|mes|mese|mês|月)$/i,
  /^(day|dd|dy|tag|jour|día|giorno|dia|日)$/i,
  /^(hour|hr|hh|stunde|heure|hora|ora|時)$/i,
];
const LABEL_NAMES =
  /^(store|shop|item|product|sku|symbol|ticker|stock|series|station|region|country|state|city|sensor|meter|unique_id|id|code|name|key|land|filiale|artikel|銘柄|店舗|代码)([ _.-]?(id|no|nr|code|name|nbr))?$/i;

/** Looks at a table as a reader would: its time, what tells series apart, its numbers. */
export function columnRoles(table: FieldTable): ColumnRoles {
  const {names, kinds} = table;
  const columns = names.flatMap((name, position) => (isIndex(name) ? [] : [{name, position, kind: kinds[position]}]));
  const formats = (position: number) => sharedFormats(table, position);
  const dates = columns.filter(
    ({name, position, kind}) =>
      isDate(name, formats(position), kind === 'time') || (position === 0 && isEpoch(table, position)),
  );
  const clocks = columns.filter(({position, kind}) => kind === 'time' && isClock(formats(position)));
  const [date] = dates.toSorted((one, other) => Number(other.kind === 'time') - Number(one.kind === 'time'));
  const [clock] = clocks;
  const year = columns.find(({name, position}) => YEAR_NAMES.test(name) && formats(position).includes('YYYY'));
  const parts = year ? partsOf(names) : [];
  // Where a year stands beside its months, a column of days is only a part of the date.
  const isInParts = year !== undefined && parts.length > 0 && date?.kind !== 'time';
  const found = isInParts
    ? [[year.name, ...parts]]
    : date
      ? [[date.name], ...(clock ? [[date.name, clock.name]] : [])]
      : year
        ? [[year.name]]
        : [];
  const time = found.flat();
  const unpivot = year && !isInParts && !date ? monthColumns(names) : [];
  const numbers = columns.filter(
    ({name, kind}) => kind === 'number' && !time.includes(name) && !unpivot.includes(name),
  );
  const texts = columns.filter(({name, kind}) => kind === 'text' && !time.includes(name) && !unpivot.includes(name));
  const named = [...texts, ...numbers].filter(({name}) => LABEL_NAMES.test(name));
  return {
    times: found,
    unpivot,
    labels: named.map(({name}) => name),
    numbers: numbers.map(({name}) => name),
    texts: texts.map(({name}) => name),
  };
}

/** The formats of times that all values of a column have in the first rows. */
function sharedFormats({sample}: FieldTable, position: number): readonly string[] {
  const written = sample.flatMap(row => {
    const field = row[position] ?? '';
    return field === '' ? [] : [String(field).trim()];
  });
  const [first, ...others] = written.map(timeCandidates);
  return (first ?? []).filter(format => others.every(formats => formats.includes(format)));
}

/** Dates show it; of numbers, the name must say it. */
function isDate(name: string, formats: readonly string[], isTime: boolean): boolean {
  const isWritten = formats.some(format => format !== 'number' && !isClock([format]));
  return (isTime && isWritten) || (TIME_NAMES.test(name) && (isWritten || formats.includes('number')));
}

/** Whether numbers are seconds or milliseconds since 1970, one after the other. */
function isEpoch({sample}: FieldTable, position: number): boolean {
  const times = sample.map(row => Number(row[position] ?? Number.NaN));
  const isRising = times.every((time, index) => index === 0 || time > times[index - 1]);
  return times.length > 1 && isRising && unixUnit(times) !== undefined;
}

function isClock(formats: readonly string[]): boolean {
  return formats.length > 0 && formats.every(format => /^(HH|hh|H|h)/.test(format));
}

/** Columns that hold the parts of a date behind its year. */
function partsOf(names: readonly string[]): string[] {
  return PART_NAMES.flatMap(pattern => names.find(name => pattern.test(name)) ?? []);
}

/** Columns that are called by months, of a table with a row for each year. */
function monthColumns(names: readonly string[]): string[] {
  const months = names.filter(name => monthOf(name) !== undefined);
  return months.length === 12 ? months : [];
}
