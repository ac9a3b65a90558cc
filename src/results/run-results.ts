import {join} from 'node:path';
import {contentKey} from '../document/content-hash.js';
import {groupBy} from '../document/group-by.js';
import type {ParameterValues} from '../document/references.js';
import {remembered} from '../document/remembered.js';
import {
  type BaselineRecord,
  type BaselinesFile,
  type OptimumRecord,
  parseBaselinesFile,
} from '../run/records/baseline-record.js';
import type {Manifest, ResolvedCombination} from '../run/records/manifest.js';
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
  /** Lines of the journal, counted from 1, that are no results, and where it lies. */
  readonly leftOut: {readonly file: string; readonly lines: readonly number[]};
  /** The trials in the order of the plan; those that are not trained yet are left out. */
  readonly trials: readonly TrialRecord[];
  /** What baselines are worth on the same data and windows; none in runs of older versions. */
  readonly baselines: readonly RunBaseline[];
  /** The least training loss of linear networks; none in runs of older versions. */
  readonly optima: readonly RunOptimum[];
}

/** A global optimum, and the combinations whose it is. */
export interface RunOptimum {
  readonly record: OptimumRecord;
  readonly combinations: readonly ParameterValues[];
}

/** A baseline, and the combinations that it stands beside. */
export interface RunBaseline {
  readonly record: BaselineRecord;
  readonly combinations: readonly ParameterValues[];
}

/** Reads the results of a run. */
export function readRun({place, manifest}: FoundRun): RunResults {
  const file = join(place.folder, RUN_FILES.journal);
  const journal = place.tree.read(file);
  const shown = place.tree.show(file);
  const lines: number[] = [];
  const records = parseJournal(journal ?? Buffer.alloc(0), shown, line => lines.push(line));
  return {...resultsOf(place, manifest, records, readBaselines(place)), leftOut: {file: shown, lines}};
}

/** What a manifest planned and a journal holds. */
function resultsOf(
  place: RunPlace,
  manifest: Manifest,
  records: ReadonlyMap<string, TrialRecord>,
  {baselines, optima}: Pick<BaselinesFile, 'baselines' | 'optima'>,
): Omit<RunResults, 'leftOut'> {
  const {resolved} = manifest.experiment;
  const first = resolved[0]?.experiment.seed ?? 0;
  return {
    place,
    manifest,
    combinations: resolved.map(({parameters}) => parameters),
    seeds: (resolved[0]?.trials ?? []).map((_, index) => first + index),
    trials: believedRecords(manifest, records),
    baselines: baselines.map(record => ({record, combinations: parametersAt(manifest, record.combinations)})),
    optima: (optima ?? []).map(record => ({record, combinations: parametersAt(manifest, record.combinations)})),
  };
}

function parametersAt({experiment: {resolved}}: Manifest, places: readonly number[]): readonly ParameterValues[] {
  return places.filter(index => index in resolved).map(index => resolved[index].parameters);
}

function readBaselines({tree, folder}: RunPlace): Pick<BaselinesFile, 'baselines' | 'optima'> {
  const file = join(folder, RUN_FILES.baselines);
  const text = tree.read(file);
  return (text && parseBaselinesFile(text.toString(), tree.show(file))) || {baselines: []};
}

/** Trials by the content of their parameters. */
export function trialsByCombination(trials: readonly TrialRecord[]): ReadonlyMap<string, readonly TrialRecord[]> {
  return groupBy(trials, ({parameters}) => contentKey(parameters));
}

const byTrial = new WeakMap<Manifest, ReadonlyMap<string, ResolvedCombination>>();

/** The combinations of a run by their trials' ids. */
export function combinationsByTrial({
  manifest,
}: Pick<RunResults, 'manifest'>): ReadonlyMap<string, ResolvedCombination> {
  return remembered(
    byTrial,
    manifest,
    () => new Map(manifest.experiment.resolved.flatMap(one => one.trials.map(id => [id, one] as const))),
  );
}

/** A run without the combinations that don't fit, and their trials. */
export function onlyCombinations(results: RunResults, fits: (parameters: ParameterValues) => boolean): RunResults {
  return {
    ...results,
    combinations: results.combinations.filter(fits),
    trials: results.trials.filter(({parameters}) => fits(parameters)),
    baselines: results.baselines
      .map(one => ({...one, combinations: one.combinations.filter(fits)}))
      .filter(({combinations}) => combinations.length > 0),
    optima: results.optima
      .map(one => ({...one, combinations: one.combinations.filter(fits)}))
      .filter(({combinations}) => combinations.length > 0),
  };
}
