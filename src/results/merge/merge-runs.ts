import {join} from 'node:path';
import {canonicalJson} from '../../document/content-hash.js';
import type {ParameterValues} from '../../document/references.js';
import {parseBaselinesFile} from '../../run/records/baseline-record.js';
import type {ForecastRecord} from '../../run/records/forecast-record.js';
import type {Manifest, Timing} from '../../run/records/manifest.js';
import {hasCrashed, type TrialRecord} from '../../run/records/trial-record.js';
import {parseForecasts} from '../../run/store/read-records.js';
import {RUN_FILES} from '../../run/store/run-folder.js';
import type {MergedRun} from '../../run/store/write-merged.js';
import {experimentChanges, toolchainChanges} from '../diff/manifest-changes.js';
import type {PathChange} from '../diff/path-changes.js';
import type {RunResults} from '../run-results.js';
import {compareTrials, type Difference} from '../verify/compare-trials.js';

/** A trial of which two runs say different things. */
export interface Disagreement {
  readonly parameters: ParameterValues;
  readonly seed: number;
  readonly folders: readonly [string, string];
  readonly difference: Difference;
}

/** A trial that none of some runs has. */
export interface Gap {
  readonly parameters: ParameterValues;
  readonly seed: number;
}

/** What came of putting runs together; or the first trials on which they don't agree; or how they are not of the same run. */
export type Merging =
  | {
      readonly type: 'merged';
      readonly run: MergedRun;
      readonly gaps: readonly Gap[];
      /** Trials that several of them have, and agree on. */
      readonly shared: number;
    }
  /** Searches that came to other trials. */
  | {readonly type: 'other plans'; readonly runs: readonly RunResults[]}
  | {readonly type: 'disagreement'; readonly disagreements: readonly Disagreement[]}
  | {
      readonly type: 'other run';
      readonly first: RunResults;
      readonly other: RunResults;
      readonly changes: readonly PathChange[];
    };

/** Puts the parts of one run together that several machines have trained. */
export function mergeRuns(runs: readonly RunResults[]): Merging {
  const [first, ...others] = runs;
  for (const other of others)
    if (other.manifest.run !== first.manifest.run)
      return {type: 'other run', first, other, changes: changesOf(first, other)};
  const records = new Map<string, {readonly record: TrialRecord; readonly folder: string}>();
  const disagreements: Disagreement[] = [];
  const shared = new Set<string>();
  for (const {trials, place, manifest} of runs)
    for (const record of trials) {
      const folder = place.tree.show(place.folder);
      const known = records.get(record.id);
      if (known && !hasCrashed(record) && !hasCrashed(known.record)) {
        const difference = differenceOf(known.record, record, manifest);
        shared.add(record.id);
        const {parameters, seed} = record;
        if (difference) disagreements.push({parameters, seed, folders: [known.folder, folder], difference});
      }
      // A crash says nothing of the trial.
      if (!known || hasCrashed(known.record)) records.set(record.id, {record, folder});
    }
  if (disagreements.length > 0) return {type: 'disagreement', disagreements};
  const plan = wholePlan(runs.map(one => one.manifest));
  if (!plan) return {type: 'other plans', runs};
  const all = plan.trials.flatMap(id => records.get(id)?.record ?? []);
  const manifest = {...plan, timing: mergedTiming(contributions(runs), all.length)};
  return {
    type: 'merged',
    run: {manifest, records: all, ...filesOf(runs, all)},
    gaps: gapsOf(manifest, records),
    shared: shared.size,
  };
}

function changesOf(first: RunResults, other: RunResults): readonly PathChange[] {
  const data = ({manifest}: RunResults) => manifest.data.map(({sha256}) => sha256);
  const isSameData = canonicalJson(data(first)) === canonicalJson(data(other));
  return [
    ...experimentChanges(first.manifest, other.manifest),
    ...toolchainChanges(first.manifest.toolchain, other.manifest.toolchain),
    ...(isSameData ? [] : [{path: 'data.sha256', old: data(first).join(), now: data(other).join()}]),
  ];
}

