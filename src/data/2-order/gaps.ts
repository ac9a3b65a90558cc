import {optional} from '../../document/json-schema.js';
import {bad, type Checked, good, type Place} from '../../document/problem.js';
import type {TimeAxis} from '../time-axis.js';
import {type Duration, durationOf, durationText} from './duration.js';
import type {OrderedTable} from './order.js';
import {monthOf, stepsOf} from './steps.js';

/** `data.gaps`, an option of sources that have times. */
export const gapsOption = {
  type: 'string',
  enum: ['keep', 'forward-fill', 'drop-windows'],
  default: 'keep',
  description:
    'What to do where rows are missing: take the rows as they follow each other, put rows in that repeat the values before, or leave out the windows that span a gap which is longer than maxGap.',
} as const;

/** `data.maxGap`, an option of sources that have times. */
export const maxGapOption = optional({
  ...durationText,
  description:
    'How long a step between two rows may be: longer ones are gaps that no window spans (drop-windows), or that are not filled (forward-fill). Without it: the usual step, and all gaps are filled.',
} as const);

export interface GapsEntry {
  readonly gaps: 'keep' | 'forward-fill' | 'drop-windows';
  readonly maxGap?: string;
}

/** A table with gaps that are filled, or that no window spans. */
export function withGaps(table: OrderedTable, {gaps, maxGap}: GapsEntry, place: Place): Checked<OrderedTable> {
  if (gaps === 'keep') return good(table);
  const {time, ranges} = table;
  const steps = time?.unit === 'date' ? stepsOf(time, ranges) : undefined;
  if (!time || !steps)
    return bad([{message: 'rows without dates have no gaps', place, hint: 'name their column in data.time'}]);
  const most = maxGap === undefined ? undefined : durationOf(maxGap);
  return good(
    gaps === 'drop-windows' ? withBreaks(table, time, most ?? steps.usual) : filled(table, time, steps.usual, most),
  );
}

/** Rows with a longer step before them are breaks. */
function withBreaks(table: OrderedTable, {values}: TimeAxis, most: Duration): OrderedTable {
  const breaks: number[] = [];
  for (const {begin, end} of table.ranges)
    for (let row = begin + 1; row < end; row++) if (isLonger(values[row - 1], values[row], most)) breaks.push(row);
  const note = `no window spans one of ${breaks.length} gaps`;
  return {...table, breaks, notes: breaks.length > 0 ? [...table.notes, note] : table.notes};
}

function isLonger(before: number, after: number, {unit, size}: Duration): boolean {
  return after > (unit === 'months' ? plusMonths(before, size) : before + size);
}

/** The same day some months later, or the last one of that month. */
function plusMonths(time: number, months: number): number {
  const date = new Date(time);
  const month = monthOf(time) + months;
  const last = new Date(Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0)).getUTCDate();
  // A last day stays a last day.
  const isLast = new Date(time + 86_400_000).getUTCDate() === 1;
  const day = isLast ? last : Math.min(date.getUTCDate(), last);
  return Date.UTC(Math.floor(month / 12), month % 12, day) + (time % 86_400_000);
}

/** Rows that repeat the one before, one for each usual step that is missing. */
function filled(table: OrderedTable, time: TimeAxis, usual: Duration, most: Duration | undefined): OrderedTable {
  const {values} = time;
  const next = (at: number) => (usual.unit === 'months' ? plusMonths(at, usual.size) : at + usual.size);
  const rows: number[] = [];
  const times: number[] = [];
  const ranges = table.ranges.map(({name, begin, end}) => {
    const first = rows.length;
    for (let row = begin; row < end; row++) {
      rows.push(row);
      times.push(values[row]);
      const isEnd = row + 1 === end || (most && isLonger(values[row], values[row + 1], most));
      if (isEnd) continue;
      for (let at = next(values[row]); at < values[row + 1]; at = next(at)) {
        rows.push(row);
        times.push(at);
      }
    }
    return {name, begin: first, end: rows.length};
  });
  if (rows.length === table.rows) return table;
  return {
    ...table,
    rows: rows.length,
    ranges,
    numbers: position => {
      const all = table.numbers(position);
      return all.ok ? good(Float64Array.from(rows, row => all.value[row])) : all;
    },
    place: (row, position) => table.place(rows[row], position),
    timePlace: row => table.timePlace(rows[row]),
    time: {...time, values: Float64Array.from(times)},
    series: undefined,
    notes: [...table.notes, `${rows.length - table.rows} rows were put into gaps, with the values before`],
  };
}
