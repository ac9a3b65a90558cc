import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Emit} from './events.js';
import {readJournal, type TrialRecord} from './journal.js';
import type {PreparedExperiment} from './prepare.js';
import {type RunOptions, runExperiment} from './run-experiment.js';

export interface Retrained {
  /** By trial id. */
  readonly records: ReadonlyMap<string, TrialRecord>;
  readonly interrupted: boolean;
}

/** Trains trials in a temporary folder, which is gone afterwards. */
export async function retrain(
  prepared: PreparedExperiment,
  ids: ReadonlySet<string>,
  options: Omit<RunOptions, 'out' | 'wants'>,
  emit: Emit,
): Promise<Retrained> {
  const out = mkdtempSync(join(tmpdir(), 'tfsweep-verify-'));
  try {
    const result = await runExperiment(prepared, {...options, out, wants: ({id}) => ids.has(id)}, emit);
    return {records: readJournal(result.folder.file('journal')), interrupted: result.interrupted};
  } finally {
    rmSync(out, {recursive: true, force: true});
  }
}
