import type {EngineName} from '../training/result.js';
import {refitSetup, type TrainingSetup} from '../training/setup.js';
import type {Trained, TrainsGroups} from './trained.js';

/** Adds to what was trained the test metrics of the same trainings done once more on validation rows, too, one after the other. */
export async function withRefits(
  train: TrainsGroups['train'],
  engine: EngineName,
  setups: readonly TrainingSetup[],
  trained: readonly Trained[],
): Promise<readonly Trained[]> {
  const all: Trained[] = [];
  for (const [index, one] of trained.entries()) {
    const {outcome} = one;
    const {refit} = setups[index];
    if (!refit || outcome.status === 'failed') {
      all.push(one);
      continue;
    }
    const epochs = outcome.diagnostics.measured_epoch;
    // Its steps are no steps of the plan.
    const [again] = await train(engine, [refitSetup(setups[index], refit, epochs)], 1, async () => {});
    const refitted = again?.outcome.status === 'finished' ? {epochs, metrics: again.outcome.metrics.test} : null;
    const compileSeconds = one.compileSeconds + (again?.compileSeconds ?? 0);
    all.push({...one, compileSeconds, outcome: {...outcome, refit: refitted}});
  }
  return all;
}
