import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {type ColumnStandardization, fitScaling} from '../src/data/7-standardize/index.js';
import {close} from './numbers.js';
import {references} from './references.js';

interface ScalerCase {
  readonly entry: ColumnStandardization;
  readonly training: readonly number[];
  readonly rest: readonly number[];
  readonly transformed: readonly number[];
  /** Where it isn't what it was: scikit-learn inverts quantiles between its own. */
  readonly inverted?: readonly number[];
}

// The power is found by search: two optimizers end within this of one another.
const POWER_TOLERANCE = 1e-6;

references<ScalerCase>('standardizations').forEach(({entry, training, rest, transformed, inverted = rest}, index) => {
  test(`${JSON.stringify(entry)} equals scikit-learn, case ${index}`, () => {
    const tolerance = entry.type === 'power' ? POWER_TOLERANCE : 1e-12;
    const {transform, invert, formula} = fitScaling(entry, Float64Array.from(training));
    close(
      rest.map(value => transform(value)),
      transformed,
      tolerance,
      'transformed',
    );
    close(
      transformed.map(value => invert(value)),
      inverted,
      tolerance,
      'inverted',
    );
    assert.ok(formula.scale > 0);
  });
});

test.run();
