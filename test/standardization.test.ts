import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {fitScaling, type StandardizationEntry} from '../src/data/6-standardize/index.js';
import {close} from './numbers.js';
import {references} from './references.js';

interface ScalerCase {
  readonly entry: StandardizationEntry;
  readonly training: readonly number[];
  readonly rest: readonly number[];
  readonly transformed: readonly number[];
}

references<ScalerCase>('standardizations').forEach(({entry, training, rest, transformed}, index) => {
  test(`${JSON.stringify(entry)} equals scikit-learn, case ${index}`, () => {
    const {transform, invert, formula} = fitScaling(entry, Float64Array.from(training));
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
