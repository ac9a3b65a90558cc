import type {Standardization} from './standardization.js';

/** Zero mean, unit variance, as scikit-learn's StandardScaler (population variance; a constant column gets scale 1). */
export const zScore: Standardization<'z-score'> = {
  type: 'z-score',
  fit(column) {
    const mean = column.reduce((sum, x) => sum + x, 0) / column.length;
    const variance = column.reduce((sum, x) => sum + (x - mean) * (x - mean), 0) / column.length;
    return {offset: mean, scale: Math.sqrt(variance) || 1};
  },
};
