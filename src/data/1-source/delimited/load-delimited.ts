import {bad, type Checked, good, type Problem} from '../../../document/problem.js';
import {findPositions, wantedPositions} from '../../3-choose/choose-columns.js';
import {orderOf} from '../../time-axis.js';
import type {OpenedFile} from '../opened-file.js';
import {
  decideNumbers,
  type NamedColumn,
  type NumberChoice,
  type NumberReading,
  openDecimals,
} from '../reading/decide-numbers.js';
import {type DecidedTimes, decideTimes} from '../reading/decide-times.js';
import {NumberColumn} from '../reading/number-column.js';
import {TimeColumn} from '../reading/time-column.js';
import {joinedTime} from '../reading/time-parts.js';
import type {SourceContext, SourceReading, SourceTable} from '../source.js';
import {DelimitedText, type TextChoice} from './delimited-text.js';
import {isIndex} from './header.js';
import {VARIABLE} from './unpivot.js';

/** What of an entry says how a file is read. */
export interface DelimitedEntry extends TextChoice, NumberChoice {
  readonly time?: string | number | readonly (string | number)[];
  readonly timeFormat: string;
  readonly timeZone: string;
  readonly columns?: readonly (string | number)[];
  readonly target?: string | number;
  readonly missingMarks: 'auto' | readonly (string | number)[];
}

/** Reads a delimited file: its layout from its beginning, its numbers and times from all of its rows. */
export function loadDelimited(file: OpenedFile, entry: DelimitedEntry, context: SourceContext): Checked<SourceTable> {
  const opened = DelimitedText.open(file, entry, context);
  if (!opened.ok) return opened;
  const text = opened.value;
  const {names} = text;
  const time = timePositions(entry, names, context);
  const positions = time.ok ? time.value : [];
  const inputs = [...names.keys()].filter(position => !positions.includes(position) && !isIndex(names[position]));
  // Without a time, a column that looks like one shows which way the rows run.
  const clue = entry.time === undefined && entry.unpivot === undefined ? text.layout.kinds.indexOf('time') : -1;
  const pass = readPass(text, entry, wantedPositions(entry, names, inputs), clue < 0 ? positions : [clue], context);
  if (!pass.ok) return time.ok ? pass : bad([...time.problems, ...pass.problems]);
  const {timeColumn} = pass.value;
  const numbers = decideNumbers(namedColumns(text, pass.value), entry);
  const times = clue < 0 ? timesOf(text, timeColumn, positions, entry, context) : good(undefined);
  const problemsOf = (checked: Checked<unknown>) => (checked.ok ? [] : checked.problems);
  return good({
    names,
    rows: text.rows,
    inputs,
    numbers: numbersOf(text, pass.value, numbers, entry, context),
    place: (row, position) => text.place(row, position),
    time: times.ok ? times.value?.axis : undefined,
    timePlace: row => text.place(row, positions[0] ?? 0),
    problems: [time, numbers, times].flatMap(problemsOf),
    warnings: timeColumn && clue >= 0 ? orderWarnings(names[clue], timeColumn, context) : [],
    notes: [...duplicateNames(names), ...text.notes()],
    sha256: file.sha256(),
    origin: file.name,
    reading: readingOf(text, entry, numbers.ok ? numbers.value : undefined, times.ok ? times.value : undefined),
  });
}

function namedColumns(text: DelimitedText, {columns}: Pass): NamedColumn[] {
  return [...columns].map(([position, column]) => ({
    name: text.names[position],
    column,
    place: (row: number) => text.place(row, position),
  }));
}

function timesOf(
  text: DelimitedText,
  column: TimeColumn | undefined,
  [first]: readonly number[],
  entry: DelimitedEntry,
  context: SourceContext,
): Checked<DecidedTimes | undefined> {
  if (!column) return good(undefined);
  return decideTimes({name: text.names[first], column, place: row => text.place(row, first)}, entry, context);
}

/** Gives the numbers of columns as it was decided for the file; those that nobody asked for at first are read when they are asked for. */
function numbersOf(
  text: DelimitedText,
  {columns}: Pass,
  numbers: Checked<NumberReading>,
  entry: DelimitedEntry,
  context: SourceContext,
): SourceTable['numbers'] {
  return position => {
    if (!numbers.ok) return numbers;
    const column = columns.get(position);
    if (column) return good(column.values(numbers.value.decimal));
    const later = readPass(text, {...entry, ...numbers.value}, [position], [], context);
    if (!later.ok) return later;
    const decided = decideNumbers(namedColumns(text, later.value), {...entry, ...numbers.value});
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
  {time, unpivot}: DelimitedEntry,
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

interface Pass {
  readonly columns: ReadonlyMap<number, NumberColumn>;
  readonly timeColumn: TimeColumn | undefined;
}

/** Reads all rows once: some columns as numbers, some together as times. */
function readPass(
  text: DelimitedText,
  entry: DelimitedEntry,
  positions: readonly number[],
  times: readonly number[],
  context: SourceContext,
): Checked<Pass> {
  const expected = text.expectedRows();
  const marks = entry.missingMarks === 'auto' ? [] : entry.missingMarks;
  const columns = new Map(
    positions.map(position => [position, new NumberColumn(expected, openDecimals(entry), marks)]),
  );
  const readers = [...columns.values()];
  const timeColumn = times.length > 0 ? new TimeColumn(expected, entry.timeFormat) : undefined;
  const join = joinedTime(times.map(position => text.names[position]));
  const done = text.read(context, fields => {
    for (let index = 0; index < readers.length; index++) readers[index].add(fields[positions[index]]);
    timeColumn?.add(times.length === 1 ? fields[times[0]] : join(times.map(position => fields[position])));
  });
  return done.ok ? good({columns, timeColumn}) : done;
}

/** The keys of an entry with the values that were found. */
function readingOf(
  {encoding, layout}: DelimitedText,
  {missingMarks}: DelimitedEntry,
  numbers: NumberReading | undefined,
  times: DecidedTimes | undefined,
): SourceReading {
  return {
    encoding,
    delimiter: layout.delimiter,
    header: layout.headerRows === 0 ? 'none' : layout.headerRows,
    skip: layout.skip,
    comment: layout.comment ?? 'none',
    ...(numbers ?? {}),
    ...(times ? {timeFormat: times.format} : {}),
    ...(times?.axis.zone ? {timeZone: times.axis.zone} : {}),
    ...(missingMarks === 'auto' ? {} : {missingMarks}),
  };
}
