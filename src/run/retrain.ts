import {temporaryFolder} from '../disk/temporary-folder.js';
import {gridPlanner} from '../plan/planner.js';
import type {PreparedExperiment} from '../plan/prepare.js';
import type {Emit} from './events.js';
import type {TrialRecord} from './records/trial-record.js';
import {runExperiment} from './run-experiment.js';
import type {RunOptions} from './run-options.js';
import {readJournal} from './store/read-records.js';

/** Trains trials in a temporary folder, which is gone afterwards; gives their records by id. */
export async function retrain(
  prepared: PreparedExperiment,
  ids: ReadonlySet<string>,
  options: Omit<RunOptions, 'out' | 'wants'>,
  emit: Emit,
): Promise<ReadonlyMap<string, TrialRecord>> {
  const {path: out, remove} = temporaryFolder('verify');
  try {
    const {folder} = await runExperiment(
      prepared,
      {...options, out, baselines: false, planner: gridPlanner([...prepared.trials]), wants: ({id}) => ids.has(id)},
      emit,
    );
    return readJournal(folder.file('journal'));
  } finally {
    remove();
  }
}
