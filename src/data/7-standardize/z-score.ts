import {isNearlyConstant, statistics} from '../statistics.js';
import {perOption} from './per-option.js';
import {affine} from './scaling.js';
import {standardization} from './standardization.js';

/** The deviation is the population's; a nearly constant column gets scale 1. */
export const zScore = standardization({
  type: 'z-score',
  alsoCalled: {
    'scikit-learn': ['StandardScaler', 'standard_scaler'],
    others: ['standard', 'standardize', 'normal'],
  },
  description: "(x - mean) / standard deviation of the training rows, as scikit-learn's StandardScaler.",
  options: {per: perOption},
  fit(column) {
    const found = statistics(column);
    return affine(found.mean, isNearlyConstant(found, column.length) ? 1 : found.deviation);
  },
});
