import {optional, positiveInteger} from '../document/json-schema.js';

/** `data.season`, an option of every source. */
export const seasonOption = optional({
  ...positiveInteger,
  minimum: 2,
  maximum: 100_000,
  alsoCalled: {
    statsmodels: ['seasonal_periods'],
    others: ['m', 'period', 'seasonality', 'seasonal_period', 'season_length', 'frequency', 'freq'],
  },
  description:
    'How many rows a season has, such as 24 for hourly data. Seasonal baselines repeat it. Without it: the season of the training rows, if they have one.',
});
