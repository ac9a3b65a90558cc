import {baseline, eachForecast} from './baseline.js';

export const naive = baseline({
  name: 'naive',
  description: 'The last known value, again and again.',
  source: 'Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd edition, 5.2',
  seesTargetsAlone: true,
  forecast: input =>
    eachForecast(input, (values, {last}) => {
      const known = values[last];
      return () => known;
    }),
});
