import {backends} from '../engine/backends/index.js';
import {chooseEngines} from '../engine/choose/choose-engine.js';
import type {PreparedExperiment} from '../plan/prepare.js';
import {loadsOf} from '../run/groups/trial-groups.js';
import {makeManifest} from '../run/make-manifest.js';
import type {Manifest, Toolchain} from '../run/records/manifest.js';
import {runId, toolchainOf} from '../run/run-identity.js';

/** A run as `run` without options would make it of an experiment now. */
interface RunAsNow {
  readonly run: string;
  readonly toolchain: Toolchain;
}

/**
 * What a run of an experiment would be called now, on the machine that has made a run by `made`: the version of its backend and its
 * threads are taken from there, where the file asks for the same backend or for any.
 */
function runAsNow(prepared: PreparedExperiment, made: Toolchain): RunAsNow {
  const wanted = prepared.experiment.backend;
  const backend = wanted === 'auto' ? made.backend : wanted;
  const chosen = chooseEngines('auto', backend, loadsOf(prepared));
  const engines = chosen.ok ? chosen.engines : [];
  const status = backends[backend].status();
  const isSame = backend === made.backend;
  const version = isSame ? made.backendVersion : status.works ? status.version : 'not installed';
  const toolchain = toolchainOf(backend, version, engines, isSame ? (made.threads ?? 1) : 1);
  return {run: runId(prepared, toolchain), toolchain};
}

/** Its manifest. */
export function manifestAsNow(prepared: PreparedExperiment, made: Toolchain): Manifest {
  const {run, toolchain} = runAsNow(prepared, made);
  return makeManifest({run, prepared, trials: prepared.trials, toolchain, chosen: undefined, timing: null});
}
