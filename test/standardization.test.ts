import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {fitScaling} from '../src/data/6-standardize/index.js';
import {close, fixture} from './numbers.js';

interface ScalerCase {
  readonly type: 'z-score' | 'min-max';
  readonly training: readonly number[];
  readonly rest: readonly number[];
  readonly transformed: readonly number[];
}

fixture<ScalerCase>('sklearn-standardization').forEach(({type, training, rest, transformed}, index) => {
  test(`${type} equals scikit-learn, case ${index}`, () => {
    const {transform, invert, formula} = fitScaling({type}, Float64Array.from(training));
    close(
      rest.map(value => transform(value)),
      transformed,
      1e-12,
      'transformed',
    );
    close(
      transformed.map(value => invert(value)),
      rest,
      1e-12,
      'inverted',
    );
    assert.ok(formula.scale > 0);
  });
});

test.run();
