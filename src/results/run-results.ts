import {join} from 'node:path';
import {contentKey} from '../document/content-hash.js';
import type {ParameterValues} from '../document/references.js';
import type {Manifest} from '../run/records/manifest.js';
import type {TrialRecord} from '../run/records/trial-record.js';
import {believedRecords} from '../run/store/believed-records.js';
import {parseJournal} from '../run/store/read-records.js';
import {RUN_FILES} from '../run/store/run-folder.js';
import type {FoundRun, RunPlace} from './found-run.js';

/** What a run folder holds. */
export interface RunResults {
  readonly place: RunPlace;
  readonly manifest: Manifest;
  /** The planned combinations of parameters, each with these seeds. */
  readonly combinations: readonly ParameterValues[];
  readonly seeds: readonly number[];
  /** The trials in the order of the plan; those that are not trained yet are left out. */
  readonly trials: readonly TrialRecord[];
}

/** Reads the results of a run. */
export function readRun({place, manifest}: FoundRun): RunResults {
  const file = join(place.folder, RUN_FILES.journal);
  const journal = place.tree.read(file);
  return resultsOf(place, manifest, journal ? parseJournal(journal, place.tree.show(file)) : new Map());
}

/** What a manifest planned and a journal holds. */
function resultsOf(place: RunPlace, manifest: Manifest, records: ReadonlyMap<string, TrialRecord>): RunResults {
  const {resolved} = manifest.experiment;
  const first = resolved[0]?.experiment.seed ?? 0;
  return {
    place,
    manifest,
    combinations: resolved.map(({parameters}) => parameters),
    seeds: (resolved[0]?.trials ?? []).map((_, index) => first + index),
    trials: believedRecords(manifest, records),
  };
}

/** Trials by the content of their parameters. */
export function trialsByCombination(trials: readonly TrialRecord[]): ReadonlyMap<string, readonly TrialRecord[]> {
  const found = new Map<string, TrialRecord[]>();
  for (const trial of trials) {
    const key = contentKey(trial.parameters);
    const own = found.get(key);
    if (own) own.push(trial);
    else found.set(key, [trial]);
  }
  return found;
}

/** A run without the combinations that don't fit, and their trials. */
export function onlyCombinations(results: RunResults, fits: (parameters: ParameterValues) => boolean): RunResults {
  return {
    ...results,
    combinations: results.combinations.filter(fits),
    trials: results.trials.filter(({parameters}) => fits(parameters)),
  };
}
