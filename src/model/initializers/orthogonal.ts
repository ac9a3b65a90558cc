import type {Generator} from '../../random/generator.js';
import {sizeOf} from '../shape.js';
import {initializer} from './initializer.js';

export const orthogonal = initializer({
  name: 'orthogonal',
  description: 'The orthogonal part of a random normal matrix: Saxe et al. 2013.',
  fill: orthogonalMatrix,
});

/**
 * Keras' Orthogonal: the Q of a random normal matrix's QR decomposition, with the signs of R's diagonal (positive here by
 * construction). Gram-Schmidt twice, which is as orthogonal as Householder (Giraud et al. 2005).
 */
function orthogonalMatrix(shape: readonly number[], random: Generator): Float32Array {
  const columns = shape[shape.length - 1];
  const rows = sizeOf(shape.slice(0, -1));
  const length = Math.max(rows, columns);
  const vectors: Float64Array[] = [];
  for (let index = 0; index < Math.min(rows, columns); index++) {
    const vector = Float64Array.from({length}, () => random.normal());
    for (let pass = 0; pass < 2; pass++)
      for (const other of vectors) {
        const overlap = dot(vector, other);
        for (let i = 0; i < length; i++) vector[i] -= overlap * other[i];
      }
    const norm = Math.sqrt(dot(vector, vector));
    vectors.push(vector.map(value => value / norm));
  }
  const value = (row: number, column: number) => (rows >= columns ? vectors[column][row] : vectors[row][column]);
  return Float32Array.from({length: rows * columns}, (_, i) => value(Math.floor(i / columns), i % columns));
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
