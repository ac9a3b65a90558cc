import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {moreIsBetter} from '../src/experiment/table-metrics.js';
import {type MetricName, measureOwn, metricNamed} from '../src/training/metrics/index.js';
import {close} from './numbers.js';
import {references} from './references.js';

interface MetricCase {
  readonly name: MetricName;
  readonly predictions: readonly number[];
  readonly targets: readonly number[];
  readonly lastKnown: readonly number[];
  readonly naiveError: number;
  readonly value: number;
}

references<MetricCase>('metrics').forEach(({name, predictions, targets, lastKnown, naiveError, value}, index) => {
  test(`${name} equals the reference, case ${index}`, () => {
    const measured = metricNamed(name).of({
      predictions: Float64Array.from(predictions),
      targets: Float64Array.from(targets),
      lastKnown: Float64Array.from(lastKnown),
      naiveError,
    });
    close([measured], [value], 1e-12, name);
  });
});

// By hand: errors 1, -1, 2; the last known values were 10, 11, 12 and the naive error 2.
const forecasts = {
  predictions: Float64Array.of(12, 11, 16),
  targets: Float64Array.of(11, 12, 14),
  lastKnown: Float64Array.of(10, 11, 12),
  naiveError: 2,
};

test('MASE is the mean absolute error over the naive one', () => {
  assert.is(measureOwn(forecasts).mase, 4 / 3 / 2);
});

test('r2 of a constant is 1 or 0, whatever its mean loses by rounding', () => {
  for (const value of [0.1, 5.7, 1e-9, 123456.789])
    for (const count of [3, 7, 10]) {
      const targets = new Float64Array(count).fill(value);
      const of = (predictions: Float64Array) => ({predictions, targets, lastKnown: targets, naiveError: 1});
      assert.is(measureOwn(of(targets)).r2, 1);
      assert.is(measureOwn(of(targets.map(one => one * 1.01))).r2, 0);
    }
});

test('directional accuracy counts forecasts that move as the target does; no move is not up', () => {
  assert.is(measureOwn(forecasts).directional_accuracy, 2 / 3);
});

test('sMAPE is the mean of 2 |p - t| / (|p| + |t|)', () => {
  close([measureOwn(forecasts).smape ?? Number.NaN], [(2 / 23 + 2 / 23 + 4 / 30) / 3], 1e-15, 'smape');
});

test('a metric that is undefined is null', () => {
  assert.is(measureOwn({...forecasts, naiveError: 0}).mase, null);
});

test('more is better for r2 and directional accuracy only', () => {
  const better = ['test_mse', 'test_mase', 'train_r2', 'validation_directional_accuracy', 'test_mae'].filter(
    moreIsBetter,
  );
  assert.equal(better, ['train_r2', 'validation_directional_accuracy']);
});

test.run();
