import type {BackendName} from '../engine/backends/backend.js';
import {type BackendChoice, chooseBackend} from '../engine/choose-backend.js';
import {chooseEngine, ENGINE_CHOICES, type EngineChoice, type EngineName} from '../engine/choose-engine.js';
import {didYouMean} from '../experiment/did-you-mean.js';
import type {ExperimentFile} from '../experiment/experiment-file.generated.js';
import {bad, type Checked} from '../experiment/problem.js';
import {problemsText} from '../report/problems-text.js';
import {styleFor} from '../report/style.js';
import {type PreparedExperiment, prepareExperiment} from '../run/prepare.js';
import type {Ci} from './ci.js';
import {InputError} from './exit-codes.js';

/** An experiment that is ready, or undefined after its problems have been told. */
export function preparedOrTold(file: string, overrides?: readonly string[], ci?: Ci): PreparedExperiment | undefined {
  return valueOrTold(prepareExperiment(file, overrides ?? []), ci);
}

/** A value, or undefined after the problems in its way have been told. */
export function valueOrTold<T>(checked: Checked<T>, ci: Ci | undefined): T | undefined {
  if (checked.ok) return checked.value;
  process.stderr.write(problemsText(checked.problems, styleFor(process.stderr)));
  ci?.problems(checked.problems);
  return undefined;
}

const BACKENDS: readonly ExperimentFile['backend'][] = ['wasm', 'native', 'cpu', 'auto'];

/** The backend to use: the option's, else the file's; undefined after it has been told why the file's can't be used. */
export function backendOrTold(
  {experiment, combinations}: PreparedExperiment,
  option: string | undefined,
  engine: string,
  ci?: Ci,
): Extract<BackendChoice, {ok: true}> | undefined {
  const wanted = option === undefined ? experiment.backend : BACKENDS.find(name => name === option);
  if (!wanted) throw new InputError(`there is no backend '${option}'`, didYouMean(option ?? '', BACKENDS));
  const work = combinations.map(({graph, combination}) => ({
    graph,
    batchSize: combination.experiment.training.batchSize,
  }));
  const choice = chooseBackend(wanted, work, engineChoiceOrThrow(engine));
  if (choice.ok) return choice;
  if (option !== undefined) throw new InputError(choice.message, choice.remedy);
  const problem = {message: choice.message, place: experiment.file.place(['backend']), hint: choice.remedy};
  return valueOrTold<never>(bad([problem]), ci);
}

/** The engine that an option asks for. Throws InputError. */
export function engineOrThrow(option: string, backend: BackendName): EngineName {
  const chosen = chooseEngine(engineChoiceOrThrow(option), backend);
  if (!chosen.ok) throw new InputError(chosen.message, chosen.remedy);
  return chosen.engine;
}

function engineChoiceOrThrow(option: string): EngineChoice {
  const wanted = ENGINE_CHOICES.find(name => name === option);
  if (!wanted) throw new InputError(`there is no engine '${option}'`, didYouMean(option, ENGINE_CHOICES));
  return wanted;
}
