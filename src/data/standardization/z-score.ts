import {statistics} from '../statistics.js';
import type {Standardization} from './standardization.js';

/** Zero mean, unit variance, as scikit-learn's StandardScaler (population variance; a constant column gets scale 1). */
export const zScore: Standardization<'z-score'> = {
  type: 'z-score',
  fit(column) {
    const {mean, deviation} = statistics(column);
    return {offset: mean, scale: deviation || 1};
  },
};
