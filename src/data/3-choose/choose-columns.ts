import {didYouMean} from '../../document/did-you-mean.js';
import {bad, type Checked, good, hintOf, type Place, type Problem} from '../../document/problem.js';
import type {SourceTable} from '../1-source/source.js';
import type {SourceContext} from '../1-source/source-context.js';
import type {TransformName} from '../7-standardize/transforms/index.js';
import {type TargetEntry, wantedTargets} from './target-option.js';

/** Positions of the columns that the model sees, and of those to forecast. */
export interface ChosenColumns {
  readonly inputs: readonly number[];
  readonly targets: readonly ChosenTarget[];
}

export interface ChosenTarget {
  readonly position: number;
  readonly transform: TransformName;
}

/** What an experiment says of columns. */
interface Choice {
  readonly columns?: readonly (string | number)[];
  readonly target?: TargetEntry;
}

/**
 * Finds `data.columns` and `data.target` in a source, whose own columns are the first `own` ones; without them: every column that
 * it offers, and the only one of its own.
 */
export function chooseColumns(
  {columns, target}: Choice,
  {names, inputs: offered, reading}: Pick<SourceTable, 'names' | 'inputs' | 'reading'>,
  {place}: Pick<SourceContext, 'place'>,
  own = names.length,
): Checked<ChosenColumns> {
  const problems: Problem[] = [];
  const find = (column: string | number, ...path: (string | number)[]): number => {
    const found = findColumn(column, names, place(['data', ...path]));
    const none = reading.header === 'none' ? '; the file has no header, so they are called by their places' : '';
    if (!found.ok) problems.push(...found.problems.map(one => ({...one, hint: `${one.hint ?? ''}${none}`})));
    return found.ok ? found.value : -1;
  };
  const inputs = columns?.map((column, index) => find(column, 'columns', index)) ?? offered;
  const targets = wantedTargets(target).map(({column, transform, path}): ChosenTarget => {
    if (column !== undefined) return {position: find(column, 'target', ...path), transform};
    const [only, ...others] = inputs.filter(position => position < own);
    if (only !== undefined && others.length === 0) return {position: only, transform};
    if (inputs.length > 1)
      problems.push(
        missingTarget(
          target,
          inputs.map(index => names[index]),
          place,
        ),
      );
    return {position: inputs[0], transform};
  });
  const twice = targets.findIndex(({position}, index) => targets.findIndex(one => one.position === position) < index);
  if (problems.length === 0 && twice >= 0)
    problems.push({
      message: `'${names[targets[twice].position]}' is a target twice`,
      place: place(['data', 'target', ...wantedTargets(target)[twice].path]),
    });
  return problems.length > 0 ? bad(problems) : good({inputs, targets});
}

function missingTarget(
  target: TargetEntry | undefined,
  names: readonly string[],
  place: SourceContext['place'],
): Problem {
  const [key, path] = target === undefined ? ['target', ['data']] : ['column', ['data', 'target']];
  return {
    message: `missing key '${key}'`,
    place: place(path, 'key'),
    hint: `which of these is to be forecast: ${names.join(', ')}`,
  };
}

/** The positions of columns that an experiment asks for, as far as there are any: what it chooses, or all that it sees without that. */
export function wantedPositions(
  {columns, target}: Choice,
  names: readonly string[],
  offered: readonly number[],
): readonly number[] {
  const targets = wantedTargets(target).flatMap(({column}) => column ?? []);
  const found = [...(columns ?? []), ...targets].flatMap(column => {
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
    ...wantedTargets(target).flatMap(({column, path}) =>
      column === undefined ? [] : [{column, at: place(['data', 'target', ...path])}],
    ),
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
