import type {Expectations} from '../../results/expectations.js';
import type {RunResults} from '../../results/run-results.js';
import {numbersText} from '../expectations-text.js';
import {trialText} from '../trial-text.js';
import type {JunitCase, JunitSuite} from './junit.js';

/** One case per planned trial, and one per expectation. */
export function runSuite({manifest, trials, combinations, seeds}: RunResults, expectations: Expectations): JunitSuite {
  const {name} = manifest;
  const missing = combinations.length * seeds.length - trials.length;
  return {
    name: `tfsweep run ${name}`,
    cases: [
      ...trials.map(
        (trial): JunitCase => ({
          className: name,
          name: trialText(trial),
          seconds: trial.durationSeconds,
          ...(trial.status === 'failed' ? {outcome: {type: 'failed', message: trial.error.message}} : {}),
        }),
      ),
      ...(missing > 0
        ? [{className: name, name: `${missing} trials not trained`, outcome: {type: 'skipped'} as const}]
        : []),
      ...expectations.judgements.map(
        (judgement): JunitCase => ({
          className: `${name} expect`,
          name: judgement.text,
          ...(judgement.holds ? {} : {outcome: {type: 'failed', message: numbersText(judgement)}}),
        }),
      ),
    ],
  };
}
