import {backends} from '../engine/backends/index.js';
import {chooseEngines} from '../engine/choose-engine.js';
import {type Manifest, type Means, manifestOf, meansOf} from '../run/manifest.js';
import type {PreparedExperiment} from '../run/prepare.js';
import {runId} from '../run/run-id.js';
import {worksOf} from '../run/trial-groups.js';

/** A run as `run` without options would make it of an experiment now. */
interface RunAsNow {
  readonly run: string;
  readonly means: Means;
}

/**
 * What a run of an experiment would be called now, on the machine that has made a run by `made`: the version of its backend and its
 * threads are taken from there, where the file asks for the same backend or for any.
 */
export function runAsNow(prepared: PreparedExperiment, made: Means): RunAsNow {
  const wanted = prepared.experiment.backend;
  const backend = wanted === 'auto' ? made.backend : wanted;
  const chosen = chooseEngines('auto', backend, worksOf(prepared));
  const engines = chosen.ok ? chosen.engines : [];
  const status = backends[backend].status();
  const isSame = backend === made.backend;
  const version = isSame ? made.backendVersion : status.works ? status.version : 'not installed';
  const means = meansOf(backend, version, engines, isSame ? (made.threads ?? 1) : 1);
  return {run: runId(prepared.trials, means), means};
}

/** Its manifest. */
export function manifestAsNow(prepared: PreparedExperiment, made: Means): Manifest {
  const {run, means} = runAsNow(prepared, made);
  return manifestOf(run, prepared, means, undefined, null);
}
