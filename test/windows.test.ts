import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {cutByShares} from '../src/data/4-split/cut-rows.js';
import type {WindowEntry} from '../src/data/8-windows/windows.js';
import {windowsOf} from '../src/data/8-windows/windows.js';
import {fixture} from './numbers.js';

interface WindowCase {
  readonly rows: number;
  readonly window: Omit<WindowEntry, 'lookBack' | 'forecast'>;
  readonly inputs: readonly (readonly number[])[];
  readonly targets: readonly (readonly number[])[];
}

test('200 windows of any length, horizon, steps, stride and rate are those of timeseries_dataset_from_array', () => {
  const cases = fixture<WindowCase>('keras-windows');
  assert.is(cases.length, 200);
  for (const {rows, window, inputs, targets} of cases) {
    const all = {begin: 0, end: rows};
    const {starts, offsets, targetOffsets} = windowsOf([{train: all, validation: all, test: all}], {
      ...window,
      lookBack: true,
    });
    const rowsAt = (places: Int32Array) => [...starts.train].map(start => [...places].map(place => start + place));
    assert.equal(rowsAt(offsets), inputs, JSON.stringify({rows, window}));
    assert.equal(rowsAt(targetOffsets), targets, JSON.stringify({rows, window}));
  }
});

const split = cutByShares(100, {train: 0.7, validation: 0.15, test: 0.15});

test('a split keeps all rows, in time order', () => {
  assert.equal(split, {train: {begin: 0, end: 70}, validation: {begin: 70, end: 85}, test: {begin: 85, end: 100}});
});

test('no target crosses a split boundary; inputs look back only where they may', () => {
  for (const lookBack of [true, false])
    for (const stride of [1, 3])
      for (const samplingRate of [1, 2]) {
        const {
          starts,
          targetOffsets: [targetOffset],
        } = windowsOf([split], {length: 5, horizon: 2, steps: 1, stride, samplingRate, lookBack});
        for (const name of ['train', 'validation', 'test'] as const)
          for (const start of starts[name]) {
            const {begin, end} = split[name];
            assert.ok(start + targetOffset >= begin && start + targetOffset < end, `target of ${name} at ${start}`);
            if (!lookBack) assert.ok(start >= begin, `input of ${name} at ${start}`);
          }
      }
});

test('with lookBack the first validation target is the first validation row', () => {
  const {
    starts,
    targetOffsets: [targetOffset],
  } = windowsOf([split], {length: 10, horizon: 1, steps: 1, stride: 1, samplingRate: 1, lookBack: true});
  assert.is(starts.validation[0] + targetOffset, 70);
  assert.is(starts.validation.length, 15);
  assert.is(starts.test[0] + targetOffset, 85);
});

test.run();
