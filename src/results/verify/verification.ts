import {canonicalJson} from '../../document/content-hash.js';
import type {ParameterValues} from '../../document/references.js';
import type {PreparedExperiment} from '../../plan/prepare.js';
import type {PreparedCombination} from '../../plan/prepared-combination.js';
import {generator, permutation} from '../../random/generator.js';
import {platformHere, versionsHere} from '../../run/make-manifest.js';
import type {Manifest, ResolvedCombination, Toolchain} from '../../run/records/manifest.js';
import type {TrialRecord} from '../../run/records/trial-record.js';
import {hasCrashed} from '../../run/records/trial-record.js';
import {environmentChanges, toolchainChanges} from '../diff/manifest-changes.js';
import {type PathChange, pathChanges} from '../diff/path-changes.js';
import type {RunResults} from '../run-results.js';
import {compareTrials, type Difference, type Precision} from './compare-trials.js';

/** What is not as it was when a run was made. */
export interface Circumstances {
  readonly data: readonly PathChange[];
  readonly versions: readonly PathChange[];
  /** Defaults that another version fills in, in the first combination. */
  readonly experiment: readonly PathChange[];
  /** What can be expected of the numbers. */
  readonly precision: Precision;
}

/** Compares a manifest with what would produce the numbers now. */
export function circumstances(manifest: Manifest, prepared: PreparedExperiment, toolchain: Toolchain): Circumstances {
  const dataNow = new Map([...prepared.datasets.values()].map(({origin, sha256, rows}) => [origin, {sha256, rows}]));
  const dataThen = new Map(manifest.data.map(({origin, sha256, rows}) => [origin, {sha256, rows}]));
  const now = {toolchain, versions: versionsHere(toolchain), platform: platformHere()};
  const versions = environmentChanges(manifest, now);
  return {
    data: pathChanges(Object.fromEntries(dataThen), Object.fromEntries(dataNow)),
    versions,
    experiment: experimentChanges(manifest, prepared),
    precision: precisionOf(manifest, now, versions),
  };
}

/**
 * How the first combination differs that does. Trials of the same ids train the same, also where more of it is written out now, but
 * what a manifest says of the others must be what they are.
 */
function experimentChanges({experiment: {resolved}}: Manifest, {combinations}: PreparedExperiment): PathChange[] {
  const [first] = resolved;
  const isSame = (then: ResolvedCombination | undefined, now: PreparedCombination) =>
    canonicalJson(then?.trials) === canonicalJson(now.trials.map(({id}) => id));
  // What is written out now and was not then, all combinations have.
  const known =
    first && combinations.length > 0 && isSame(first, combinations.at(0))
      ? new Set(
          pathChanges(trainedOf(first.experiment), trainedOf(combinations.at(0).combination.experiment)).map(
            ({path}) => path,
          ),
        )
      : new Set<string>();
  for (let index = 0; index < Math.max(1, Math.min(resolved.length, combinations.length)); index++) {
    const [then, now] = [resolved[index], combinations.length > index ? combinations.at(index) : undefined];
    const changes = pathChanges(trainedOf(then?.experiment), trainedOf(now?.combination.experiment));
    const others = changes.filter(({path}) => !known.has(path));
    if (others.length > 0) return now && isSame(then, now) ? others : changes;
  }
  return [];
}

/** The parts of an experiment that numbers depend on. */
function trainedOf(experiment: ResolvedCombination['experiment'] | undefined): unknown {
  if (!experiment) return {};
  const {data, standardization, window, model, training, seed} = experiment;
  return {seed, data, standardization, window, model, training};
}

/** On wasm the same bits by the same versions; on native on the same machine, too; elsewhere none are promised. */
function precisionOf(
  then: Manifest,
  {toolchain, versions}: Pick<Manifest, 'toolchain' | 'versions'>,
  changes: readonly PathChange[],
): Precision {
  switch (toolchain.backend) {
    case 'wasm': {
      const isSame =
        toolchainChanges(then.toolchain, toolchain).length === 0 &&
        then.versions.tfsweep === versions.tfsweep &&
        then.versions.tfjs === versions.tfjs;
      return isSame ? 'same bits' : 'tolerance';
    }
    case 'native':
      return changes.length > 0 ? 'tolerance' : 'same bits';
    case 'cpu':
      return 'tolerance';
  }
}

/** A recorded trial, and the one that trains the same now. */
export interface Repeatable {
  readonly recorded: TrialRecord;
  readonly id: string;
}

/** The trials of a run that can be trained again: those that ended by themselves, found by parameters and seed. */
export function repeatable(results: RunResults, prepared: PreparedExperiment): Repeatable[] {
  const key = (trial: {parameters: ParameterValues; seed: number}) => canonicalJson([trial.parameters, trial.seed]);
  const now = new Map(prepared.trials.map(trial => [key(trial), trial.id]));
  return results.trials.flatMap(recorded => {
    const id = now.get(key(recorded));
    return id === undefined || hasCrashed(recorded) ? [] : [{recorded, id}];
  });
}

/** `count` of the trials, always the same ones of a run, in their order. */
export function sampleOf(trials: readonly Repeatable[], count: number, run: string): readonly Repeatable[] {
  if (count >= trials.length) return trials;
  const order = permutation(generator(0, 'sample', run), trials.length);
  const chosen = new Set(order.subarray(0, count));
  return trials.filter((_, index) => chosen.has(index));
}

export interface CheckedTrial {
  readonly parameters: ParameterValues;
  readonly seed: number;
  readonly sameBits: boolean;
  readonly difference: Difference | null;
}

/** What came of training a run again. */
export interface Verification {
  readonly folder: string;
  readonly name: string;
  readonly run: string;
  /** The experiment's file, as the run recorded it. */
  readonly file: string;
  readonly circumstances: Circumstances;
  readonly parameterNames: readonly string[];
  /** Trials that were planned, and those that have a result that can be compared. */
  readonly planned: number;
  readonly comparable: number;
  readonly trials: readonly CheckedTrial[];
  readonly reproduced: boolean;
}

/** Compares what was recorded with what came out now. */
export function verification(
  {place, manifest}: RunResults,
  circumstances: Circumstances,
  comparable: number,
  wanted: readonly Repeatable[],
  records: ReadonlyMap<string, TrialRecord>,
): Verification {
  const trials = wanted.flatMap(({recorded, id}): CheckedTrial[] => {
    const now = records.get(id);
    if (!now) return [];
    const {parameters, seed} = recorded;
    return [{parameters, seed, ...compareTrials(recorded, now, circumstances.precision, manifest.toolchain.tfsweep)}];
  });
  return {
    folder: place.tree.show(place.folder),
    name: manifest.name,
    run: manifest.run,
    file: manifest.experiment.file,
    circumstances,
    parameterNames: manifest.parameterNames,
    planned: manifest.trials.length,
    comparable,
    trials,
    reproduced: trials.length > 0 && trials.every(({difference}) => difference === null),
  };
}
