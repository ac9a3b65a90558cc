import {describe} from '../document/mistakes.js';
import {bad, type Checked, good, type Problem} from '../document/problem.js';
import {type DataEntry, fileSourceOf} from './1-source/index.js';
import {type ColumnRoles, columnRoles} from './1-source/reading/column-roles.js';
import type {FieldTable} from './1-source/reading/field-table.js';
import type {SourceContext} from './1-source/source-context.js';
import {type CandlePart, candleColumns} from './2-order/candle-columns.js';
import type {OrderedTable} from './2-order/order.js';
import {orderedSource} from './2-order/ordered-source.js';
import {type Steps, stepsOf} from './2-order/steps.js';
import {isNearlyConstant, knownValues, statistics} from './statistics.js';

/** What a file of data holds, as somebody who writes an experiment for it would want to know. */
export interface Survey {
  readonly table: OrderedTable;
  /** The keys of its entry that name columns. */
  readonly time: readonly string[];
  readonly unpivot: readonly string[];
  readonly series: readonly string[];
  readonly columns: readonly SurveyedColumn[];
  /** Columns of words, which no model sees. */
  readonly texts: readonly string[];
  readonly candles: ReadonlyMap<CandlePart, number> | undefined;
  readonly target: string;
  readonly steps: Steps | undefined;
}

export interface SurveyedColumn {
  readonly name: string;
  readonly missing: number;
  /** Whether its first row is missing: nothing can be repeated there. */
  readonly startsMissing: boolean;
  readonly isConstant: boolean;
}

/** What is forecast most often, where a table holds it. */
const TARGET_NAMES =
  /^(y|target|value|close|price|sales|demand|load|consumption|power|count|cnt|ot|temp|temperature|passengers|kurs|preis|umsatz|wert|終値|価格|気温)$/i;

/** The same words at the beginning of longer names. */
const TARGET_BEGINNINGS = /^(close|price|sales|demand|load|temp|value|count)/i;

/** Looks through a file; `data` names it and may hold keys that decide what it doesn't show. */
export async function surveyFile(data: DataEntry, context: SourceContext): Promise<Checked<Survey>> {
  const opened = await fileSourceOf(data)?.open(data, context);
  if (!opened?.ok) return opened ?? bad([]);
  const {table, origin} = opened.value;
  const roles = columnRoles(table);
  const isTimed = 'time' in data && data.time !== undefined;
  const wide = roles.unpivot.length > 0 ? {unpivot: roles.unpivot} : {};
  const numbers = roles.unpivot.length > 0 ? ['value'] : roles.numbers;
  const [first] = numbers;
  if (first === undefined) return bad([noNumbers(table, origin, context)]);
  const chosen = 'columns' in data && data.columns ? {} : {columns: numbers};
  const target = 'target' in data && data.target !== undefined ? {} : {target: first};
  // A clock beside the date is a part of the time only where the date doesn't tell rows apart.
  const times = isTimed || roles.times.length === 0 ? [[]] : roles.times;
  let failed: Checked<Survey> | undefined;
  for (const time of times) {
    const timed = time.length === 0 ? {} : {time: time.length === 1 ? time[0] : time};
    const read = await inSeries({...data, ...timed, ...wide, ...chosen, ...target}, roles, context);
    if (read.ok) return surveyOf(read.value, time, roles);
    failed ??= read;
  }
  return failed ?? bad([]);
}

/** What the columns hold instead. */
function noNumbers({names, sample}: FieldTable, origin: string, {place}: SourceContext): Problem {
  if (sample.length === 0)
    return {
      message: `'${origin}' has no row of ${names.length} ${names.length === 1 ? 'field' : 'fields'} below its header`,
      place: place(['data', 'path']),
      hint: 'is data.delimiter or data.header another one?',
    };
  const held = names.slice(0, 5).map((name, column) => `${name}: ${describe(sample[0]?.[column] ?? '')}`);
  return {
    message: `'${origin}' has no column of numbers; its first row holds ${held.join(', ')}${names.length > 5 ? ', ...' : ''}`,
    place: place(['data', 'path']),
    hint: 'is data.delimiter, data.header or data.decimal another one?',
  };
}

interface Read {
  readonly table: OrderedTable;
  readonly series: readonly string[];
}

/** Reads a file as one series, or where it is none, as the series that one of its columns tells apart. */
async function inSeries(entry: DataEntry, {labels}: ColumnRoles, context: SourceContext): Promise<Checked<Read>> {
  const whole = await withoutProblems(entry, context);
  if (whole.ok) return good({table: whole.value, series: []});
  const pairs = labels.slice(0, 3).flatMap((one, index) => labels.slice(index + 1, 3).map(other => [one, other]));
  for (const label of 'series' in entry ? [] : [...labels.map(one => [one]), ...pairs]) {
    const columns = 'columns' in entry ? entry.columns?.filter(name => !label.includes(String(name))) : undefined;
    const own = {...entry, series: label, ...(columns ? {columns, target: columns[0]} : {})};
    const parts = await withoutProblems(own, context);
    if (parts.ok && parts.value.ranges.length > 1) return good({table: parts.value, series: label});
  }
  return whole;
}

async function withoutProblems(entry: DataEntry, context: SourceContext): Promise<Checked<OrderedTable>> {
  const table = await orderedSource(entry, context);
  return table.ok && table.value.problems.length > 0 ? bad(table.value.problems) : table;
}

function surveyOf({table, series}: Read, time: readonly string[], roles: ColumnRoles): Checked<Survey> {
  const {unpivot, numbers} = roles;
  const texts = roles.texts.filter(name => !series.includes(name));
  const problems: Problem[] = [];
  const wanted = (unpivot.length > 0 ? ['value'] : numbers).filter(name => !series.includes(name));
  const columns = wanted.flatMap((name): SurveyedColumn[] => {
    const read = table.numbers(table.names.indexOf(name));
    if (!read.ok) {
      problems.push(...read.problems);
      return [];
    }
    const known = knownValues(read.value);
    const isConstant = known.length === 0 || isNearlyConstant(statistics(known), known.length);
    const missing = read.value.length - known.length;
    return [{name, missing, startsMissing: Number.isNaN(read.value[0]), isConstant}];
  });
  if (problems.length > 0) return bad(problems);
  const candles = candleColumns(table.names);
  const closing = candles && table.names[candles.get('close') ?? -1];
  const varied = columns.filter(({isConstant}) => !isConstant);
  const target =
    closing ??
    (
      varied.find(({name}) => TARGET_NAMES.test(name)) ??
      varied.find(({name}) => TARGET_BEGINNINGS.test(name)) ??
      varied[0] ??
      columns[0]
    ).name;
  const steps = table.time && stepsOf(table.time, table.ranges);
  return good({table, time, unpivot, series, columns, texts, candles, target, steps});
}
