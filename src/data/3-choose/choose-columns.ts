import {didYouMean} from '../../document/did-you-mean.js';
import {bad, type Checked, good, hintOf, type Place, type Problem} from '../../document/problem.js';
import type {SourceTable} from '../1-source/source.js';
import type {SourceContext} from '../1-source/source-context.js';

/** Positions of the columns that the model sees, and of the one to forecast. */
export interface ChosenColumns {
  readonly inputs: readonly number[];
  readonly target: number;
}

/** What an experiment says of columns; sources of one column say nothing. */
interface Choice {
  readonly type: string;
  readonly columns?: readonly (string | number)[];
  readonly target?: string | number;
}

/** Finds `data.columns` and `data.target` in a source; without them: every column that it offers, and the only one. */
export function chooseColumns(
  {columns, target: wanted}: Choice,
  {names, inputs: offered, reading}: Pick<SourceTable, 'names' | 'inputs' | 'reading'>,
  {place}: Pick<SourceContext, 'place'>,
): Checked<ChosenColumns> {
  const problems: Problem[] = [];
  const find = (column: string | number, ...path: (string | number)[]): number => {
    const found = findColumn(column, names, place(['data', ...path]));
    const none = reading.header === 'none' ? '; the file has no header, so they are called by their places' : '';
    if (!found.ok) problems.push(...found.problems.map(one => ({...one, hint: `${one.hint ?? ''}${none}`})));
    return found.ok ? found.value : -1;
  };
  const inputs = columns?.map((column, index) => find(column, 'columns', index)) ?? offered;
  if (wanted === undefined && inputs.length > 1)
    problems.push({
      message: "missing key 'target'",
      place: place(['data'], 'key'),
      hint: `which of these is to be forecast: ${inputs.map(index => names[index]).join(', ')}`,
    });
  const target = wanted === undefined ? inputs[0] : find(wanted, 'target');
  return problems.length > 0 ? bad(problems) : good({inputs, target});
}

/** The positions of columns that an experiment asks for, as far as there are any: what it chooses, or all that it sees without that. */
export function wantedPositions(
  {columns, target}: Omit<Choice, 'type'>,
  names: readonly string[],
  offered: readonly number[],
): readonly number[] {
  const found = [...(columns ?? []), ...(target === undefined ? [] : [target])].flatMap(column => {
    const position = positionOf(column, names);
    return position === undefined ? [] : [position];
  });
  return [...new Set([...(columns ? [] : offered), ...found])];
}

/** The positions of columns; all that are missing are told. */
export function findPositions(
  columns: readonly (string | number)[],
  names: readonly string[],
  place: (index: number) => Place,
): Checked<readonly number[]> {
  const problems: Problem[] = [];
  const positions = columns.flatMap((column, index) => {
    const found = findColumn(column, names, place(index));
    if (!found.ok) problems.push(...found.problems);
    return found.ok ? [found.value] : [];
  });
  return problems.length > 0 ? bad(problems) : good(positions);
}

/** Numbers that are the names of columns and the positions of other ones. */
export function choiceWarnings(
  {columns = [], target}: Choice,
  {names}: Pick<SourceTable, 'names'>,
  {place}: Pick<SourceContext, 'place'>,
): Problem[] {
  const chosen = [
    ...columns.map((column, index) => ({column, at: place(['data', 'columns', index])})),
    ...(target === undefined ? [] : [{column: target, at: place(['data', 'target'])}]),
  ];
  return chosen.flatMap(({column, at}) => {
    const position = typeof column === 'number' ? positionOf(column, names) : undefined;
    if (position === undefined || position === column) return [];
    return [
      {
        message: `column ${column} is the one that is called '${column}'; counted from 0, it would be '${names[Number(column)] ?? 'none'}'`,
        place: at,
        hint: 'a name wins over a position',
      },
    ];
  });
}

/** A name wins over a position: a column may be called 0. */
function positionOf(column: string | number, names: readonly string[]): number | undefined {
  const named = names.indexOf(String(column));
  if (named >= 0) return named;
  return typeof column === 'number' && column < names.length ? column : undefined;
}

/** The position of a column that is given by name or counted from 0. */
function findColumn(column: string | number, names: readonly string[], place: Place): Checked<number> {
  const position = positionOf(column, names);
  if (position !== undefined) return good(position);
  const message =
    typeof column === 'number'
      ? `there is no column ${column}; the columns are 0 to ${names.length - 1}`
      : `there is no column '${column}'`;
  const hint = didYouMean(String(column), names);
  return bad([{message, place, ...hintOf(hint)}]);
}
