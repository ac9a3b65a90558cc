import type {Checked, Place} from '../../../document/problem.js';
import type {SourceContext, SourceReading} from '../source-context.js';
import type {FieldKind} from './field-kind.js';

/** A value as a source has it: text that is read later, a number as it is, or nothing. */
export type Field = string | number | null;

/** A table of fields that is read row by row, as often as somebody needs columns of it. */
export interface FieldTable {
  readonly names: readonly string[];
  /** What the columns hold, by their first rows. */
  readonly kinds: readonly FieldKind[];
  /** Some of the first rows. */
  readonly sample: readonly (readonly Field[])[];
  /** How many rows were read. */
  readonly rows: number;
  /** In which row each part begins that is in order by itself: a file of several. */
  readonly parts: readonly number[];
  /** What was found about the source, in the words of its keys. */
  readonly reading: SourceReading;
  /** About how many rows there will be. */
  expectedRows(): number;
  /** Hands over every row, each with as many fields as there are names; or tells what makes a row none. */
  read(context: SourceContext, each: (fields: readonly Field[]) => void): Checked<undefined>;
  /** Where a field of a row is written. */
  place(row: number, column: number): Place;
  /** What was done to its rows that a user should know of. */
  notes(): readonly string[];
}
