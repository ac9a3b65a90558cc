import {isNearlyConstant, statistics} from '../statistics.js';
import {perOption} from './per-option.js';
import {affine} from './scaling.js';
import {standardization} from './standardization.js';

/** A nearly constant column gets scale 1, by the rule of z-score: MinMaxScaler's own (a range below 2e-15) depends on the units. */
export const minMax = standardization({
  type: 'min-max',
  alsoCalled: {'scikit-learn': ['MinMaxScaler', 'min_max_scaler'], others: ['normalize']},
  description: "The range of the training rows becomes 0 to 1, as scikit-learn's MinMaxScaler.",
  options: {per: perOption},
  fit(column) {
    const found = statistics(column);
    return affine(found.minimum, isNearlyConstant(found, column.length) ? 1 : found.maximum - found.minimum);
  },
});
