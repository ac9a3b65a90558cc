import {isNearlyConstant, statistics} from '../statistics.js';
import type {Standardization} from './standardization.js';

/**
 * The training rows' range becomes 0..1, as scikit-learn's MinMaxScaler. A nearly constant column gets scale 1, by the rule of
 * z-score: MinMaxScaler's own (a range below 2e-15) depends on the units.
 */
export const minMax: Standardization<'min-max'> = {
  type: 'min-max',
  fit(column) {
    const found = statistics(column);
    return {offset: found.minimum, scale: isNearlyConstant(found, column.length) ? 1 : found.maximum - found.minimum};
  },
};
