import {statistics} from '../statistics.js';
import type {Standardization} from './standardization.js';

/** The training rows' range becomes 0..1, as scikit-learn's MinMaxScaler (a constant column gets scale 1). */
export const minMax: Standardization<'min-max'> = {
  type: 'min-max',
  fit(column) {
    const {minimum, maximum} = statistics(column);
    return {offset: minimum, scale: maximum - minimum || 1};
  },
};
