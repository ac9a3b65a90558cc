import {baseline, eachForecast} from './baseline.js';

export const drift = baseline({
  name: 'drift',
  description: 'The last known value plus the mean change per row since the first row of the series.',
  source: 'Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd edition, 5.2',
  seesTargetsAlone: true,
  forecast: input =>
    eachForecast(input, (values, {last, begin}) => {
      const known = values[last];
      const slope = last === begin ? 0 : (known - values[begin]) / (last - begin);
      return lag => known + lag * slope;
    }),
});
