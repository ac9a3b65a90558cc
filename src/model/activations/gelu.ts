import {activation, KERAS_ACTIVATIONS} from './activation.js';

export const gelu = activation({
  name: 'gelu',
  formula: 'x (1 + erf(x / sqrt(2))) / 2',
  source: KERAS_ACTIVATIONS,
  inTfLayers: 'gelu',
  saturates: {below: -3},
  value: x => x * normalShare(x),
  slope: x => normalShare(x) + (x * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI),
  apply: (tf, x) => tf.mul(x, tf.mul(0.5, tf.add(1, tf.erf(tf.div(x, Math.SQRT2))))),
});

/** The share of a standard normal distribution below x, by the series of Marsaglia, Evaluating the normal distribution, 2004. */
function normalShare(x: number): number {
  if (Math.abs(x) > 8) return x > 0 ? 1 : 0;
  let [sum, term] = [x, x];
  for (let power = 3; Math.abs(term) > 1e-17 * Math.abs(sum); power += 2) {
    term *= (x * x) / power;
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}
