import {test} from 'uvu';
import {cpu} from '../src/engine/backends/cpu.js';
import {wasm} from '../src/engine/backends/wasm.js';
import {lossOf} from '../src/training/losses/index.js';
import type {LossEntry} from '../src/training/losses/loss.js';
import {close, fixture, type Numbers} from './numbers.js';

interface LossCase {
  readonly loss: LossEntry;
  readonly prediction: Numbers;
  readonly target: Numbers;
  readonly value: number;
}

for (const backend of [wasm, cpu])
  for (const {loss, prediction, target, value} of fixture<LossCase>('keras-losses')) {
    test(`${JSON.stringify(loss)} equals Keras on ${backend.name}`, async () => {
      const {core} = await backend.load();
      const tensor = ({values, shape}: Numbers) => core.tensor([...values], [...shape]);
      close(lossOf(core, loss, tensor(prediction), tensor(target)).dataSync(), [value], 1e-6, 'loss');
    });
  }

test.run();
