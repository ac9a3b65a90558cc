import type {TensorFlow} from '../model/tensorflow.js';
import type {TrainingOutput} from '../training/output.js';
import type {Polished} from '../training/result.js';
import type {TrainingSetup} from '../training/setup.js';
import {notCompiledBecause} from './common/not-compiled.js';
import {UnknownInDouble} from './double/double-kernels.js';
import type {Trained} from './trained.js';

/** Adds to what was trained where a search from its end came to, of trainings that ask for it. Loads the recorder's backend. */
export async function withPolish(
  loadRecorder: () => Promise<TensorFlow>,
  setups: readonly TrainingSetup[],
  trained: readonly Trained[],
  outputs: readonly TrainingOutput[],
): Promise<readonly Trained[]> {
  const all: Trained[] = [];
  for (const [index, one] of trained.entries()) {
    const [setup, output] = [setups[index], outputs[index]];
    const {outcome} = one;
    if (!setup.training.polish || outcome.status === 'failed' || output.status === 'diverged') {
      all.push(one);
      continue;
    }
    const polished = await polishedFrom(await loadRecorder(), setup, output.weights);
    all.push({...one, outcome: {...outcome, diagnostics: {...outcome.diagnostics, polished}}});
  }
  return all;
}

/** Null where something in it isn't known in double precision, or it would take too long. */
async function polishedFrom(
  tf: TensorFlow,
  setup: TrainingSetup,
  weights: readonly Float32Array[],
): Promise<Polished | null> {
  const {polish, TooMuchToPolish} = await import('./double/polish.js');
  try {
    return polish(tf, setup, weights);
  } catch (error) {
    const isRefused = error instanceof UnknownInDouble || error instanceof TooMuchToPolish;
    if (isRefused || notCompiledBecause(error)) return null;
    throw error;
  }
}
