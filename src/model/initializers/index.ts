import type {DenseLayer} from '../../experiment/experiment-file.generated.js';
import {type Initializer, sizeOf} from './initializer.js';
import {orthogonal} from './orthogonal.js';
import {varianceScaling} from './variance-scaling.js';

export const initializers: Readonly<Record<DenseLayer['kernelInitializer'], Initializer>> = {
  'glorot-uniform': varianceScaling(1, 'fan-average', 'uniform'),
  'glorot-normal': varianceScaling(1, 'fan-average', 'normal'),
  'he-uniform': varianceScaling(2, 'fan-in', 'uniform'),
  'he-normal': varianceScaling(2, 'fan-in', 'normal'),
  'lecun-uniform': varianceScaling(1, 'fan-in', 'uniform'),
  'lecun-normal': varianceScaling(1, 'fan-in', 'normal'),
  'random-uniform': (shape, random) =>
    Float32Array.from({length: sizeOf(shape)}, () => 0.05 * (2 * random.uniform() - 1)),
  'random-normal': (shape, random) => Float32Array.from({length: sizeOf(shape)}, () => 0.05 * random.normal()),
  orthogonal,
  zeros: shape => new Float32Array(sizeOf(shape)),
};
