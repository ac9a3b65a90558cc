// Activations and their slopes against Keras in double precision.
import type {Tensor} from '@tensorflow/tfjs-core';
import {test} from 'uvu';
import {type ActivationName, activationOf} from '../src/model/activations/index.js';
import {loadBackend} from './backend-under-test.js';
import {close} from './numbers.js';
import {references} from './references.js';

interface ActivationCase {
  readonly name: ActivationName;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly slope: readonly number[];
}

for (const {name, x, y, slope} of references<ActivationCase>('activations'))
  test(`${name} and its slope equal the reference`, async () => {
    const {core} = await loadBackend();
    const at: Tensor = core.tensor1d([...x]);
    const f = (input: Tensor) => activationOf(name).apply(core, input);
    close(f(at).dataSync(), y, 1e-6, 'f(x)');
    // tf.grad wants an operation, and linear is none.
    close(
      core
        .grad(input => core.mul(f(input), 1))(at)
        .dataSync(),
      slope,
      1e-6,
      'slope',
    );
  });

for (const {name, x, y, slope} of references<ActivationCase>('activations'))
  test(`${name} and its slope equal the reference in double precision`, () => {
    close(x.map(activationOf(name).value), y, 1e-12, 'f(x)');
    close(x.map(activationOf(name).slope), slope, 1e-12, 'slope');
  });

test.run();
