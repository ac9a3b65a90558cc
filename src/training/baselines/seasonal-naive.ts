import {baseline, eachForecast} from './baseline.js';

export const seasonalNaive = baseline({
  name: 'seasonal-naive',
  description: 'The last known value of the same place in the season; data.season says how many rows that has.',
  source: 'Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd edition, 5.2',
  seesTargetsAlone: true,
  forecast(input) {
    const {season} = input;
    if (season === undefined) return undefined;
    return eachForecast(input, (values, {last, begin}) => lag => {
      const row = last + lag - season * Math.ceil(lag / season);
      return values[row < begin ? last : row];
    });
  },
});
