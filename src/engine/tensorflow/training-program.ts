import type {TensorFlow} from '../../model/tensorflow.js';
import {epochInputNames, stepsPerEpoch, wholeStepsPerEpoch} from '../../training/epoch-inputs.js';
import type {TrainingSetup} from '../../training/training-session.js';
import {batchTrials} from '../batch/batch-trials.js';
import {expectedStepSeconds} from '../expected-time.js';
import type {KernelGraph} from '../graph/kernel-graph.js';
import {takenBy} from '../graph/taken.js';
import {type RecordedTraining, recordTraining} from '../record/record-training.js';
import {simplify} from '../simplify/simplify.js';
import {callingGraph, type Executor} from './call.js';
import type {GraphDefinition} from './definitions.js';
import type {Made} from './function-writer.js';
import {rewrite} from './rewrite/rewrite.js';
import {type TrainingFunctions, trainingFunctions} from './training-functions.js';

/** Most windows that are forecast at once. */
const MOST_FORECASTED = 1024;
/** A call is to take half a second or less, so that progress is seen, and its inputs to take little memory. */
const SECONDS_OF_A_CALL = 0.5;
const MOST_EPOCHS_OF_A_CALL = 50;
const BYTES_OF_A_CALL = 2 ** 26;

/** Whole trainings of several trials of one shape, as a graph of TensorFlow. */
export interface TrainingGraph {
  readonly definition: GraphDefinition;
  readonly trials: number;
  readonly mostEpochs: number;
  readonly forecasted: number;
  readonly takes: TrainingFunctions['takes'];
  readonly state: TrainingFunctions['state'];
  readonly trainResults: readonly string[];
  readonly perEpoch: readonly string[];
  readonly dropping: RecordedTraining['dropping'];
  readonly weights: RecordedTraining['weights'];
}

/** Inputs that every trial has its own of. */
function differsBetweenTrials(input: string): boolean {
  return !['series', 'target', 'step', 'starts', 'validationStarts'].includes(input);
}

/**
 * Compiles a training for several trials, as far as TensorFlow.js is needed; with its cpu backend. Throws RecordingError or
 * UnsupportedError.
 */
export function compileTraining(
  tf: TensorFlow,
  setup: TrainingSetup,
  trials: number,
  executor: Executor,
  oneDnn: boolean,
): TrainingGraph {
  const {training, windows} = setup;
  const {validation} = windows.starts;
  const forecasted = Math.min(validation.length, MOST_FORECASTED);
  const {graphs: recorded, dropping, weights} = recordTraining(tf, setup, forecasted);
  const graphs = new Map([...recorded].map(([name, graph]) => [name, forTrials(simplify(graph), trials)] as const));
  const used = new Set([...graphs.values()].flatMap(inputsOf));
  const perEpoch = epochInputNames(dropping).filter(name => used.has(name));
  const mostEpochs = epochsOfACall(setup, trials, executor, dropping);
  const wholeSteps = wholeStepsPerEpoch(setup);
  const functions = trainingFunctions({
    graphs,
    trials,
    wholeSteps,
    validationRows: validation.length,
    forecasted,
    mostEpochs,
    earlyStopping: training.earlyStopping,
    perEpoch,
    oneDnn,
  });
  return {
    definition: programGraph(functions, executor),
    trials,
    mostEpochs,
    forecasted,
    takes: functions.takes,
    state: functions.state,
    trainResults: functions.train.results.map(({label}) => label),
    perEpoch,
    dropping,
    weights,
  };
}

/** Forecasting is done a few times only: not worth compiling. */
function programGraph({train, forecast, called, takes}: TrainingFunctions, executor: Executor): GraphDefinition {
  const placeholders: Record<string, Made> = Object.fromEntries(takes);
  const training = callingGraph(placeholders, [train], called, executor);
  const forecasting = callingGraph({}, [forecast], [], 'graph');
  return {
    nodes: [...training.nodes, ...forecasting.nodes],
    functions: [...training.functions, ...forecasting.functions],
  };
}

function forTrials(graph: KernelGraph, trials: number): KernelGraph {
  return rewrite(trials === 1 ? graph : batchTrials(graph, trials, differsBetweenTrials));
}

function inputsOf(graph: KernelGraph): string[] {
  return takenBy(graph).map(({origin}) => origin.name);
}

/** Decided by the training alone, not by how fast it turns out to be. */
function epochsOfACall(
  setup: TrainingSetup,
  trials: number,
  executor: Executor,
  dropping: RecordedTraining['dropping'],
): number {
  const {epochs, batchSize} = setup.training;
  const steps = stepsPerEpoch(setup);
  const masks = dropping.reduce((sum, {size}) => sum + size, 0);
  const bytes = 4 * trials * steps * (batchSize * (1 + masks) + 1);
  const seconds = steps * expectedStepSeconds(executor, setup, trials);
  const fitting = Math.min(SECONDS_OF_A_CALL / seconds, BYTES_OF_A_CALL / bytes);
  return Math.max(1, Math.min(epochs, MOST_EPOCHS_OF_A_CALL, Math.floor(fitting)));
}
