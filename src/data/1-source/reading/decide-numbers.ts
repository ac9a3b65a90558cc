import {describe} from '../../../document/mistakes.js';
import {bad, type Checked, good, type Place, type Problem} from '../../../document/problem.js';
import {namedRows} from './named-rows.js';
import type {NumberColumn, Witness} from './number-column.js';
import {bareNumber, DECIMALS, type Decimal, type GroupMark, readDigits} from './number-text.js';
import {looksLikeTime} from './time-candidates.js';

/** How the numbers of a file are written. */
export interface NumberReading {
  readonly decimal: Decimal;
  /** What groups thousands, where something does. */
  readonly thousands: GroupMark | 'none';
}

/** What an experiment says of it. */
export interface NumberChoice {
  readonly decimal: 'auto' | Decimal;
  readonly thousands: 'auto' | 'none' | GroupMark;
  /** The columns that it says hold the time. */
  readonly timeNames?: readonly string[];
}

/** A column of numbers with its name, and the places of its fields. */
export interface NamedColumn {
  readonly name: string;
  readonly column: NumberColumn;
  place(row: number): Place;
}

/** The decimal marks that an experiment leaves open. */
export function openDecimals({decimal, thousands}: NumberChoice): readonly Decimal[] {
  if (decimal !== 'auto') return [decimal];
  if (thousands === '.') return [','];
  if (thousands === ',') return ['.'];
  return DECIMALS;
}

/**
 * How the numbers of a file are written: one decimal mark for all of its columns. It is taken only if it is the only one that
 * reads every field, or if both make the same numbers.
 */
export function decideNumbers(columns: readonly NamedColumn[], choice: NumberChoice): Checked<NumberReading> {
  const words = columns.flatMap(one => wordProblem(one, choice));
  const numeric = columns.filter(({column}) => column.words === undefined);
  const fitting = openDecimals(choice).filter(decimal =>
    numeric.every(({column}) => column.found(decimal).refused === undefined),
  );
  const problems = [...words, ...(fitting.length === 0 ? conflictProblem(numeric, choice) : [])];
  const [decimal] = fitting;
  if (fitting.length > 1) problems.push(...ambiguityProblem(numeric));
  if (decimal) {
    problems.push(...numeric.flatMap(one => groupProblems(one, decimal, choice)));
    problems.push(...numeric.flatMap(unitProblem));
  }
  if (problems.length > 0 || !decimal) return bad(problems);
  const grouped = numeric.flatMap(({column}) => column.found(decimal).grouped?.mark ?? []);
  return good({decimal, thousands: grouped[0] ?? (choice.thousands === 'auto' ? 'none' : choice.thousands)});
}

function wordProblem({name, column, place}: NamedColumn, choice: NumberChoice): Problem[] {
  if (!column.words) return [];
  const {first, rows, count} = column.words;
  const more = count > 1 ? `, nor ${count === 2 ? 'is' : 'are'} ${namedRows(rows.slice(1), count - 1)}` : '';
  return [
    {
      message: `${describe(first.text)} in column '${name}', row ${first.row + 1}, is not a number${more}`,
      place: place(first.row),
      hint: wordHint(name, column, first.text, choice),
    },
  ];
}

/** What a word in a column of numbers may be. */
function wordHint(name: string, column: NumberColumn, text: string, choice: NumberChoice): string {
  const bare = bareNumber(text);
  const closed = DECIMALS.find(decimal => !openDecimals(choice).includes(decimal));
  const other = bare && closed && readDigits(bare, closed);
  if (other) return `with data.decimal: "${closed}" it would be ${other.value}`;
  const isAll = (column.words?.count ?? 0) + column.missing === column.rows;
  if (!isAll && text.length > 20) return 'mend it, or leave out the column';
  if (!isAll) return `mend it; or, if it stands for a missing value: data.missingMarks: [${JSON.stringify(text)}]`;
  if (choice.timeNames?.includes(name)) return `the time is no input: leave '${name}' out of data.columns`;
  if (looksLikeTime(text)) return `it looks like a time: data.time: ${name}`;
  return `a text is no input: leave '${name}' out, by naming in data.columns what the model should see`;
}

