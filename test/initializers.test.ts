import {test} from 'uvu';
import * as assert from 'uvu/assert';
import type {InitializerName} from '../src/model/initializers/index.js';
import {initialValues} from '../src/model/initializers/index.js';
import {generator} from '../src/random/generator.js';
import {close} from './numbers.js';
import {references} from './references.js';

interface InitializerCase {
  readonly name: InitializerName;
  readonly shape: readonly number[];
  readonly deviation: number;
  readonly largest: number;
}

/** Of a Keras sample of 60,000 numbers and ours: each deviation is uncertain by 0.3 %, the largest of normals by more. */
for (const {name, shape, deviation, largest} of references<InitializerCase>('initializers')) {
  test(`${name} spreads as Keras' does`, () => {
    const values = initialValues(name, shape, generator(1, 'test'));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / values.length);
    close([spread], [deviation], 0.02, 'deviation');
    assert.ok(Math.abs(mean) <= 4 * (deviation / Math.sqrt(values.length)), `mean ${mean}`);
    const most = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    close([most], [largest], name === 'random-normal' || name === 'orthogonal' ? 0.3 : 0.01, 'largest');
  });
}

for (const [rows, columns] of [
  [20, 20],
  [20, 80],
  [30, 7],
]) {
  test(`orthogonal ${rows} x ${columns} has orthonormal rows or columns`, () => {
    const values = initialValues('orthogonal', [rows, columns], generator(3, 'test'));
    const [count, length] = [Math.min(rows, columns), Math.max(rows, columns)];
    const at = (vector: number, index: number) =>
      rows >= columns ? values[index * columns + vector] : values[vector * columns + index];
    for (let a = 0; a < count; a++)
      for (let b = 0; b <= a; b++) {
        let dot = 0;
        for (let index = 0; index < length; index++) dot += at(a, index) * at(b, index);
        assert.ok(Math.abs(dot - (a === b ? 1 : 0)) < 1e-6, `${a} x ${b} is ${dot}`);
      }
  });
}

test.run();
