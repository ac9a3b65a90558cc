import {named} from '../../document/kind.js';
import {autoregression} from './autoregression.js';
import type {Baseline} from './baseline.js';
import {drift} from './drift.js';
import {holtWinters} from './holt-winters.js';
import {leastSquares} from './least-squares.js';
import {naive} from './naive.js';
import {ridge} from './ridge.js';
import {seasonalNaive} from './seasonal-naive.js';
import {windowMean} from './window-mean.js';

/** Every baseline there is. */
export const baselines = [
  naive,
  drift,
  seasonalNaive,
  windowMean,
  autoregression,
  leastSquares,
  ridge,
  holtWinters,
] as const satisfies readonly Baseline[];

export type BaselineName = (typeof baselines)[number]['name'];

/** Their names, in the order of tables. */
export const BASELINE_NAMES: readonly BaselineName[] = baselines.map(({name}) => name);

/** The baseline of a name. */
export function baselineNamed(name: BaselineName): Baseline {
  return named<Baseline>(baselines, name);
}

/** Whether a word is the name of one. */
export function isBaseline(word: string): word is BaselineName {
  return BASELINE_NAMES.some(name => name === word);
}
