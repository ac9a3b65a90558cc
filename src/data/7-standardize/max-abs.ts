import {perOption} from './per-option.js';
import {affine} from './scaling.js';
import {standardization} from './standardization.js';

export const maxAbs = standardization({
  type: 'max-abs',
  alsoCalled: {'scikit-learn': ['MaxAbsScaler', 'maxabs_scale']},
  description: "x / the largest absolute value of the training rows, as scikit-learn's MaxAbsScaler. 0 stays 0.",
  options: {per: perOption},
  fit(column) {
    const largest = column.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return affine(0, largest > 0 ? largest : 1);
  },
});