/** No decimal mark reads all: two fields that contradict each other, or one that the given mark can't read. */
function conflictProblem(columns: readonly NamedColumn[], choice: NumberChoice): Problem[] {
  const open = openDecimals(choice);
  const refusals = open.map(decimal => ({decimal, at: firstOf(columns, column => column.found(decimal).refused)}));
  const [first, second] = refusals;
  if (!first?.at) return [];
  const {one, witness} = first.at;
  const where = `${describe(witness.text)} in column '${one.name}', row ${witness.row + 1},`;
  if (!second?.at)
    return [
      {
        message: `${where} can't be read with the decimal mark '${first.decimal}'`,
        place: one.place(witness.row),
        hint: 'see data.decimal and data.thousands',
      },
    ];
  const other = second.at;
  return [
    {
      message: `${where} needs a decimal comma, but ${describe(other.witness.text)} in column '${other.one.name}', row ${other.witness.row + 1}, a decimal point`,
      place: one.place(witness.row),
      hint: 'one file has one way to write numbers; mend it, or leave out a column',
    },
  ];
}

/** The first field that has two values: both are shown, with the key for each. */
function ambiguityProblem(columns: readonly NamedColumn[]): Problem[] {
  const found = firstOf(columns, column => column.differing);
  if (!found) return [];
  const {
    one: {name, place},
    witness,
  } = found;
  const mark: Decimal = witness.text.includes('.') ? '.' : ',';
  const other = mark === '.' ? ',' : '.';
  return [
    {
      message: `${describe(witness.text)} in column '${name}', row ${witness.row + 1}, may be ${witness[mark]} or ${witness[other]}, and so may all numbers of this file`,
      place: place(witness.row),
      hint: `data.decimal: "${mark}" makes ${witness[mark]} of it, data.thousands: "${mark}" makes ${witness[other]}`,
    },
  ];
}

function groupProblems({name, column, place}: NamedColumn, decimal: Decimal, {thousands}: NumberChoice): Problem[] {
  const {grouped, groupedOtherwise} = column.found(decimal);
  if (!grouped) return [];
  const where = (witness: Witness) => `${describe(witness.text)} in row ${witness.row + 1}`;
  if (thousands !== 'auto' && grouped.mark !== thousands)
    return [
      {
        message: `column '${name}' groups thousands by '${grouped.mark}': ${where(grouped)}`,
        place: place(grouped.row),
        hint: `data.thousands is ${JSON.stringify(thousands)}`,
      },
    ];
  const other = groupedOtherwise ?? (thousands === 'auto' ? column.ungrouped : undefined);
  if (!other) return [];
  return [
    {
      message: `column '${name}' groups thousands in two ways: ${where(grouped)}, ${where(other)}`,
      place: place(other.row),
      hint: groupedOtherwise
        ? 'write all numbers of a column in one way'
        : `if both are right, set data.thousands to ${JSON.stringify(grouped.mark)}`,
    },
  ];
}

function unitProblem({name, column, place}: NamedColumn): Problem[] {
  const {unit, mixedUnit} = column;
  if (!unit || !mixedUnit) return [];
  return [
    {
      message: `column '${name}' has numbers in two units: ${describe(unit.text)} in row ${unit.row + 1}, ${describe(mixedUnit.text)} in row ${mixedUnit.row + 1}`,
      place: place(mixedUnit.row),
      hint: 'give all of them in one unit',
    },
  ];
}

/** The first of some columns that has something to show, and what. */
function firstOf<Found extends Witness>(
  columns: readonly NamedColumn[],
  find: (column: NumberColumn) => Found | undefined,
): {readonly one: NamedColumn; readonly witness: Found} | undefined {
  for (const one of columns) {
    const witness = find(one.column);
    if (witness) return {one, witness};
  }
  return undefined;
}
