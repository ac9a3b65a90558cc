import {didYouMean} from '../document/did-you-mean.js';
import {bad} from '../document/problem.js';
import {chooseBackend} from '../engine/choose/choose-backend.js';
import {chooseEngines, ENGINE_CHOICES, type EngineChoice} from '../engine/choose/choose-engine.js';
import {BACKEND_CHOICES} from '../experiment/experiment-file.js';
import type {PreparedExperiment} from '../plan/prepare.js';
import {loadsOf} from '../run/groups/trial-groups.js';
import type {RunOptions} from '../run/run-options.js';
import type {Ci} from './ci.js';
import {InputError} from './exit-codes.js';
import {valueOrTold} from './prepared.js';

/** What is going to produce the numbers; `engines` has one per combination. */
export type ChosenToolchain = Pick<RunOptions, 'backend' | 'backendVersion' | 'engines'> & {
  readonly chosen: NonNullable<RunOptions['chosen']>;
};

/**
 * The backend to use, the option's or else the file's, and the engines on it; undefined after it has been told why the file's
 * can't be used. Throws InputError.
 */
export function toolchainOrTold(
  prepared: PreparedExperiment,
  options: {readonly backend?: string | undefined; readonly engine: string},
  ci?: Ci,
): ChosenToolchain | undefined {
  const {experiment} = prepared;
  const wanted =
    options.backend === undefined ? experiment.backend : BACKEND_CHOICES.find(name => name === options.backend);
  if (!wanted)
    throw new InputError(
      `there is no backend '${options.backend}'`,
      didYouMean(options.backend ?? '', BACKEND_CHOICES),
    );
  const loads = loadsOf(prepared);
  const engine = engineChoiceOrThrow(options.engine);
  const choice = chooseBackend(wanted, loads, engine);
  if (!choice.ok && options.backend !== undefined) throw new InputError(choice.message, choice.remedy);
  if (!choice.ok) {
    const problem = {message: choice.message, place: experiment.file.place(['backend']), hint: choice.remedy};
    return valueOrTold<never>(bad([problem]), ci);
  }
  const {backend, version, reason} = choice;
  const engines = chooseEngines(engine, backend, loads);
  if (!engines.ok) throw new InputError(engines.message, engines.remedy);
  return {
    backend,
    backendVersion: version,
    engines: engines.engines,
    chosen: {backend: reason ?? null, engine: engines.reason ?? null},
  };
}

function engineChoiceOrThrow(option: string): EngineChoice {
  const wanted = ENGINE_CHOICES.find(name => name === option);
  if (!wanted) throw new InputError(`there is no engine '${option}'`, didYouMean(option, ENGINE_CHOICES));
  return wanted;
}
