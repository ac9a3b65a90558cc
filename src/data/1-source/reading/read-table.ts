import {bad, type Checked, good, type Problem} from '../../../document/problem.js';
import {candleColumns, isVolume} from '../../2-order/candle-columns.js';
import {findPositions, wantedPositions} from '../../3-choose/choose-columns.js';
import type {TargetEntry} from '../../3-choose/target-option.js';
import {orderOf} from '../../time-axis.js';
import {someRows} from '../some-rows.js';
import type {OpenedTable, SourceTable} from '../source.js';
import type {SourceContext, SourceReading} from '../source-context.js';
import {isIndex, VARIABLE} from './column-names.js';
import {
  decideNumbers,
  type NamedColumn,
  type NumberChoice,
  type NumberReading,
  openDecimals,
} from './decide-numbers.js';
import {type DecidedTimes, decideTimes, type TimeChoice} from './decide-times.js';
import type {Field, FieldTable} from './field-table.js';
import {LabelColumn} from './label-column.js';
import {NumberColumn} from './number-column.js';
import {TimeColumn} from './time-column.js';
import {joinedTime} from './time-parts.js';

/** What of an entry says how the fields of a table are read. */
export interface TableEntry extends NumberChoice, TimeChoice {
  readonly time?: string | number | readonly (string | number)[];
  readonly unpivot?: readonly (string | number)[];
  readonly series?: string | number | readonly (string | number)[];
  readonly columns?: readonly (string | number)[];
  readonly target?: TargetEntry;
  readonly missingMarks: 'auto' | readonly (string | number)[];
}

/** Reads a table that was opened, if it could be. */
export function readOpened(
  opened: Checked<OpenedTable>,
  entry: TableEntry,
  context: SourceContext,
): Checked<SourceTable> {
  return opened.ok ? readTable(opened.value.table, entry, opened.value, context) : opened;
}

/** The positions of columns that something is made of. */
function usedPositions(used: SourceContext['used'], names: readonly string[]): readonly number[] {
  if (!used) return [];
  const candles = used.candles ? [...(candleColumns(names)?.values() ?? [])] : [];
  const volume = used.candles ? names.flatMap((name, index) => (isVolume(name) ? [index] : [])) : [];
  return [...wantedPositions({columns: used.columns}, names, []), ...candles, ...volume];
}

/** Reads a table of fields: its numbers and times from all of its rows. */
export function readTable(
  table: FieldTable,
  entry: TableEntry,
  made: Pick<SourceTable, 'sha256' | 'origin'>,
  context: SourceContext,
): Checked<SourceTable> {
  const {names, kinds} = table;
  const time = timePositions(entry, names, context);
  const positions = time.ok ? time.value : [];
  const series = seriesPositions(entry, names, context);
  const labels = series.ok ? series.value : [];
  const inputs = [...names.keys()].filter(
    position =>
      ![...positions, ...labels].includes(position) &&
      !isIndex(names[position]) &&
      // It may be the time whose name is misspelled.
      (time.ok || kinds[position] !== 'time'),
  );
  // Without a time, a column that looks like one shows which way the rows run.
  const clue = entry.time === undefined ? kinds.indexOf('time') : -1;
  const asked = {
    numbers: [...new Set([...wantedPositions(entry, names, inputs), ...usedPositions(context.used, names)])],
    times: clue < 0 ? positions : [clue],
    labels,
  };
  const problemsOf = (checked: Checked<unknown>) => (checked.ok ? [] : checked.problems);
  const pass = readPass(table, entry, asked, context);
  if (!pass.ok) return bad([time, series, pass].flatMap(problemsOf));
  const {timeColumn} = pass.value;
  const numbers = decideNumbers(namedColumns(table, pass.value), {
    ...entry,
    timeNames: positions.map(position => names[position]),
  });
  const times = clue < 0 ? timesOf(table, pass.value, positions, entry, context) : good(undefined);
  const axis = times.ok ? times.value?.axis : undefined;
  const read: SourceTable = {
    sha256: made.sha256,
    origin: made.origin,
    names,
    rows: table.rows,
    inputs,
    numbers: numbersOf(table, pass.value, numbers, entry, context),
    place: (row, position) => table.place(row, position),
    time: axis,
    timePlace: row => table.place(row, positions[0] ?? 0),
    series: labels.length > 0 ? pass.value.labelColumn.labels : undefined,
    problems: [time, series, numbers, times].flatMap(problemsOf),
    warnings: timeColumn && clue >= 0 ? orderWarnings(names[clue], timeColumn, context) : [],
    notes: [...duplicateNames(names), ...table.notes()],
    reading: readingOf(table, entry, numbers.ok ? numbers.value : undefined, times.ok ? times.value : undefined),
  };
  const order = times.ok ? times.value?.order : undefined;
  return good(order ? someRows(read, order) : read);
}

function namedColumns(table: FieldTable, {columns}: Pass): NamedColumn[] {
  return [...columns].map(([position, column]) => ({
    name: table.names[position],
    column,
    place: (row: number) => table.place(row, position),
  }));
}

