import {baseline, eachForecast} from './baseline.js';

export const windowMean = baseline({
  name: 'window-mean',
  description: 'The mean of the target in the rows of the window.',
  source: 'Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd edition, 5.2',
  seesTargetsAlone: true,
  forecast(input) {
    const {offsets} = input.windows;
    return eachForecast(input, (values, {start}) => {
      let sum = 0;
      for (const offset of offsets) sum += values[start + offset];
      const mean = sum / offsets.length;
      return () => mean;
    });
  },
});
