import type {ExperimentFile} from '../../experiment/experiment-file.js';
import type {BackendName} from '../backends/backend.js';
import {backends} from '../backends/index.js';
import {backendOf, chooseEngines, type EngineChoice, secondsText, totalSeconds} from './choose-engine.js';
import type {Loads} from './training-load.js';

/** A backend that can be used, and why it was taken; or why the one that was asked for can't be. */
export type BackendChoice =
  | {readonly ok: true; readonly backend: BackendName; readonly version: string; readonly reason: string | undefined}
  | {readonly ok: false; readonly message: string; readonly remedy: string};

/** The backend that was asked for by name, or of those that work here and have the engine the one expected to be faster. */
export function chooseBackend(wanted: ExperimentFile['backend'], loads: Loads, engine: EngineChoice): BackendChoice {
  if (wanted !== 'auto') return usable(wanted, undefined);
  const home = backendOf(engine);
  if (home) return usable(home, `auto: has the ${engine} engine`);
  const native = backends.native.status();
  if (!native.works) return usable('wasm', `auto: native is ${native.reason}`);
  const [here, there] = [expectedOn('wasm', loads, engine), expectedOn('native', loads, engine)];
  const [backend, other] = there < here ? (['native', 'wasm'] as const) : (['wasm', 'native'] as const);
  const times = {wasm: secondsText(here), native: secondsText(there)};
  return usable(backend, `auto: expected to take ${times[backend]}, ${times[other]} on ${other}`);
}

function usable(name: BackendName, reason: string | undefined): BackendChoice {
  const status = backends[name].status();
  if (!status.works)
    return {ok: false, message: `the ${name} backend can't be used: ${status.reason}`, remedy: status.remedy};
  return {ok: true, backend: name, version: status.version, reason};
}

function expectedOn(backend: BackendName, loads: Loads, wanted: EngineChoice): number {
  const chosen = chooseEngines(wanted, backend, loads);
  return chosen.ok ? totalSeconds(backend, index => chosen.engines[index], loads.all()) : Number.POSITIVE_INFINITY;
}
