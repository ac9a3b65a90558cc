import {exponential, logarithm} from '../../random/elementary.js';
import {isNearlyConstant, statistics} from '../statistics.js';
import {perOption} from './per-option.js';
import {curved} from './scaling.js';
import {standardization} from './standardization.js';

const naturalLogarithm = {name: 'ln(x)', parameters: [], of: logarithm, undo: exponential};

export const log = standardization({
  type: 'log',
  alsoCalled: {others: ['logarithm', 'ln', 'log-z-score']},
  description:
    "ln(x), then (ln(x) - mean) / deviation of the training rows, as scikit-learn's FunctionTransformer(np.log) and StandardScaler. Values must be above 0.",
  options: {per: perOption},
  needsPositive: true,
  fit(column) {
    const logarithms = column.map(logarithm);
    const found = statistics(logarithms);
    return curved(naturalLogarithm, found.mean, isNearlyConstant(found, column.length) ? 1 : found.deviation);
  },
});
