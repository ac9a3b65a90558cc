import {didYouMean} from '../experiment/did-you-mean.js';
import {bad, type Checked, good, type Place, type Problem} from '../experiment/problem.js';
import type {Path} from '../experiment/yaml-file.js';

/** Numbers in named columns of one length, in time order. */
export interface Table {
  readonly columns: readonly {readonly name: string; readonly values: Float64Array}[];
  /** The columns that the model sees, and the one to forecast, by position. */
  readonly chosen: ChosenColumns;
  readonly rows: number;
  /** Which of the source's rows these are, counted from 0, where some were dropped. */
  readonly sourceRows: Int32Array | undefined;
  /** Where a number is written. */
  place(row: number, column: number): Place;
  /** The times as written, where the source has them. */
  readonly time: readonly string[] | undefined;
  /** SHA-256 of what the source gave: a file's bytes, or the numbers. */
  readonly sha256: string;
  /** What the source is called in tables. */
  readonly origin: string;
}

export interface ChosenColumns {
  readonly inputs: readonly number[];
  readonly target: number;
}

/** What a source may ask for about its surroundings. */
export interface SourceContext {
  /** Folder of the experiment file. */
  readonly folder: string;
  readonly seed: number;
  place(path: Path, part?: 'key' | 'value'): Place;
}

/** The index of a column that is given by name or counted from 0. */
function findColumn(column: string | number, names: readonly string[], place: Place): Checked<number> {
  const index = typeof column === 'number' ? column : names.indexOf(column);
  if (index >= 0 && index < names.length) return good(index);
  const message =
    typeof column === 'number'
      ? `there is no column ${column}; the columns are 0 to ${names.length - 1}`
      : `there is no column '${column}'`;
  const hint = didYouMean(String(column), names);
  const problem: Problem = {message, place, ...(hint ? {hint} : {})};
  return bad([problem]);
}

/** Finds `data.columns` and `data.target` among the names of a source; without them: every column, and the only one. */
export function chooseColumns(
  data: {columns?: readonly (string | number)[]; target?: string | number},
  names: readonly string[],
  candidates: readonly number[],
  context: SourceContext,
): Checked<ChosenColumns> {
  const problems: Problem[] = [];
  const find = (column: string | number, ...path: (string | number)[]): number => {
    const found = findColumn(column, names, context.place(['data', ...path]));
    if (!found.ok) problems.push(...found.problems);
    return found.ok ? found.value : -1;
  };
  const inputs = data.columns?.map((column, index) => find(column, 'columns', index)) ?? candidates;
  if (data.target === undefined && inputs.length > 1)
    problems.push({
      message: "missing key 'target'",
      place: context.place(['data'], 'key'),
      hint: `which of these is to be forecast: ${inputs.map(index => names[index]).join(', ')}`,
    });
  const target = data.target === undefined ? inputs[0] : find(data.target, 'target');
  return problems.length > 0 ? bad(problems) : good({inputs, target});
}
