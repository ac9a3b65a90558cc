import {describe} from '../../../document/mistakes.js';
import {bad, type Checked, good, type Place, type Problem} from '../../../document/problem.js';
import {orderOf, type TimeAxis} from '../../time-axis.js';
import type {SourceContext} from '../source-context.js';
import {spreadsheetTime, unixUnit} from './counted-times.js';
import type {SeriesLabels} from './label-column.js';
import {orderOfParts} from './order-of-parts.js';
import {timeCandidates} from './time-candidates.js';
import type {FittingTimes, TimeColumn} from './time-column.js';
import {timeReader} from './time-format.js';
import {isZone, zonedTimes} from './zone-times.js';

/** A column of times with its name, and the places of its fields. */
export interface NamedTimes {
  readonly name: string;
  readonly column: TimeColumn;
  /** The rows in which parts begin that are in order by themselves. */
  readonly parts: readonly number[];
  /** Which series the rows belong to, where there are several: each is in order by itself. */
  readonly series: SeriesLabels | undefined;
  place(row: number): Place;
}

const DATE_WORDS = /date|time|day|tag|datum|zeit|jour|fecha|日/i;

/** What an experiment says of times. */
export interface TimeChoice {
  readonly timeFormat: string;
  readonly timeZone: string;
}

/** The times of a file, and how they are written. */
export interface DecidedTimes {
  readonly format: string;
  readonly axis: TimeAxis;
  /** The rows with their parts in order, where they were not. */
  readonly order: Int32Array | undefined;
}

/** The times of a file in UTC where their zone is known; or what is wrong with them. */
export function decideTimes(
  named: NamedTimes,
  choice: TimeChoice,
  {place}: Pick<SourceContext, 'place'>,
): Checked<DecidedTimes> {
  const {timeFormat, timeZone} = choice;
  if (timeFormat !== 'auto' && !timeReader(timeFormat))
    return bad([
      {
        message: `'${timeFormat}' is no format of times`,
        place: place(['data', 'timeFormat']),
        hint: 'in the tokens of Day.js, such as DD.MM.YYYY HH:mm, with other letters in brackets: YYYY[Q]Q',
      },
    ]);
  if (timeZone !== 'auto' && !isZone(timeZone))
    return bad([
      {
        message: `there is no time zone '${timeZone}'`,
        place: place(['data', 'timeZone']),
        hint: 'such as Europe/Berlin or UTC',
      },
    ]);
  const found = decideFormat(named, timeFormat);
  if (!found.ok) return found;
  const {format, times} = found.value;
  const unit = format === 'number' ? 'number' : 'date';
  const hasOffset = OFFSET.test(named.column.first?.text ?? '') || format.startsWith('unix');
  const order = orderOfParts(times, named.parts, named.series);
  if (timeZone === 'auto' || unit === 'number' || hasOffset)
    return good({format, order, axis: {values: times, unit, zone: timeZone === 'auto' ? undefined : timeZone}});
  const zoned = zonedTimes(times, timeZone, order, named.series);
  if ('times' in zoned) return good({format, order, axis: {values: zoned.times, unit, zone: timeZone}});
  return bad([
    {
      message: `row ${zoned.never + 1}: the clock of ${timeZone} never showed ${shownTime(times[zoned.never])}`,
      place: named.place(zoned.never),
      hint: 'it was put forward then: is data.timeZone another one?',
    },
  ]);
}

/** A clock with an offset behind it. */
const OFFSET = /:\d{2}.*(Z|UTC|GMT|[+-]\d{2}(:?\d{2})?)$/;

/**
 * How the times of a file are written: in the only format that fits every row; of several, in the only one in which they
 * run in one direction.
 */
