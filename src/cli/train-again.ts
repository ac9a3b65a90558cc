import type {PreparedExperiment} from '../plan/prepare.js';
import {counted, grouped} from '../presentation/number.js';
import {styleFor} from '../presentation/style.js';
import {trialText} from '../presentation/trial-text.js';
import {differenceText} from '../presentation/verification-text.js';
import {type Repetition, repeat} from '../results/verify/repetition.js';
import type {Emit} from '../run/events.js';
import {plannedRun} from '../run/run-experiment.js';
import type {RunOptions} from '../run/run-options.js';
import type {Ci} from './ci.js';
import {writeErr} from './streams.js';
import {writing} from './writing.js';

/** What came of training again: nothing where there was nothing to compare with. */
export interface TrainedAgain {
  readonly repetition: Repetition | undefined;
  /** Whether every number is what it was, bit for bit. */
  readonly isSame: boolean;
}

/** Trains again what is there, and tells whether it came back; undefined where it was interrupted. Throws InputError. */
export async function trainAgain(
  prepared: PreparedExperiment,
  training: RunOptions,
  emit: Emit,
  ci: Ci,
): Promise<TrainedAgain | undefined> {
  const repetition = await writing(() => repeat(prepared, training, emit));
  if (training.signal.aborted) {
    writeErr('interrupted: nothing is kept of what was trained again\n');
    return undefined;
  }
  return {repetition, isSame: cameBack(repetition, plannedRun(prepared, training).path, ci)};
}

/** Tells whether what was trained once more is what was there, bit for bit. */
function cameBack(repetition: Repetition | undefined, folder: string, ci: Ci): boolean {
  const style = styleFor(process.stderr);
  if (!repetition) {
    writeErr('nothing was there yet to compare with\n');
    return true;
  }
  const {trials, differing, first} = repetition;
  if (!first) {
    writeErr(
      `${style.green('the same')} ${counted(trials, 'trial')} trained again: every number is that of ${folder}, bit for bit\n`,
    );
    return true;
  }
  const {difference} = first;
  const message = `${counted(differing, 'trial')} of ${grouped(trials)} did not come back as in ${folder}: ${trialText(first)}: ${differenceText(difference)}: recorded ${difference.recorded}, now ${difference.now}`;
  writeErr(`${style.red('error')} ${message}\n`);
  ci.annotate({level: 'error', title: 'not reproduced', message});
  return false;
}
