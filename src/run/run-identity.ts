import {join} from 'node:path';
import {canonicalJson, piecesHash} from '../document/content-hash.js';
import type {BackendName} from '../engine/backends/backend.js';
import {tfsweepVersion} from '../engine/versions.js';
import type {PreparedExperiment} from '../plan/prepare.js';
import type {PreparedCombination} from '../plan/prepared-combination.js';
import type {EngineName} from '../training/result.js';
import type {Toolchain} from './records/manifest.js';

/** `engines` has one per combination. What is as usual is left out, so that runs keep their names. */
export function toolchainOf(
  backend: BackendName,
  backendVersion: string,
  engines: readonly EngineName[],
  threads: number,
): Toolchain {
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

/**
 * Names a run by its experiment, its data and its toolchain: the same name is the same numbers. How the experiment is written,
 * commented or compared, and how files are called, doesn't matter; which trials a planner comes to want neither.
 */
export function runId({experiment, combinations, search}: PreparedExperiment, toolchain: Toolchain): string {
  const {seed, seeds} = experiment;
  return piecesHash(identity());

  /** Canonical JSON: keys in their order. */
  function* identity(): Generator<string> {
    yield '{"combinations":[';
    let comma = '';
    // A search is what it is by what it may come to, and how.
    for (const one of search?.looked ?? combinations) {
      yield comma + canonicalJson(identityOf(one));
      comma = ',';
    }
    const searched = search ? `"search":${canonicalJson(search.entry)},` : '';
    yield `],${searched}"seed":${seed},"seeds":${seeds},"toolchain":${canonicalJson(toolchain)}}`;
  }
}

function identityOf({combination, setup, trials: [{experiment}]}: PreparedCombination): unknown {
  const {sha256, key, reading} = setup.data.dataset;
  return {parameters: combination.parameters, data: {sha256, numbers: key, reading}, ...experiment};
}

/** The folder of a run below the folder of all results. */
export function runFolderPath(out: string, {experiment}: PreparedExperiment, run: string): string {
  return join(out, experiment.name, run);
}
