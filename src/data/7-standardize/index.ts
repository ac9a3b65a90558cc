import {type EntryOf, kindOf, variants} from '../../document/kind.js';
import {log} from './log.js';
import {maxAbs} from './max-abs.js';
import {minMax} from './min-max.js';
import {none} from './none.js';
import {perColumnSchema} from './per-column.js';
import {power} from './power.js';
import {quantile} from './quantile.js';
import {robust} from './robust.js';
import type {Scaling} from './scaling.js';
import type {StandardizationKind} from './standardization.js';
import {zScore} from './z-score.js';

/** Every kind of standardization of a column there is. */
export const standardizations = [zScore, minMax, robust, maxAbs, log, power, quantile, none] as const;

const perColumn = {
  type: 'per-column',
  description: 'Some columns have their own standardization: {columns: {volume: log}, others: z-score}.',
  schema: perColumnSchema({...variants(standardizations), shorthand: true}),
} as const;

/** Everything that `standardization` may say: one for all columns, or one for each. */
export const standardizationChoices = [...standardizations, perColumn] as const;

/** `standardization`: how columns are scaled. */
export const standardizationSchema = variants(standardizationChoices);

/** How one column is scaled. */
export type ColumnStandardization = EntryOf<(typeof standardizations)[number]>;

export type StandardizationEntry = EntryOf<(typeof standardizationChoices)[number]>;

/** How a column is scaled. */
export function standardizationOf(entry: StandardizationEntry, column: string): ColumnStandardization {
  if (entry.type !== 'per-column') return entry;
  return Object.hasOwn(entry.columns, column) ? entry.columns[column] : entry.others;
}

/** Whether a column's standardization takes values above 0 only. */
export function needsPositive(entry: ColumnStandardization): boolean {
  return kindOf<StandardizationKind<ColumnStandardization>>(standardizations, entry).needsPositive === true;
}

/** The scaling of a column, fitted on its training rows. */
export function fitScaling(entry: ColumnStandardization, training: Float64Array): Scaling {
  return kindOf<StandardizationKind<ColumnStandardization>>(standardizations, entry).fit(training, entry);
}
