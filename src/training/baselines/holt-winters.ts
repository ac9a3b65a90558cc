import {lowest} from '../../data/7-standardize/lowest.js';
import {hasBreak} from '../../data/breaks.js';
import {remembered} from '../../document/remembered.js';
import {type BaselineInput, baseline, eachForecast} from './baseline.js';
import {
  type FirstStates,
  firstStates,
  type SmoothingRates,
  smoothed,
  smoothedForecast,
  smoothingError,
} from './smoothing.js';

/** With fewer rows, or fewer than this many seasons, nothing can be fitted. */
const FEWEST_ROWS = 10;
const FEWEST_SEASONS = 3;

export const holtWinters = baseline({
  name: 'holt-winters',
  description:
    'Exponential smoothing with an additive trend, and with an additive season if there is one and no gap. It is fitted to the training rows, and goes on through all rows.',
  source: "statsmodels ExponentialSmoothing(trend='add', seasonal='add')",
  seesTargetsAlone: true,
  seasonOf: input => input.data.dataset.series.map((_, index) => seasonOfSeries(input, index)).find(Boolean),
  forecast(input) {
    const {boundaries, dataset} = input.data;
    if (boundaries.some(({train}) => train.end - train.begin < FEWEST_ROWS)) return undefined;
    const fitted = dataset.series.map(({end}, index) => {
      const {train} = boundaries[index];
      const season = seasonOfSeries(input, index);
      return dataset.targets.map(({values}) => {
        const training = values.subarray(train.begin, train.end);
        const first = firstStates(training, season);
        // Rows before training are not smoothed: windows don't end there.
        return smoothed(values.subarray(train.begin, end), bestRates(training, first), first);
      });
    });
    return eachForecast(input, (_, {last, target, series}) => {
      const row = last - boundaries[series].train.begin;
      return lag => smoothedForecast(fitted[series][target], row, lag);
    });
  },
});

/** The season that a series is smoothed with: none where training rows are few, or where there is a gap: behind it rows are at other places. */
function seasonOfSeries({data, season}: Pick<BaselineInput, 'data' | 'season'>, index: number): number | undefined {
  const {begin, end} = data.dataset.series[index];
  const {train} = data.boundaries[index];
  if (season === undefined || train.end - train.begin < FEWEST_SEASONS * season) return undefined;
  return hasBreak(data.dataset.breaks, begin, end - 1) ? undefined : season;
}

/** The rates with the least squared error, each a share of what the one before leaves: trend of level, season of what is not level. */
export function bestRates(training: Float64Array, first: FirstStates): SmoothingRates {
  const known = new Map<string, number>();
  const error = (rates: SmoothingRates) =>
    remembered(known, `${rates.level} ${rates.trend} ${rates.season}`, () => smoothingError(training, rates, first));
  const of = ([level, trend, season]: readonly number[]): SmoothingRates => ({
    level,
    trend: trend * level,
    season: first.season ? season * (1 - level) : 0,
  });
  const seasons = first.season ? [0.05, 0.3, 0.7] : [0];
  const grid = [0.05, 0.2, 0.5, 0.8, 0.98].flatMap(level =>
    [0.02, 0.2, 0.6].flatMap(trend => seasons.map(season => [level, trend, season])),
  );
  let best = grid.reduce((least, one) => (error(of(one)) < error(of(least)) ? one : least));
  const moved = first.season ? [0, 1, 2] : [0, 1];
  for (let round = 0, before = Number.POSITIVE_INFINITY; round < MOST_ROUNDS; round++) {
    const start = best;
    for (const at of moved) {
      const along = (value: number) => best.map((own, index) => (index === at ? value : own));
      const found = along(lowest(value => error(of(along(value))), 0, 1, 0, 1));
      if (error(of(found)) < error(of(best))) best = found;
    }
    // On along the whole step, as Powell's method does.
    const step = best.map((own, index) => own - start[index]);
    const on = (factor: number) => best.map((own, index) => Math.min(1, Math.max(0, own + factor * step[index])));
    const further = on(lowest(factor => error(of(on(factor))), 0, 4, 0, 4));
    if (error(of(further)) < error(of(best))) best = further;
    const now = error(of(best));
    if (before - now <= 1e-12 * now) break;
    before = now;
  }
  return of(best);
}

const MOST_ROUNDS = 40;