/** The first thing that two records of one trial say differently: bits where these are promised on every machine. */
function differenceOf(first: TrialRecord, second: TrialRecord, {toolchain}: Manifest): Difference | null {
  const everywhere = toolchain.backend === 'wasm';
  const {difference} = compareTrials(first, second, everywhere ? 'same bits' : 'tolerance');
  if (difference || !everywhere) return difference;
  const content = ({durationSeconds: _, format: __, ...record}: TrialRecord) => canonicalJson(record);
  if (content(first) === content(second)) return null;
  return {epoch: null, what: 'diagnostics', recorded: 'one', now: 'another'};
}

/**
 * The manifest of the run that was called last, with the plan that has all trials: a search that has gone on for longer has more of
 * them. Undefined where none has those of all the others.
 */
function wholePlan(manifests: readonly Manifest[]): Manifest | undefined {
  const newest = manifests.reduce((newest, one) => (one.ranAt > newest.ranAt ? one : newest));
  const longest = manifests.reduce((longest, one) => (one.trials.length > longest.trials.length ? one : longest));
  const planned = new Set(longest.trials);
  if (manifests.some(({trials}) => trials.some(id => !planned.has(id)))) return undefined;
  const {resolved} = longest.experiment;
  return {...newest, trials: longest.trials, experiment: {...newest.experiment, resolved}};
}

/** What those took that have trials which none before them has: who is merged once more is told once. */
function contributions(runs: readonly RunResults[]): readonly Timing[] {
  const known = new Set<string>();
  return runs.flatMap(({manifest: {timing}, trials}) => {
    const isNew = trials.some(({id}) => !known.has(id));
    for (const {id} of trials) known.add(id);
    return isNew && timing ? [timing] : [];
  });
}

/** Machines work at the same time: the slowest one's time, and everybody's work. */
function mergedTiming(timings: readonly Timing[], trials: number): Timing | null {
  if (timings.length === 0) return null;
  const most = (of: (timing: Timing) => number) => timings.reduce((most, one) => Math.max(most, of(one)), 0);
  const sum = (of: (timing: Timing) => number) => timings.reduce((sum, one) => sum + of(one), 0);
  return {
    wallSeconds: most(({wallSeconds}) => wallSeconds),
    trainSeconds: most(({trainSeconds}) => trainSeconds),
    compileSeconds: sum(({compileSeconds}) => compileSeconds),
    trialSteps: sum(({trialSteps}) => trialSteps),
    trials,
    workers: sum(({workers}) => workers),
  };
}

/** What else lies in run folders: forecasts of all, series and baselines of the first that has them. */
function filesOf(
  runs: readonly RunResults[],
  records: readonly TrialRecord[],
): Pick<MergedRun, 'forecasts' | 'data' | 'baselines'> {
  const forecasts = new Map<string, ForecastRecord>();
  for (const {place} of runs) {
    const file = join(place.folder, RUN_FILES.forecasts);
    const bytes = place.tree.read(file);
    for (const [id, forecast] of bytes ? parseForecasts(bytes, place.tree.show(file)) : [])
      if (!forecasts.has(id)) forecasts.set(id, forecast);
  }
  const text = (name: keyof typeof RUN_FILES, isGood: (content: string) => boolean) => {
    const found = runs.flatMap(({place: {tree, folder}}) => tree.read(join(folder, RUN_FILES[name]))?.toString() ?? []);
    return found.find(isGood);
  };
  return {
    forecasts: records.flatMap(({id}) => forecasts.get(id) ?? []),
    data: text('data', () => true),
    baselines: text('baselines', content => parseBaselinesFile(content, RUN_FILES.baselines) !== undefined),
  };
}

function gapsOf({experiment: {resolved}}: Manifest, records: ReadonlyMap<string, unknown>): Gap[] {
  return resolved.flatMap(({parameters, experiment, trials}) =>
    trials.flatMap((id, index) => (records.has(id) ? [] : [{parameters, seed: experiment.seed + index}])),
  );
}
