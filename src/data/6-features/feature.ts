import type {Options} from '../../document/json-schema.js';
import {type Declaration, type Entry, type Kind, kindSchema} from '../../document/kind.js';
import type {CandlePart} from '../2-order/candle-columns.js';

/** A column, by name or counted from 0. */
export type ColumnReference = string | number;

/** What a feature is made of: columns that its entry names, or the parts of candles, named or found by how columns are called. */
export type FeatureUses =
  | {readonly kind: 'columns'; readonly columns: readonly {readonly column: ColumnReference; readonly key: string}[]}
  | {
      readonly kind: 'candles';
      readonly parts: readonly CandlePart[];
      readonly named: {readonly [Part in CandlePart]?: ColumnReference};
    }
  | {readonly kind: 'time'};

/** Some rows in a row, without a gap: what a feature of one of them may know are those before it, and itself. */
export interface FeatureRows {
  readonly rows: number;
  /** What it uses, in that order. */
  readonly columns: readonly Float64Array[];
  /** When each row was, as milliseconds since 1970 on its clock, of what uses the time. */
  readonly wall: Float64Array;
}

/** What a feature is worth in each row, a column for each output; NaN where it has no value. */
export type FeatureFunction = (rows: FeatureRows) => readonly Float64Array[];

/** Why an entry makes no sense, and at which of its keys. */
export interface FeatureMistake {
  readonly key: string;
  readonly message: string;
  readonly hint?: string;
}

/** A kind of feature. */
export interface FeatureKind<FeatureEntry> {
  readonly type: string;
  /** The library whose numbers it gives. */
  readonly source: string;
  /** Whether its future is known, so that nothing of it has to be forecast: the hour of a row. */
  readonly isKnownAhead?: true;
  uses(entry: FeatureEntry): FeatureUses;
  /** What follows the feature's name in those of its columns; an empty text where it is the name itself. */
  outputs(entry: FeatureEntry): readonly string[];
  mistake?(entry: FeatureEntry): FeatureMistake | undefined;
  /** Loads what it takes, and gives the function. */
  prepare(entry: FeatureEntry): FeatureFunction | Promise<FeatureFunction>;
}

/** Declares a kind of feature; its entry's type comes from its options. */
export function feature<const Type extends string, const Own extends Options>({
  type,
  description,
  options,
  ...rest
}: Declaration<Type, Own, FeatureKind<Entry<Type, Own>>>): FeatureKind<Entry<Type, Own>> & Kind<Type, Own> {
  return {type, description, schema: kindSchema(type, description, options), ...rest};
}

/** The values of something that is told each row in turn, and answers with what it is worth by then, or nothing yet. */
export function rowByRow(
  rows: number,
  outputs: number,
  answer: (row: number) => readonly number[] | null,
): readonly Float64Array[] {
  const made = Array.from({length: outputs}, () => new Float64Array(rows).fill(Number.NaN));
  for (let row = 0; row < rows; row++)
    answer(row)?.forEach((value, output) => {
      made[output][row] = value;
    });
  return made;
}

/** The answer of an indicator that gives one number, or none yet. */
export function answered(value: number | null): readonly number[] | null {
  return value === null ? null : [value];
}

/** The output of a feature that has one. */
export const ONE_OUTPUT = (): readonly string[] => [''];

/** What a feature of one column uses. */
export function usesColumn({column}: {readonly column: ColumnReference}): FeatureUses {
  return {kind: 'columns', columns: [{column, key: 'column'}]};
}

/** What a feature of candles uses: the columns that its entry names, and those that are called so. */
export function usesCandles(
  parts: readonly CandlePart[],
  entry: {readonly [Part in CandlePart]?: ColumnReference},
): FeatureUses {
  return {kind: 'candles', parts, named: entry};
}

/** The function of a feature that makes one column of one. */
export function ofColumn(make: (values: Float64Array) => Float64Array): FeatureFunction {
  return ({columns: [values]}) => [make(values)];
}
