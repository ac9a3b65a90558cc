import {test} from 'uvu';
import type {OptimizerEntry} from '../src/training/optimizers/index.js';
import {optimizerHyperparameters, optimizerState, optimizerUpdate} from '../src/training/optimizers/index.js';
import {loadBackend} from './backend-under-test.js';
import {close, fixture, type Numbers} from './numbers.js';

interface OptimizerCase {
  readonly optimizer: OptimizerEntry;
  readonly start: Numbers;
  readonly gradients: readonly Numbers[];
  readonly after: readonly Numbers[];
}

for (const {optimizer, start, gradients, after} of fixture<OptimizerCase>('keras-optimizers')) {
  test(`${JSON.stringify(optimizer)} equals Keras in every step`, async () => {
    const {core} = await loadBackend();
    const scalars = Object.entries(optimizerHyperparameters(optimizer)).map(([name, value]) => [
      name,
      core.scalar(value),
    ]);
    const hyperparameters = Object.fromEntries(scalars);
    const empty = Object.entries(optimizerState(optimizer)).map(([name, kind]) => [
      name,
      core.zeros(kind === 'vector' ? [start.values.length] : []),
    ]);
    let state = Object.fromEntries(empty);
    let weights = core.tensor1d([...start.values]);
    gradients.forEach((gradient, step) => {
      const updated = optimizerUpdate(core, optimizer, {
        weights,
        gradient: core.tensor1d([...gradient.values]),
        state,
        hyperparameters,
      });
      weights = updated.weights as typeof weights;
      state = updated.state;
      close(weights.dataSync(), after[step].values, 1e-6, `weights after step ${step + 1}`);
    });
  });
}

test.run();
