import {firstAbove} from '../../document/first-above.js';
import {positiveInteger} from '../../document/json-schema.js';
import {quantileOf} from '../statistics.js';
import {perOption} from './per-option.js';
import {curved} from './scaling.js';
import {standardization} from './standardization.js';

/** All training rows count, where scikit-learn draws 10,000 of more. */
export const quantile = standardization({
  type: 'quantile',
  alsoCalled: {'scikit-learn': ['QuantileTransformer', 'quantile_transform'], others: ['rank', 'uniform']},
  description:
    "The share of training rows below x, 0 to 1, as scikit-learn's QuantileTransformer. A value outside of the range of the training rows becomes the nearest end of this range, so forecasts stay within the range.",
  options: {
    quantiles: {
      ...positiveInteger,
      minimum: 2,
      maximum: 100_000,
      alsoCalled: {'scikit-learn': ['n_quantiles']},
      default: 1000,
      description: 'The number of quantiles between which it interpolates; at most the number of training rows.',
    },
    per: perOption,
  },
  fit(column, {quantiles: wanted}) {
    const sorted = column.toSorted();
    const count = Math.max(2, Math.min(wanted, column.length));
    const shares = Float64Array.from({length: count}, (_, index) => index / (count - 1));
    const quantiles = shares.map(share => quantileOf(sorted, share));
    return curved(
      {
        name: 'share below x',
        parameters: [...quantiles],
        of: value => shareBelow(value, quantiles, shares),
        undo: share => interpolated(share, shares, quantiles),
      },
      0,
      1,
    );
  },
});

/** Of equal quantiles the middle of their shares: the mean of both ways to interpolate between them. */
function shareBelow(value: number, quantiles: Float64Array, shares: Float64Array): number {
  const last = quantiles.length - 1;
  // As scikit-learn has it, also where all quantiles are equal.
  if (value >= quantiles[last]) return 1;
  if (value <= quantiles[0]) return 0;
  const turned = (values: Float64Array) => values.map((_, index) => -values[last - index]);
  const lower = -interpolated(-value, turned(quantiles), turned(shares));
  return (interpolated(value, quantiles, shares) + lower) / 2;
}

/** As numpy.interp: between the last of equal places and the next one; the ends outside of them. */
function interpolated(x: number, places: Float64Array, values: Float64Array): number {
  const last = places.length - 1;
  if (x >= places[last]) return values[last];
  if (x < places[0]) return values[0];
  const high = firstAbove(places, x);
  const low = high - 1;
  const slope = (values[high] - values[low]) / (places[high] - places[low]);
  return slope * (x - places[low]) + values[low];
}
