import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {afterEpoch, freshPatience} from '../src/training/early-stopping.js';
import {fixture} from './numbers.js';

interface StoppingCase {
  readonly losses: readonly number[];
  readonly patience: number;
  readonly minDelta: number;
  readonly epochs: number;
  readonly bestEpoch: number;
  readonly stopped: boolean;
}

fixture<StoppingCase>('keras-early-stopping').forEach(({losses, patience, minDelta, ...expected}, index) => {
  test(`early stopping equals Keras, case ${index}`, () => {
    let now = freshPatience;
    let stopped = false;
    let epochs = 0;
    for (const loss of losses) {
      epochs++;
      const next = afterEpoch(now, epochs, loss, {patience, minDelta});
      now = next;
      stopped = !next.goesOn;
      if (stopped) break;
    }
    assert.equal({epochs, bestEpoch: now.bestEpoch, stopped}, expected);
  });
});

test.run();
