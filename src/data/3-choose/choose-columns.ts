import {didYouMean} from '../../document/did-you-mean.js';
import {bad, type Checked, good, hintOf, type Place, type Problem} from '../../document/problem.js';
import type {SourceContext, SourceTable} from '../1-source/source.js';

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
  {names, inputs: offered}: Pick<SourceTable, 'names' | 'inputs'>,
  {place}: Pick<SourceContext, 'place'>,
): Checked<ChosenColumns> {
  const problems: Problem[] = [];
  const find = (column: string | number, ...path: (string | number)[]): number => {
    const found = findColumn(column, names, place(['data', ...path]));
    if (!found.ok) problems.push(...found.problems);
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

/** The position of a column that is given by name or counted from 0. */
export function findColumn(column: string | number, names: readonly string[], place: Place): Checked<number> {
  const index = typeof column === 'number' ? column : names.indexOf(column);
  if (index >= 0 && index < names.length) return good(index);
  const message =
    typeof column === 'number'
      ? `there is no column ${column}; the columns are 0 to ${names.length - 1}`
      : `there is no column '${column}'`;
  const hint = didYouMean(String(column), names);
  return bad([{message, place, ...hintOf(hint)}]);
}
