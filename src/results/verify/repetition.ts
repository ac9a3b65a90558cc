import {join} from 'node:path';
import type {ParameterValues} from '../../experiment/references.js';
import type {Emit} from '../../run/events.js';
import {readJournal} from '../../run/journal.js';
import type {PreparedExperiment} from '../../run/prepare.js';
import {retrain} from '../../run/retrain.js';
import {plannedRun, type RunOptions} from '../../run/run-experiment.js';
import {RUN_FILES} from '../../run/run-folder.js';
import {compareTrials, type Difference} from './compare-trials.js';

/** What came of training once more what was there. */
export interface Repetition {
  /** Trials that were trained again. */
  readonly trials: number;
  readonly differing: number;
  /** The first number that is not the same, bit for bit. */
  readonly first: {
    readonly parameters: ParameterValues;
    readonly seed: number;
    readonly difference: Difference;
  } | null;
}

/** Trains again, in a temporary folder, what a run would find trained; undefined where nothing is there. */
export async function repeat(
  prepared: PreparedExperiment,
  options: RunOptions,
  emit: Emit,
): Promise<Repetition | undefined> {
  const {path, threads, groups} = plannedRun(prepared, options);
  const records = readJournal(join(path, RUN_FILES.journal));
  const recorded = groups
    .flatMap(({trials}, group) => trials.filter(trial => options.wants?.(trial, group) ?? true))
    .flatMap(({id}) => records.get(id) ?? [])
    .filter(trial => !(trial.status === 'failed' && trial.error.type === 'crashed'));
  if (recorded.length === 0) return undefined;
  const {wants: _, out: __, ...means} = options;
  const ids = new Set(recorded.map(({id}) => id));
  // The temporary folder is nobody's business.
  const again = await retrain(prepared, ids, {...means, threads}, event =>
    emit(event.type === 'run-opened' ? {...event, folder: path} : event),
  );
  const differences = recorded.flatMap(trial => {
    const now = again.get(trial.id);
    const lost: Difference = {epoch: null, what: 'status', recorded: trial.status, now: 'no result'};
    const {difference} = now ? compareTrials(trial, now, 'same bits') : {difference: lost};
    return difference ? [{parameters: trial.parameters, seed: trial.seed, difference}] : [];
  });
  return {trials: recorded.length, differing: differences.length, first: differences[0] ?? null};
}
