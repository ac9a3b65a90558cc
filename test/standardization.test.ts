import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {minMax} from '../src/data/standardization/min-max.js';
import {zScore} from '../src/data/standardization/z-score.js';
import {close, fixture} from './numbers.js';

interface ScalerCase {
  readonly type: 'z-score' | 'min-max';
  readonly training: readonly number[];
  readonly rest: readonly number[];
  readonly transformed: readonly number[];
}

fixture<ScalerCase>('sklearn-standardization').forEach(({type, training, rest, transformed}, index) => {
  test(`${type} equals scikit-learn, case ${index}`, () => {
    const {offset, scale} = (type === 'z-score' ? zScore : minMax).fit(Float64Array.from(training));
    close(
      rest.map(value => (value - offset) / scale),
      transformed,
      1e-12,
      'transformed',
    );
    close(
      transformed.map(value => value * scale + offset),
      rest,
      1e-12,
      'inverted',
    );
    assert.ok(scale > 0);
  });
});

test.run();
