import {hasBreak} from '../../data/breaks.js';
import {baseline, eachForecast} from './baseline.js';

export const seasonalNaive = baseline({
  name: 'seasonal-naive',
  description:
    'The last known value of the same place in the season, or the last value if there is a gap between that row and the forecast; data.season says how many rows a season has.',
  source: 'Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd edition, 5.2',
  seesTargetsAlone: true,
  seasonOf: ({season}) => season,
  without: 'no season was found in training rows, or they are no longer than it; data.season says how many rows it has',
  forecast(input) {
    const {
      season,
      data: {
        dataset: {breaks},
        boundaries,
      },
    } = input;
    // A season that no training rows have whole is none.
    if (season === undefined || boundaries.every(({train}) => train.end - train.begin <= season)) return undefined;
    return eachForecast(input, (values, {last, begin}) => lag => {
      const row = last + lag - season * Math.ceil(lag / season);
      // Behind a gap rows are at other places in the season.
      return values[row < begin || hasBreak(breaks, row, last) ? last : row];
    });
  },
});
