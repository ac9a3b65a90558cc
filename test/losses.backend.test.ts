import {test} from 'uvu';
import type {LossEntry} from '../src/training/losses/index.js';
import {lossOf} from '../src/training/losses/index.js';
import {loadBackend} from './backend-under-test.js';
import {close, fixture, type Numbers} from './numbers.js';

interface LossCase {
  readonly loss: LossEntry;
  readonly prediction: Numbers;
  readonly target: Numbers;
  readonly value: number;
}

for (const {loss, prediction, target, value} of fixture<LossCase>('keras-losses')) {
  test(`${JSON.stringify(loss)} equals Keras`, async () => {
    const {core} = await loadBackend();
    const tensor = ({values, shape}: Numbers) => core.tensor([...values], [...shape]);
    close(lossOf(core, loss, tensor(prediction), tensor(target)).dataSync(), [value], 1e-6, 'loss');
  });
}

test.run();
