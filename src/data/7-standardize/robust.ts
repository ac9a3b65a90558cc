import {quantileOf} from '../statistics.js';
import {perOption} from './per-option.js';
import {affine} from './scaling.js';
import {standardization} from './standardization.js';

/** Between the quartiles, as numpy.percentile interpolates them; where these are equal, the scale is 1. */
export const robust = standardization({
  type: 'robust',
  alsoCalled: {'scikit-learn': ['RobustScaler', 'robust_scaler'], others: ['iqr']},
  description:
    "(x - median) / (third quartile - first quartile) of the training rows, as scikit-learn's RobustScaler. Outliers have little influence.",
  options: {per: perOption},
  fit(column) {
    const sorted = column.toSorted();
    const [first, median, third] = [0.25, 0.5, 0.75].map(share => quantileOf(sorted, share));
    return affine(median, third > first ? third - first : 1);
  },
});
