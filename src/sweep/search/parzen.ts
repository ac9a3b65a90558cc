import {exponential} from '../../random/elementary.js';
import type {Generator} from '../../random/generator.js';
import {normalQuantile} from '../normal-quantile.js';
import type {Dimension} from '../parameters/dimension.js';
import {normalMass, normalTail} from './normal-mass.js';

/** A kernel in one dimension: a normal distribution cut off at 0 and 1, or a share for each choice. */
type Kernel =
  | {readonly mean: number; readonly deviation: number; readonly mass: number}
  | {readonly shares: readonly number[]};

const ONE_OVER_ROOT_TWO_PI = 0.3989422804014327;

/**
 * The density of observations, each a kernel over all dimensions, and of a wide one around the middle: the Parzen estimator of
 * Optuna 5's TPESampler with its defaults (prior weight 1, magic clip, no endpoints), in shares of each range.
 */
export class Parzen {
  private readonly weights: readonly number[];
  /** By dimension, then by observation; the wide one is last. */
  private readonly kernels: readonly (readonly Kernel[])[];

  constructor(
    private readonly dimensions: readonly Dimension[],
    observations: readonly (readonly number[])[],
  ) {
    const weights = [...observationWeights(observations.length), 1];
    const sum = weights.reduce((all, weight) => all + weight, 0);
    this.weights = weights.map(weight => weight / sum);
    this.kernels = dimensions.map((dimension, at) =>
      kernelsOf(
        dimension,
        observations.map(point => point[at]),
      ),
    );
  }

  /** The density at a point; of steps and choices it is their probability. */
  density(point: readonly number[]): number {
    return this.weights.reduce((sum, weight, index) => {
      let product = weight;
      this.dimensions.forEach((dimension, at) => {
        product *= densityOf(dimension, this.kernels[at][index], point[at]);
      });
      return sum + product;
    }, 0);
  }

  /** Draws a point. */
  draw(random: Generator): number[] {
    const index = drawn(this.weights, random.uniform());
    return this.dimensions.map((dimension, at) => drawOf(dimension, this.kernels[at][index], random.uniform()));
  }
}

/** Of 25 observations and more the older ones count less and less. Source: Optuna's default_weights. */
function observationWeights(count: number): number[] {
  const ramp = Math.max(0, count - 25);
  return Array.from({length: count}, (_, index) => {
    if (index >= ramp || count < 25) return 1;
    return ramp === 1 ? 1 / count : 1 / count + ((1 - 1 / count) * index) / (ramp - 1);
  });
}

function kernelsOf(dimension: Dimension, observed: readonly number[]): readonly Kernel[] {
  switch (dimension.kind) {
    case 'choice':
      return choiceKernels(dimension.weights, observed);
    case 'steps':
      return normalKernels(observed.map(step => (step + 0.5) / dimension.count));
    case 'share':
      return normalKernels(observed);
  }
}

function choiceKernels(weights: readonly number[], observed: readonly number[]): readonly Kernel[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const usual = weights.map(weight => weight / sum);
  const spread = weights.length / (observed.length + 1);
  const own = observed.map((choice): Kernel => {
    const counts = usual.map((share, at) => share * spread + (at === choice ? 1 : 0));
    const all = counts.reduce((total, count) => total + count, 0);
    return {shares: counts.map(count => count / all)};
  });
  return [...own, {shares: usual}];
}

function normalKernels(means: readonly number[]): readonly Kernel[] {
  const order = means.map((_, index) => index).sort((a, b) => means[a] - means[b] || a - b);
  const sorted = [0, ...order.map(index => means[index]), 1];
  const least = 1 / Math.min(100, means.length + 2);
  const deviations = new Array<number>(means.length);
  order.forEach((index, place) => {
    const [before, here, behind] = [sorted[place], sorted[place + 1], sorted[place + 2]];
    // The ends of the range are no neighbours.
    const isAlone = means.length < 2;
    const left = place === 0 && !isAlone ? 0 : here - before;
    const right = place === means.length - 1 && !isAlone ? 0 : behind - here;
    deviations[index] = Math.min(1, Math.max(least, left, right));
  });
  const kernel = (mean: number, deviation: number): Kernel => ({
    mean,
    deviation,
    mass: normalMass(-mean / deviation, (1 - mean) / deviation),
  });
  return [...means.map((mean, index) => kernel(mean, deviations[index])), kernel(0.5, 1)];
}

function densityOf(dimension: Dimension, kernel: Kernel, at: number): number {
  if ('shares' in kernel) return kernel.shares[at];
  const {mean, deviation, mass} = kernel;
  if (dimension.kind === 'steps') {
    const [from, to] = [at / dimension.count, (at + 1) / dimension.count];
    return normalMass((from - mean) / deviation, (to - mean) / deviation) / mass;
  }
  const distance = (at - mean) / deviation;
  return (ONE_OVER_ROOT_TWO_PI * exponential((-distance * distance) / 2)) / (deviation * mass);
}

function drawOf(dimension: Dimension, kernel: Kernel, share: number): number {
  if ('shares' in kernel) return drawn(kernel.shares, share);
  const {mean, deviation, mass} = kernel;
  const below = normalTail(mean / deviation);
  const at = Math.min(1, Math.max(0, mean + deviation * normalQuantile(below + share * mass)));
  return dimension.kind === 'steps' ? Math.min(dimension.count - 1, Math.floor(at * dimension.count)) : at;
}

/** The place that a share of all weights leads to. */
function drawn(weights: readonly number[], share: number): number {
  let sum = 0;
  const found = weights.findIndex(weight => {
    sum += weight;
    return share < sum;
  });
  return found < 0 ? weights.length - 1 : found;
}
