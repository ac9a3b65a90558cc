import {isNearlyConstant, statistics} from '../statistics.js';
import type {Standardization} from './standardization.js';

/** Zero mean, unit variance, as scikit-learn's StandardScaler (population variance; a nearly constant column gets scale 1). */
export const zScore: Standardization<'z-score'> = {
  type: 'z-score',
  fit(column) {
    const found = statistics(column);
    return {offset: found.mean, scale: isNearlyConstant(found, column.length) ? 1 : found.deviation};
  },
};
