import {didYouMean} from '../document/did-you-mean.js';
import {chooseBackend} from '../engine/choose/choose-backend.js';
import {chooseEngines, ENGINE_CHOICES} from '../engine/choose/choose-engine.js';
import {BACKEND_CHOICES} from '../experiment/experiment-file.js';
import type {PreparedExperiment} from '../plan/prepare.js';
import {loadsOf} from './groups/trial-groups.js';
import type {RunOptions} from './run-options.js';

/** What is going to produce the numbers; `engines` has one per combination. */
export type ChosenToolchain = Pick<RunOptions, 'backend' | 'backendVersion' | 'engines'> & {
  readonly chosen: NonNullable<RunOptions['chosen']>;
};

/** Why there is nothing that could; `of` tells whether the file asks for it or whoever called. */
export interface NoToolchain {
  readonly of: 'file' | 'caller';
  readonly message: string;
  readonly hint: string | undefined;
}

/** The backend to use, the caller's or else the file's, and the engines on it. */
export function chooseToolchain(
  {experiment, ...prepared}: PreparedExperiment,
  asked: {readonly backend?: string | undefined; readonly engine: string},
): ChosenToolchain | NoToolchain {
  const wanted =
    asked.backend === undefined ? experiment.backend : BACKEND_CHOICES.find(name => name === asked.backend);
  if (!wanted) return unknown('backend', asked.backend ?? '', BACKEND_CHOICES);
  const engine = ENGINE_CHOICES.find(name => name === asked.engine);
  if (!engine) return unknown('engine', asked.engine, ENGINE_CHOICES);
  const loads = loadsOf({experiment, ...prepared});
  const choice = chooseBackend(wanted, loads, engine);
  if (!choice.ok)
    return {of: asked.backend === undefined ? 'file' : 'caller', message: choice.message, hint: choice.remedy};
  const {backend, version, reason} = choice;
  const engines = chooseEngines(engine, backend, loads);
  if (!engines.ok) return {of: 'caller', message: engines.message, hint: engines.remedy};
  return {
    backend,
    backendVersion: version,
    engines: engines.engines,
    chosen: {backend: reason ?? null, engine: engines.reason ?? null},
  };
}

function unknown(what: string, name: string, allowed: readonly string[]): NoToolchain {
  return {of: 'caller', message: `there is no ${what} '${name}'`, hint: didYouMean(name, allowed)};
}
