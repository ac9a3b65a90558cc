import type {Standardization} from './standardization.js';

/** The training rows' range becomes 0..1, as scikit-learn's MinMaxScaler (a constant column gets scale 1). */
export const minMax: Standardization<'min-max'> = {
  type: 'min-max',
  fit(column) {
    const minimum = column.reduce((a, b) => Math.min(a, b));
    const maximum = column.reduce((a, b) => Math.max(a, b));
    return {offset: minimum, scale: maximum - minimum || 1};
  },
};
