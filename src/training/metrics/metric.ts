/** Forecasts of one split beside what came, in time order. */
export interface Forecasts {
  readonly predictions: Float64Array;
  readonly targets: Float64Array;
  /** The target column's value in the last row of each window: what was known. */
  readonly lastKnown: Float64Array;
  /** Mean absolute change of the target over the horizon, on all training rows. */
  readonly naiveError: number;
}

/** A metric of the forecasts, in double precision. */
export type Metric = (forecasts: Forecasts) => number;

/** x * x; Math.pow and ** need not give the same bits in every version of Node. */
export function square(x: number): number {
  return x * x;
}

/** The mean of a function of the forecasts' indices. */
export function meanOf(forecasts: Forecasts, value: (index: number) => number): number {
  let sum = 0;
  for (let index = 0; index < forecasts.targets.length; index++) sum += value(index);
  return sum / forecasts.targets.length;
}
