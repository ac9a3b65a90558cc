import {exponential, logarithm} from '../../random/elementary.js';
import {isNearlyConstant, statistics} from '../statistics.js';
import {lowest} from './lowest.js';
import {perOption} from './per-option.js';
import {type Curve, curved, type Scaling} from './scaling.js';
import {standardization} from './standardization.js';

/** Beyond these no column is nearer to a normal distribution, but powers of large numbers are no doubles any more. */
const MOST_LAMBDA = 30;

/**
 * The power is that of the largest likelihood (Yeo and Johnson, A new family of power transformations, Biometrika 2000, formula
 * 3.1), found by Brent's method, as scipy.stats.yeojohnson.
 */
export const power = standardization({
  type: 'power',
  alsoCalled: {
    'scikit-learn': ['PowerTransformer', 'power_transform'],
    others: ['yeo-johnson', 'yeojohnson', 'box-cox'],
  },
  description:
    "The power of Yeo and Johnson that makes the training rows most similar to a normal distribution, then their z-score, as scikit-learn's PowerTransformer. A forecast can leave the range of the training rows by at most the width of this range.",
  options: {per: perOption},
  fit(column) {
    const own = statistics(column);
    if (isNearlyConstant(own, column.length)) return curved(yeoJohnson(1), own.mean, 1);
    const best = lowest(lambda => -likelihood(column, lambda), -2, 2, -MOST_LAMBDA, MOST_LAMBDA);
    const curve = yeoJohnson(best);
    const found = statistics(column.map(curve.of));
    const scaling = curved(curve, found.mean, isNearlyConstant(found, column.length) ? 1 : found.deviation);
    const range = own.maximum - own.minimum;
    return within(scaling, own.minimum - range, own.maximum + range);
  },
});

/** Powers have an end, where a forecast would be no number any more. */
function within(scaling: Scaling, least: number, most: number): Scaling {
  const [low, high] = [least, most].map(scaling.transform);
  return {...scaling, invert: value => (value <= low ? least : value >= high ? most : scaling.invert(value))};
}

function yeoJohnson(lambda: number): Curve {
  return {
    name: 'Yeo-Johnson',
    parameters: [lambda],
    of: value => (value >= 0 ? raised(value, lambda) : -raised(-value, 2 - lambda)),
    undo: curved => (curved >= 0 ? root(curved, lambda) : -root(-curved, 2 - lambda)),
  };
}

/** ((x + 1)^power - 1) / power of x >= 0; ln(x + 1) for a power of 0. */
function raised(x: number, by: number): number {
  const log = logarithm(x + 1);
  return Math.abs(by) < Number.EPSILON ? log : (exponential(by * log) - 1) / by;
}

function root(x: number, by: number): number {
  return exponential(Math.abs(by) < Number.EPSILON ? x : logarithm(x * by + 1) / by) - 1;
}

/** The logarithm of the likelihood but for what doesn't depend on lambda. */
function likelihood(column: Float64Array, lambda: number): number {
  const {of} = yeoJohnson(lambda);
  const found = statistics(column.map(of));
  // Where rounding leaves nothing of the differences, nothing can be said of their likelihood.
  if (isNearlyConstant(found, column.length)) return Number.NEGATIVE_INFINITY;
  const jacobian = column.reduce((sum, x) => sum + Math.sign(x) * logarithm(Math.abs(x) + 1), 0);
  return (lambda - 1) * jacobian - column.length * logarithm(found.deviation);
}
