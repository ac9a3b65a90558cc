import {test} from 'uvu';
import type {OptimizerEntry} from '../src/training/optimizers/index.js';
import {optimizerHyperparameters, optimizerState, optimizerUpdate} from '../src/training/optimizers/index.js';
import {loadBackend} from './backend-under-test.js';
import {close, type Numbers} from './numbers.js';
import {references} from './references.js';

interface OptimizerCase {
  readonly entry: OptimizerEntry;
  readonly start: Numbers;
  readonly gradients: readonly Numbers[];
  readonly after: readonly Numbers[];
}

for (const {entry, start, gradients, after} of references<OptimizerCase>('optimizers')) {
  test(`${JSON.stringify(entry)} equals Keras in every step`, async () => {
    const {core} = await loadBackend();
    const scalars = Object.entries(optimizerHyperparameters(entry)).map(([name, value]) => [name, core.scalar(value)]);
    const hyperparameters = Object.fromEntries(scalars);
    const empty = Object.entries(optimizerState(entry)).map(([name, kind]) => [
      name,
      core.zeros(kind === 'vector' ? [start.values.length] : []),
    ]);
    let state = Object.fromEntries(empty);
    let weights = core.tensor1d([...start.values]);
    gradients.forEach((gradient, step) => {
      const updated = optimizerUpdate(core, entry, {
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
