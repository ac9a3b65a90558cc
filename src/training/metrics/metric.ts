/** Forecasts of one split beside what came, in time order. */
export interface Forecasts {
  readonly predictions: Float64Array;
  readonly targets: Float64Array;
  /** The target column's value in the last row of each window: what was known. */
  readonly lastKnown: Float64Array;
  /**
   * Mean absolute change of the target over the horizon, on all training rows: the same for all forecasts, or of each forecast's own
   * series, step and target. Where there are fewer of them than forecasts, they come again.
   */
  readonly naiveError: number | Float64Array;
  /** How many target columns take turns in them, where they are several. */
  readonly columns?: number | undefined;
}

/** A metric of forecasts, in double precision. */
export interface Metric<Name extends string = string> {
  readonly name: Name;
  /** A sentence for help texts and docs. */
  readonly description: string;
  /** The page, library or paper that the formula is from. */
  readonly source: string;
  readonly moreIsBetter: boolean;
  /** The unit: the target's, its square, or none; without one it says the same of standardized forecasts. */
  readonly unit: 'target' | 'squared target' | 'none';
  /** Whether 0 is its natural end, so that a share of it says something. */
  readonly hasNaturalZero: boolean;
  /** What a difference is held against, at the least, where it may be 0 or near it by chance. */
  readonly usualSize?: number;
  /** Shown in tables unless others are asked for. */
  readonly isUsual?: true;
  /** The version of tfsweep that gave it this meaning; what an older one recorded by its name is another number. */
  readonly since?: string;
  of(forecasts: Forecasts): number;
}

/** Declares a metric, its name as a type of its own. */
export function metric<const Name extends string>(kind: Metric<Name>): Metric<Name> {
  return kind;
}

/** x * x; Math.pow and ** need not give the same bits in every version of Node. */
export function square(x: number): number {
  return x * x;
}

/** The mean of a function of the forecasts' indices. */
export function meanOverForecasts(
  forecasts: Pick<Forecasts, 'targets'> & Partial<Forecasts>,
  value: (index: number) => number,
): number {
  let sum = 0;
  for (let index = 0; index < forecasts.targets.length; index++) sum += value(index);
  return sum / forecasts.targets.length;
}
