import {test} from 'uvu';
import type {LossEntry} from '../src/training/losses/index.js';
import {lossOf} from '../src/training/losses/index.js';
import {loadBackend} from './backend-under-test.js';
import {close, type Numbers} from './numbers.js';
import {references} from './references.js';

interface LossCase {
  readonly entry: LossEntry;
  readonly prediction: Numbers;
  readonly target: Numbers;
  readonly value: number;
}

for (const {entry, prediction, target, value} of references<LossCase>('losses')) {
  test(`${JSON.stringify(entry)} equals Keras`, async () => {
    const {core} = await loadBackend();
    const tensor = ({values, shape}: Numbers) => core.tensor([...values], [...shape]);
    close(lossOf(core, entry, tensor(prediction), tensor(target)).dataSync(), [value], 1e-6, 'loss');
  });
}

test.run();
