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
    'How many rows a season has, such as 24 of hourly data: what the seasonal baselines repeat. Without it: found in the training rows, where they show one.',
});
