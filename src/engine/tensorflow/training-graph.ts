import type {TensorFlow} from '../../model/tensorflow.js';
import type {TrainingContract} from '../../training/contract.js';
import {diagnosedEvery} from '../../training/diagnosis/diagnosis-plan.js';
import type {TrainingSetup} from '../../training/setup.js';
import {expectedStepSeconds} from '../choose/expected-time.js';
import {batchTrials} from '../common/batch/batch-trials.js';
import type {KernelGraph} from '../common/graph/kernel-graph.js';
import {recordTraining} from '../common/record/record-training.js';
import {simplify} from '../common/simplify/simplify.js';
import {callingGraph, type GraphEngine} from './calling-graph.js';
import type {GraphDefinition} from './definitions.js';
import type {Made} from './function-writer.js';
import {rewrite} from './rewrite/rewrite.js';
import {differsBetweenTrials, type TrainingFunctions, trainingFunctions} from './training-functions.js';

/** Most windows that are forecast at once. */
const MOST_FORECASTED = 1024;
/** A call is to take half a second or less, so that progress is seen, and its inputs to take little memory. */
const SECONDS_OF_A_CALL = 0.5;
const MOST_EPOCHS_OF_A_CALL = 50;
const BYTES_OF_A_CALL = 2 ** 26;

/** Whole trainings of several trials of one shape, as a graph of TensorFlow. */
export interface TrainingGraph {
  readonly definition: GraphDefinition;
  readonly contract: TrainingContract;
  readonly trials: number;
  readonly mostEpochs: number;
  readonly forecasted: number;
  readonly takes: TrainingFunctions['takes'];
  readonly state: TrainingFunctions['state'];
  readonly trainResults: readonly string[];
  /** What a look at the layers gives, and takes; nothing where nobody looks. */
  readonly diagnosis: {readonly results: readonly string[]; readonly takes: readonly string[]} | undefined;
}

/**
 * Writes a training for several trials as a graph, as far as TensorFlow.js is needed; with its cpu backend. Throws
 * RecordingError or UnsupportedError.
 */
export function trainingGraph(
  tf: TensorFlow,
  setup: TrainingSetup,
  trials: number,
  engine: GraphEngine,
  oneDnn: boolean,
): TrainingGraph {
  const forecasted = Math.min(setup.windows.starts.validation.length, MOST_FORECASTED);
  const {graphs: recorded, contract} = recordTraining(tf, setup, forecasted);
  const graphs = new Map(
    [...recorded].map(([part, graph]) => [part, forTrials(simplify(graph), trials, contract)] as const),
  );
  const mostEpochs = epochsOfACall(setup, trials, engine, contract);
  const {earlyStopping} = setup.training;
  const functions = trainingFunctions({graphs, contract, trials, forecasted, mostEpochs, earlyStopping, oneDnn});
  return {
    definition: programGraph(functions, engine),
    contract,
    trials,
    mostEpochs,
    forecasted,
    takes: functions.takes,
    state: functions.state,
    trainResults: functions.train.results.map(({label}) => label),
    diagnosis: functions.diagnosis && {
      results: functions.diagnosis.results.map(({label}) => label),
      takes: functions.diagnosis.parameters.map(({label}) => label),
    },
  };
}

/** Forecasting and looking are done a few times only: not worth compiling. */
function programGraph(
  {train, forecast, diagnosis, called, takes}: TrainingFunctions,
  engine: GraphEngine,
): GraphDefinition {
  const placeholders: Record<string, Made> = Object.fromEntries(takes);
  const training = callingGraph(placeholders, [train], called, engine);
  const forecasting = callingGraph({}, diagnosis ? [forecast, diagnosis] : [forecast], [], 'graph');
  return {
    nodes: [...training.nodes, ...forecasting.nodes],
    functions: [...training.functions, ...forecasting.functions],
  };
}

function forTrials(graph: KernelGraph, trials: number, contract: TrainingContract): KernelGraph {
  return rewrite(trials === 1 ? graph : batchTrials(graph, trials, input => differsBetweenTrials(contract, input)));
}

/** Decided by the training alone, not by how fast it turns out to be. */
function epochsOfACall(
  setup: TrainingSetup,
  trials: number,
  engine: GraphEngine,
  {sizes: {steps, batch}, dropping, diagnosis}: TrainingContract,
): number {
  const masks = dropping.reduce((sum, {size}) => sum + size, 0);
  const bytes = 4 * trials * steps * (batch * (1 + masks) + 1);
  const seconds = steps * expectedStepSeconds('native', engine, setup, trials);
  const fitting = Math.min(SECONDS_OF_A_CALL / seconds, BYTES_OF_A_CALL / bytes);
  // Layers are looked at between two calls.
  const most = Math.min(setup.training.epochs, diagnosis ? diagnosedEvery(setup) : MOST_EPOCHS_OF_A_CALL);
  return Math.max(1, Math.min(most, MOST_EPOCHS_OF_A_CALL, Math.floor(fitting)));
}
