import type {Problem} from '../../document/problem.js';
import type {Expectations} from '../../results/expectations.js';
import type {RunResults} from '../../results/run-results.js';
import type {Verification} from '../../results/verify/verification.js';
import {numbersText} from '../expectations-text.js';
import {problemsText} from '../problems-text.js';
import type {Style} from '../style.js';
import {trialText} from '../trial-text.js';
import {differenceText} from '../verification-text.js';
import type {JunitCase, JunitSuite} from './junit.js';

/** One case per file that was checked. */
export function checkSuite(
  files: readonly {readonly file: string; readonly problems: readonly Problem[]}[],
  plain: Style,
): JunitSuite {
  return {
    name: 'tfsweep check',
    cases: files.map(({file, problems}) => ({
      className: 'tfsweep check',
      name: file,
      ...(problems.length > 0
        ? {outcome: {type: 'failed', message: problems[0].message, details: problemsText(problems, plain)}}
        : {}),
    })),
  };
}

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

/** One case per trial that was trained again. */
export function verifySuite({name, folder, trials}: Verification): JunitSuite {
  return {
    name: `tfsweep verify ${name}`,
    cases: trials.map((trial): JunitCase => {
      const {difference} = trial;
      return {
        className: folder,
        name: trialText(trial),
        ...(difference
          ? {
              outcome: {
                type: 'failed',
                message: `${differenceText(difference)}: recorded ${difference.recorded}, now ${difference.now}`,
              },
            }
          : {}),
      };
    }),
  };
}
