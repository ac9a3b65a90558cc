import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import * as assert from 'uvu/assert';
import {placeAt} from '../src/document/problem.js';
import {root} from './rig.js';

/** An array as the fixtures hold it. */
export interface Numbers {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** Numbers that Keras, scikit-learn or SciPy made; see fixtures/make_fixtures.py. */
export function fixture<T>(name: string): readonly T[] {
  return JSON.parse(readFileSync(join(root, 'test', 'fixtures', `${name}.json`), 'utf8'));
}

/** Fails unless all numbers are as near to the expected ones as `relative` of the largest of those. */
export function close(actual: ArrayLike<number>, expected: ArrayLike<number>, relative: number, what: string): void {
  assert.is(actual.length, expected.length, `${what}: ${actual.length} numbers instead of ${expected.length}`);
  const scale = Math.max(...Array.from(expected, Math.abs), Number.MIN_VALUE);
  for (let index = 0; index < actual.length; index++) {
    const difference = Math.abs(actual[index] - expected[index]);
    assert.ok(difference <= relative * scale, `${what} [${index}]: ${actual[index]} instead of ${expected[index]}`);
  }
}

/** For tests of things that can't have a problem to place. */
export const nowhere = () => placeAt({file: 'test', text: ''}, 0);
