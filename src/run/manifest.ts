import {execFileSync} from 'node:child_process';
import {cpus} from 'node:os';
import {dirname} from 'node:path';
import type {SplitName} from '../data/split.js';
import type {BackendName} from '../engine/backends/backend.js';
import {packageVersion, tfsweepVersion} from '../engine/versions.js';
import {canonicalJson} from '../experiment/content-hash.js';
import type {ExperimentFile} from '../experiment/experiment-file.generated.js';
import {isSchema} from '../experiment/strict-schema.js';
import type {EngineName} from '../training/result.js';
import type {PreparedExperiment} from './prepare.js';

/** What produces the numbers. */
export interface Means {
  readonly tfsweep: string;
  readonly backend: BackendName;
  readonly backendVersion: string;
  readonly engine: EngineName | 'mixed';
  /** One per combination, where they differ. */
  readonly engines?: readonly EngineName[];
  /** Of each worker, where it isn't one. */
  readonly threads?: number;
}

/** How long the command took that last trained something. */
export interface Timing {
  /** The command: from the start of its process until its last result was in; the tables take milliseconds more. */
  readonly wallSeconds: number;
  /** First trial handed out to last result in, less what workers spent compiling (their mean: they do it at the same time). */
  readonly trainSeconds: number;
  /** What workers spent compiling, summed up. */
  readonly compileSeconds: number;
  /** Optimizer steps of the trials that it trained. */
  readonly trialSteps: number;
  /** Trials that it trained. */
  readonly trials: number;
  readonly workers: number;
}

/** manifest.json: everything that it takes to understand a run and to train it again. */
export interface Manifest {
  readonly run: string;
  readonly name: string;
  /** When `run` last trained something for it. */
  readonly ranAt: string;
  readonly experiment: {
    readonly file: string;
    /** The text as written. */
    readonly written: string;
    readonly overrides: readonly string[];
    /** Per combination of parameters, with every default filled in. */
    readonly resolved: readonly {
      readonly parameters: Readonly<Record<string, unknown>>;
      readonly experiment: ExperimentFile;
      /** Names of the target rows that metrics are of: equal for equal rows. Not known in runs of older versions. */
      readonly rows?: Readonly<Record<SplitName, string>> | undefined;
    }[];
  };
  readonly comparison: ExperimentFile['comparison'] | null;
  readonly expect: readonly string[];
  readonly parameterNames: readonly string[];
  readonly seeds: number;
  readonly trials: readonly string[];
  readonly data: readonly {readonly origin: string; readonly sha256: string; readonly rows: number}[];
  readonly means: Means;
  /** Why the backend and the engines were taken, where nobody asked for them by name. */
  readonly chosen?: {readonly backend: string | null; readonly engine: string | null} | undefined;
  readonly versions: {
    readonly tfsweep: string;
    readonly node: string;
    readonly tfjs: string;
    readonly tensorflow: string | null;
  };
  readonly platform: {readonly os: string; readonly processor: string; readonly model: string};
  readonly gitCommit: string | null;
  readonly timing: Timing | null;
}

/** `engines` has one per combination. What is as usual is left out, so that runs keep their names. */
export function meansOf(
  backend: BackendName,
  backendVersion: string,
  engines: readonly EngineName[],
  threads: number,
): Means {
  const mixed = new Set(engines).size > 1;
  return {
    tfsweep: tfsweepVersion(),
    backend,
    backendVersion,
    engine: mixed ? 'mixed' : engines[0],
    ...(mixed ? {engines} : {}),
    ...(threads > 1 ? {threads} : {}),
  };
}

export function manifestOf(
  run: string,
  {experiment, combinations, datasets, trials}: PreparedExperiment,
  means: Means,
  chosen: Manifest['chosen'],
  timing: Timing | null,
): Manifest {
  const {source, overrides} = experiment.file;
  const data = new Map([...datasets.values()].map(({origin, sha256, rows}) => [sha256, {origin, sha256, rows}]));
  return {
    run,
    name: experiment.name,
    ranAt: new Date().toISOString(),
    experiment: {
      file: source.file,
      written: source.text,
      overrides,
      resolved: combinations.map(({combination, measured}) => ({
        parameters: combination.parameters,
        experiment: combination.experiment,
        rows: measured.names,
      })),
    },
    comparison: experiment.comparison ?? null,
    expect: experiment.expect,
    parameterNames: experiment.parameterNames,
    seeds: experiment.seeds,
    trials: trials.map(({id}) => id),
    data: [...data.values()],
    means,
    chosen,
    versions: versionsHere(means),
    platform: platformHere(),
    gitCommit: gitCommit(dirname(source.file)),
    timing,
  };
}

/**
 * A manifest where `run` was called again and nothing was left to train: how it was made stays, what is asked of it is as the
 * file says now. Comments and the file's place leave it as it is.
 */
export function withoutTraining(made: Manifest, now: Manifest): Manifest {
  const asked = ({comparison, expect, experiment: {resolved}}: Manifest) => ({comparison, expect, resolved});
  if (canonicalJson(asked(made)) === canonicalJson(asked(now))) return made;
  const {experiment, comparison, expect} = now;
  return {...made, experiment, comparison, expect};
}

export function platformHere(): Manifest['platform'] {
  return {os: process.platform, processor: process.arch, model: cpus()[0]?.model.trim() ?? 'unknown'};
}

export function versionsHere({
  backend,
  backendVersion,
}: Pick<Means, 'backend' | 'backendVersion'>): Manifest['versions'] {
  return {
    tfsweep: tfsweepVersion(),
    node: process.versions.node,
    tfjs: packageVersion('@tensorflow/tfjs-core'),
    tensorflow: backend === 'native' ? backendVersion : null,
  };
}

/** A manifest as its file holds it: what is an array has a line for each of its items, so that it can be diffed. */
export function manifestText(manifest: Manifest): string {
  return `${linesOf(manifest, '')}\n`;
}

function linesOf(value: unknown, indent: string): string {
  const inner = `${indent}  `;
  const join = (parts: readonly string[], open: string, close: string) =>
    parts.length === 0 ? open + close : `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${indent}${close}`;
  if (Array.isArray(value))
    return join(
      value.map(item => JSON.stringify(item)),
      '[',
      ']',
    );
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, child]) => `${JSON.stringify(key)}: ${linesOf(child, inner)}`);
  return join(entries, '{', '}');
}

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

/** A manifest as a file holds it; undefined for what is none. */
export function parseManifest(text: string): Manifest | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isManifest(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a value has what every version of tfsweep has written. */
function isManifest(value: unknown): value is Manifest {
  if (!isSchema(value)) return false;
  const {run, name, ranAt, trials, parameterNames, seeds, means, experiment, data} = value;
  return (
    [run, name, ranAt].every(text => typeof text === 'string') &&
    [trials, parameterNames, data].every(Array.isArray) &&
    typeof seeds === 'number' &&
    isSchema(means) &&
    isSchema(experiment) &&
    typeof experiment.written === 'string' &&
    Array.isArray(experiment.overrides) &&
    Array.isArray(experiment.resolved) &&
    experiment.resolved.every(one => isSchema(one) && isSchema(one.parameters) && isSchema(one.experiment))
  );
}
