import {execFileSync} from 'node:child_process';
import {cpus} from 'node:os';
import {dirname} from 'node:path';
import {canonicalJson} from '../document/content-hash.js';
import {remembered} from '../document/remembered.js';
import {tensorflowVersion, tfsweepVersion} from '../engine/versions.js';
import type {PreparedExperiment} from '../plan/prepare.js';
import type {Trial} from '../plan/trial.js';
import type {Manifest, Timing, Toolchain} from './records/manifest.js';
import {FORMAT} from './records/record-format.js';

/** What a manifest is made of. */
export interface ManifestParts {
  readonly run: string;
  readonly prepared: PreparedExperiment;
  /** Those that are planned so far. */
  readonly trials: Iterable<Trial>;
  readonly toolchain: Toolchain;
  readonly chosen: Manifest['chosen'];
  readonly timing: Timing | null;
}

/** The manifest of a run that is made now. */
export function makeManifest({run, prepared, trials, toolchain, chosen, timing}: ManifestParts): Manifest {
  const {experiment, combinations, datasets} = prepared;
  const {source, overrides} = experiment.file;
  const read = [...datasets.values()].map(({origin, sha256, rows, reading}) => ({origin, sha256, rows, reading}));
  const data = new Map(read.map(one => [canonicalJson([one.sha256, one.reading]), one]));
  return {
    format: FORMAT,
    run,
    name: experiment.name,
    ranAt: new Date().toISOString(),
    experiment: {
      file: source.file,
      written: source.text,
      overrides,
      resolved: combinations.map(({combination, trials: own, measured}) => ({
        parameters: combination.parameters,
        experiment: combination.experiment,
        trials: own.map(({id}) => id),
        rows: measured.names,
      })),
    },
    comparison: experiment.comparison ?? null,
    expect: experiment.expect,
    parameterNames: experiment.parameterNames,
    ...(experiment.folds > 0 ? {folds: experiment.folds} : {}),
    seeds: experiment.seeds,
    trials: Array.from(trials, ({id}) => id),
    data: [...data.values()],
    toolchain,
    ...(chosen ? {chosen} : {}),
    versions: versionsHere(toolchain),
    platform: platformHere(),
    gitCommit: remembered(commits, dirname(source.file), () => ({commit: gitCommit(dirname(source.file))})).commit,
    timing,
  };
}

/**
 * A manifest where `run` was called again and nothing was left to train: how it was made stays, what is asked of it is as the
 * file says now. Comments and the file's place leave it as it is.
 */
export function withoutTraining(made: Manifest, now: Manifest): Manifest {
  // How the sweep is written says nothing that its combinations don't say.
  const asked = ({comparison, expect, experiment: {resolved}}: Manifest) => ({
    comparison,
    expect,
    resolved: resolved.map(one => ({...one, experiment: {...one.experiment, sweep: undefined}})),
  });
  if (canonicalJson(asked(made)) === canonicalJson(asked(now))) return made;
  const {experiment, comparison, expect} = now;
  return {...made, experiment, comparison, expect};
}

/** The machine that this runs on. */
export function platformHere(): Manifest['platform'] {
  return {os: process.platform, processor: process.arch, model: cpus()[0]?.model.trim() ?? 'unknown'};
}

/** The versions of what makes numbers here. */
export function versionsHere({
  backend,
  backendVersion,
}: Pick<Toolchain, 'backend' | 'backendVersion'>): Manifest['versions'] {
  return {
    tfsweep: tfsweepVersion(),
    node: process.versions.node,
    tfjs: tensorflowVersion('tfjs-core'),
    tensorflow: backend === 'native' ? backendVersion : null,
  };
}

const commits = new Map<string, {readonly commit: string | null}>();

/** The commit that is checked out where the experiment lies; null outside of a repository or without git. */
function gitCommit(folder: string): string | null {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return null;
  }
}