function decideFormat({name, column, parts, series, place}: NamedTimes, choice: string): Checked<FittingTimes> {
  const problem = timeProblem(column, choice, place);
  if (problem) return bad([problem]);
  const {fitting} = column;
  const ordered =
    fitting.length > 1
      ? fitting.filter(({times}) => (series ? haveOrder(times, series) : hasOrder(times, parts)))
      : fitting;
  const [only, second] = ordered.length > 0 ? ordered : fitting;
  if (only && !second) return good(choice === 'auto' ? withUnit(only, name) : only);
  const {first} = column;
  if (!only || !first) return bad([]);
  const all = ordered.length > 0 ? ordered : fitting;
  const differing = only.times.findIndex((time, index) => all.some(other => other.times[index] !== time));
  const row = Math.max(0, differing);
  const readings = all.map(({format, times}) => `${shownTime(times[row])} (${format})`);
  return bad([
    {
      message: `${row === 0 ? `${describe(first.text)} in row 1` : `the time in row ${row + 1}`} may be ${readings.join(' or ')}, and so may all times of this file`,
      place: place(row),
      hint: `set data.timeFormat to ${all.map(({format}) => JSON.stringify(format)).join(' or ')}`,
    },
  ]);
}

/** Whether the times of every series run one way. */
function haveOrder(times: Float64Array, {names, of}: SeriesLabels): boolean {
  const last = new Float64Array(names.length).fill(Number.NaN);
  const direction = new Int8Array(names.length);
  for (let row = 0; row < times.length; row++) {
    const series = of[row];
    const step = Math.sign(times[row] - last[series]) || 0;
    last[series] = times[row];
    if (step !== 0 && direction[series] === -step) return false;
    if (step !== 0) direction[series] = step;
  }
  return true;
}

/** Whether the times of every part run one way. */
function hasOrder(times: Float64Array, parts: readonly number[]): boolean {
  return parts.every((begin, index) => orderOf(times.subarray(begin, parts[index + 1])) !== 'none');
}

function timeProblem(column: TimeColumn, choice: string, place: (row: number) => Place): Problem | undefined {
  const {misfit, missing} = column;
  if (missing)
    return {
      message: `row ${missing.row + 1} has no time`,
      place: place(missing.row),
      hint: 'leave the row out (a footer, say), or give it a time',
    };
  if (!misfit) return undefined;
  const {row, text, format} = misfit;
  const isOther = choice === 'auto' && row > 0 && format !== undefined;
  return {
    message: `${describe(text)} in row ${row + 1} is not a time${format === undefined ? '' : ` of the format ${format}`}${isOther ? ', as those before it are' : ''}`,
    place: place(row),
    hint:
      isOther && !/\d/.test(text)
        ? 'a footer is no row: delete it, or begin its line with a mark that data.comment names'
        : choice === 'auto'
          ? 'say how times are written with data.timeFormat, such as DD.MM.YYYY HH:mm'
          : formatHint(text),
  };
}

/** The formats that do read a time. */
function formatHint(text: string): string {
  const fitting = timeCandidates(text);
  if (fitting.length === 0) return 'see data.timeFormat';
  return `data.timeFormat: ${fitting.map(format => JSON.stringify(format)).join(' or ')}, or leave it out`;
}

/** Plain numbers that are surely counted from 1970, or days of a spreadsheet under a name that says so. */
function withUnit(found: FittingTimes, name: string): FittingTimes {
  const {format, times} = found;
  if (format !== 'number' || times.length === 0) return found;
  const unit = unixUnit(times);
  if (unit) return {format: unit, times: unit === 'unix-seconds' ? times.map(time => time * 1000) : times};
  const areDays = times.every(time => time >= 15_000 && time < 80_000);
  if (areDays && (DATE_WORDS.test(name) || times.some(time => !Number.isInteger(time))))
    return {format: 'spreadsheet-days', times: times.map(spreadsheetTime)};
  return found;
}

function shownTime(time: number): string {
  return new Date(time).toISOString().replace('T00:00:00.000Z', '').replace('T', ' ').replace('.000Z', '');
}
