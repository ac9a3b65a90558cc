import {type MeasuredCompared, measureCompared} from '../measure/measure-forecasts.js';
import type {TrainingSetup} from '../setup.js';
import type {Baseline, BaselineForecasts, BaselineInput} from './baseline.js';
import {type BaselineName, baselines} from './index.js';

/** A baseline, measured as trainings are. */
export interface MeasuredBaseline extends MeasuredCompared {
  readonly name: BaselineName;
  /** Rows of a season, of a baseline that has one. */
  readonly season?: number;
  /** Its forecasts of all test windows, [windows, steps x targets], in the targets' own units; of a baseline that is drawn. */
  readonly testForecasts?: Float64Array;
}

/** What baselines are measured on: a setup's data and windows, and the season. */
export type BaselineSetup = Pick<TrainingSetup, 'data' | 'windows' | 'normalization' | 'sharedRows'> &
  Pick<BaselineInput, 'season'>;

/** Measures all baselines that apply; forecasts of those that see the targets alone are made once for equal targets and windows. */
export class BaselineMeasurement {
  private readonly forecasts = new Map<string, BaselineForecasts | undefined>();

  /** `targetsKey` is equal for setups with equal targets, splits, windows and season. */
  measure(setup: BaselineSetup, targetsKey: string): readonly MeasuredBaseline[] {
    return baselines.flatMap((baseline: Baseline<BaselineName>): MeasuredBaseline[] => {
      const forecasts = this.forecastsOf(baseline, setup, targetsKey);
      if (!forecasts) return [];
      const {validation, test} = forecasts;
      const own = {validation: {unit: 'own', values: validation}, test: {unit: 'own', values: test}} as const;
      const season = baseline.seasonOf?.(setup);
      return [
        {
          name: baseline.name,
          ...(season === undefined ? {} : {season}),
          ...measureCompared(setup, own),
          ...(baseline.isDrawn ? {testForecasts: test} : {}),
        },
      ];
    });
  }

  private forecastsOf(
    baseline: Baseline<BaselineName>,
    setup: BaselineSetup,
    targetsKey: string,
  ): BaselineForecasts | undefined {
    if (!baseline.seesTargetsAlone) return baseline.forecast(setup);
    const key = `${baseline.name} ${targetsKey}`;
    if (!this.forecasts.has(key)) this.forecasts.set(key, baseline.forecast(setup));
    return this.forecasts.get(key);
  }
}
