import type {Verification} from '../../results/verify/verification.js';
import {trialText} from '../trial-text.js';
import {differenceText} from '../verification-text.js';
import type {JunitCase, JunitSuite} from './junit.js';

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
