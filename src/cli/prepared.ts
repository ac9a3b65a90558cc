import type {BackendName} from '../engine/backends/backend.js';
import {type BackendChoice, chooseBackend} from '../engine/choose-backend.js';
import {chooseEngine, ENGINE_CHOICES, type EngineChoice, type EngineName} from '../engine/choose-engine.js';
import {didYouMean} from '../experiment/did-you-mean.js';
import type {ExperimentFile} from '../experiment/experiment-file.generated.js';
import {problemsText} from '../report/problems-text.js';
import {styleFor} from '../report/style.js';
import {type PreparedExperiment, prepareExperiment} from '../run/prepare.js';
import {InputError} from './exit-codes.js';

/** An experiment that is ready, or undefined after its problems have been told. */
export function preparedOrTold(file: string, overrides: readonly string[] = []): PreparedExperiment | undefined {
  const prepared = prepareExperiment(file, overrides);
  if (prepared.ok) return prepared.value;
  process.stderr.write(problemsText(prepared.problems, styleFor(process.stderr)));
  return undefined;
}

const BACKENDS: readonly ExperimentFile['backend'][] = ['wasm', 'native', 'cpu', 'auto'];

/** The backend to use: the option's, else the file's; undefined after it has been told why the file's can't be used. */
export function backendOrTold(
  {experiment, combinations}: PreparedExperiment,
  option: string | undefined,
  engine: string,
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
  process.stderr.write(problemsText([problem], styleFor(process.stderr)));
  return undefined;
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
