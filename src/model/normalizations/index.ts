import {named, nameSchema} from '../../document/kind.js';
import {firstRatio} from './first-ratio.js';
import {last} from './last.js';
import {mean} from './mean.js';
import {minMax} from './min-max.js';
import {none} from './none.js';
import type {WindowNormalization} from './normalization.js';
import {zScore} from './z-score.js';

/** Every normalization of windows there is. */
export const normalizations = [none, last, mean, zScore, minMax, firstRatio] as const;

export type NormalizationName = (typeof normalizations)[number]['name'];

/** An option that chooses a normalization. */
export const normalizationName = nameSchema(normalizations);

/** The normalization of a name. */
export function normalizationOf(name: NormalizationName): WindowNormalization {
  return named<WindowNormalization>(normalizations, name);
}
