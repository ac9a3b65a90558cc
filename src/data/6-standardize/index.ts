import {type EntryOf, kindOf, variants} from '../../document/kind.js';
import {minMax} from './min-max.js';
import {none} from './none.js';
import type {Scaling} from './scaling.js';
import type {StandardizationKind} from './standardization.js';
import {zScore} from './z-score.js';

/** Every kind of standardization there is. */
export const standardizations = [zScore, minMax, none] as const;

/** `standardization`: how columns are scaled. */
export const standardizationSchema = variants(standardizations);

export type StandardizationEntry = EntryOf<(typeof standardizations)[number]>;

/** The scaling of a column, fitted on its training rows. */
export function fitScaling(entry: StandardizationEntry, training: Float64Array): Scaling {
  return kindOf<StandardizationKind<StandardizationEntry>>(standardizations, entry).fit(training, entry);
}
