import {invertedForecast, standardizedTarget, type TargetScaling} from '../../data/7-standardize/target-scaling.js';
import {transformOf} from '../../data/7-standardize/transforms/index.js';

/** The units that forecasts are measured in: the data's own, as the model was trained, and what targets were transformed to. */
export type Unit = 'own' | 'standardized' | 'transformed';

/** A value of a target in a unit, told from the last known one where it is transformed. */
export function valueIn(unit: Unit, scaling: TargetScaling, value: number, lastKnown: number): number {
  switch (unit) {
    case 'own':
      return value;
    case 'standardized':
      return standardizedTarget(scaling, value, lastKnown);
    case 'transformed':
      return transformOf(scaling.transform).of(value, lastKnown);
  }
}

/** A forecast, as the network gave it, in a unit; `lastKnown` is in the target's own one. */
export function forecastIn(unit: Unit, scaling: TargetScaling, forecast: number, lastKnown: number): number {
  switch (unit) {
    case 'own':
      return invertedForecast(scaling, forecast, lastKnown);
    case 'standardized':
      return forecast;
    case 'transformed':
      return scaling.scaling.invert(forecast);
  }
}
