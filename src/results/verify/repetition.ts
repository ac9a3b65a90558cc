import {join} from 'node:path';
import {readIfThere} from '../../disk/read-file.js';
import type {ParameterValues} from '../../document/references.js';
import type {PreparedExperiment} from '../../plan/prepare.js';
import type {Emit} from '../../run/events.js';
import {trialGroups} from '../../run/groups/trial-groups.js';
import {type Manifest, parseManifest} from '../../run/records/manifest.js';
import {hasCrashed} from '../../run/records/trial-record.js';
import {retrain} from '../../run/retrain.js';
import {plannedRun} from '../../run/run-experiment.js';
import type {RunOptions} from '../../run/run-options.js';
import {readJournal} from '../../run/store/read-records.js';
import {refuseNewerSeries} from '../../run/store/refuse-newer.js';
import {RUN_FILES} from '../../run/store/run-folder.js';
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
  const {path, threads} = plannedRun(prepared, options);
  const manifest = manifestAt(path);
  for (const {parameters} of manifest?.experiment.resolved ?? []) prepared.search?.addKnown(parameters);
  const groups = trialGroups(prepared, prepared.trials, options.backend, options.engines);
  const records = readJournal(join(path, RUN_FILES.journal));
  const recorded = groups
    .flatMap(({trials}, group) => trials.filter(trial => options.wants?.(trial, group) ?? true))
    .flatMap(({id}) => records.get(id) ?? [])
    .filter(trial => !hasCrashed(trial));
  if (recorded.length === 0) return undefined;
  const {wants: _, out: __, ...rest} = options;
  const ids = new Set(recorded.map(({id}) => id));
  // The temporary folder is nobody's business.
  const again = await retrain(prepared, ids, {...rest, threads}, event =>
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

/** The manifest of a run, where there is one. Throws NewerFormatError where the run is a newer version's, before anything is trained. */
function manifestAt(path: string): Manifest | undefined {
  const file = join(path, RUN_FILES.manifest);
  const manifest = parseManifest(readIfThere(file)?.toString() ?? '', file);
  refuseNewerSeries(path);
  return manifest;
}