function timesOf(
  table: FieldTable,
  {timeColumn: column, labelColumn}: Pass,
  [first]: readonly number[],
  entry: TableEntry,
  context: SourceContext,
): Checked<DecidedTimes | undefined> {
  if (!column) return good(undefined);
  const named = {
    name: table.names[first],
    column,
    parts: table.parts,
    series: entry.series === undefined ? undefined : labelColumn.labels,
    place: (row: number) => table.place(row, first),
  };
  return decideTimes(named, entry, context);
}

/** Gives the numbers of columns as it was decided for the file; those that nobody asked for at first are read when they are asked for. */
function numbersOf(
  table: FieldTable,
  {columns}: Pass,
  numbers: Checked<NumberReading>,
  entry: TableEntry,
  context: SourceContext,
): SourceTable['numbers'] {
  return position => {
    if (!numbers.ok) return numbers;
    const column = columns.get(position);
    if (column) return good(column.values(numbers.value.decimal));
    const later = readPass(table, {...entry, ...numbers.value}, {numbers: [position], times: [], labels: []}, context);
    if (!later.ok) return later;
    const decided = decideNumbers(namedColumns(table, later.value), {...entry, ...numbers.value});
    const [own] = later.value.columns.values();
    return decided.ok ? good(own.values(decided.value.decimal)) : decided;
  };
}

/** Rows that run against a column that looks like a time, where the experiment names none. */
function orderWarnings(name: string, column: TimeColumn, {place}: SourceContext): Problem[] {
  const orders = column.fitting.map(({times}) => orderOf(times));
  if (orders.length === 0 || orders.includes('ascending')) return [];
  const isBackward = orders.includes('descending');
  return [
    {
      message: `by column '${name}', which looks like a time, the rows run ${isBackward ? 'from the newest to the oldest' : 'in no order'}`,
      place: place(['data', 'path']),
      hint: `set data.time to ${JSON.stringify(name)}${isBackward ? ', which turns them round' : ' to have it checked'}`,
    },
  ];
}

/** Names that came twice in a file, and what the later columns are called. */
function duplicateNames(names: readonly string[]): string[] {
  return names.flatMap(name => {
    const [, first] = /^(.+)\.1$/.exec(name) ?? [];
    return first !== undefined && names.includes(first)
      ? [`two columns are called '${first}': the second one is '${name}' here`]
      : [];
  });
}

/** The columns that times are made of; of a wide table the names of its columns are a part of them. */
function timePositions(
  {time, unpivot}: TableEntry,
  names: readonly string[],
  context: SourceContext,
): Checked<readonly number[]> {
  if (time === undefined) return good([]);
  const parts = typeof time === 'object' ? time : [time];
  const all = unpivot && typeof time !== 'object' ? [...parts, VARIABLE] : parts;
  return findPositions(all, names, index =>
    context.place(typeof time === 'object' ? ['data', 'time', index] : ['data', 'time']),
  );
}

/** The columns that tell series apart. */
function seriesPositions(
  {series}: TableEntry,
  names: readonly string[],
  context: SourceContext,
): Checked<readonly number[]> {
  if (series === undefined) return good([]);
  const parts = typeof series === 'object' ? series : [series];
  return findPositions(parts, names, index =>
    context.place(typeof series === 'object' ? ['data', 'series', index] : ['data', 'series']),
  );
}

/** Positions of columns by what they are read as. */
interface Asked {
  readonly numbers: readonly number[];
  /** Together they are the times. */
  readonly times: readonly number[];
  /** Together they are the names of series. */
  readonly labels: readonly number[];
}

interface Pass {
  readonly columns: ReadonlyMap<number, NumberColumn>;
  readonly timeColumn: TimeColumn | undefined;
  readonly labelColumn: LabelColumn;
}

/** Reads all rows once. */
function readPass(
  table: FieldTable,
  entry: TableEntry,
  {numbers, times, labels}: Asked,
  context: SourceContext,
): Checked<Pass> {
  const expected = table.expectedRows();
  const marks = entry.missingMarks === 'auto' ? [] : entry.missingMarks;
  const columns = new Map(numbers.map(position => [position, new NumberColumn(expected, openDecimals(entry), marks)]));
  const readers = [...columns.values()];
  const timeColumn = times.length > 0 ? new TimeColumn(expected, entry.timeFormat) : undefined;
  const labelColumn = new LabelColumn(labels.length > 0 ? expected : 0);
  const join = joinedTime(times.map(position => table.names[position]));
  const textOf = (field: Field) => String(field ?? '');
  const done = table.read(context, fields => {
    for (let index = 0; index < readers.length; index++) readers[index].add(fields[numbers[index]]);
    if (times.length === 1) timeColumn?.add(textOf(fields[times[0]]));
    else timeColumn?.add(join(times.map(position => textOf(fields[position]))));
    if (labels.length > 0) labelColumn.add(labels.map(position => textOf(fields[position]).trim()).join(', '));
  });
  return done.ok ? good({columns, timeColumn, labelColumn}) : done;
}

/** The keys of an entry with the values that were found. */
function readingOf(
  {reading}: FieldTable,
  {missingMarks}: TableEntry,
  numbers: NumberReading | undefined,
  times: DecidedTimes | undefined,
): SourceReading {
  return {
    ...reading,
    ...(numbers ?? {}),
    ...(times ? {timeFormat: times.format} : {}),
    ...(times?.axis.zone ? {timeZone: times.axis.zone} : {}),
    ...(missingMarks === 'auto' ? {} : {missingMarks}),
  };
}
