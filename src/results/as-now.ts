import {chooseEngines} from '../engine/choose-engine.js';
import {type Manifest, type Means, manifestOf, meansOf} from '../run/manifest.js';
import type {PreparedExperiment} from '../run/prepare.js';
import {runId} from '../run/run-id.js';
import {worksOf} from '../run/trial-groups.js';

/**
 * The manifest that `run` without options would write of an experiment now, on the machine that has made a run by `means`:
 * its backend's version and threads are taken from there, where the file asks for the same backend or for any.
 */
export function manifestAsNow(prepared: PreparedExperiment, means: Means): Manifest {
  const wanted = prepared.experiment.backend;
  const backend = wanted === 'auto' ? means.backend : wanted;
  const chosen = chooseEngines('auto', backend, worksOf(prepared));
  const engines = chosen.ok ? chosen.engines : [];
  const now = meansOf(backend, means.backendVersion, engines, backend === means.backend ? (means.threads ?? 1) : 1);
  return manifestOf(runId(prepared.trials, now), prepared, now, undefined, null);
}
