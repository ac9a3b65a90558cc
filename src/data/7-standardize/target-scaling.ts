import type {Scaling} from './scaling.js';
import {type TransformName, transformOf} from './transforms/index.js';

/** How the values of a target become what a network learns to forecast, and back: transformed first, then standardized. */
export interface TargetScaling {
  readonly transform: TransformName;
  /** Of transformed values. */
  readonly scaling: Scaling;
}

/** A value of the target as the network forecasts it, told from the last known one. */
export function standardizedTarget({transform, scaling}: TargetScaling, value: number, lastKnown: number): number {
  return scaling.transform(transformOf(transform).of(value, lastKnown));
}

/** A forecast of the network in the target's own units. */
export function invertedForecast({transform, scaling}: TargetScaling, forecast: number, lastKnown: number): number {
  return transformOf(transform).undo(scaling.invert(forecast), lastKnown);
}
