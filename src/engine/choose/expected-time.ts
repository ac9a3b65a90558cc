import type {GraphNode} from '../../model/graph.js';
import {layerKindOf} from '../../model/layers/index.js';
import {type LayerCost, positions} from '../../model/layers/layer.js';
import type {EngineName} from '../../training/result.js';
import {stepsPerEpoch} from '../../training/setup.js';
import type {BackendName} from '../backends/backend.js';
import type {TrainingLoad} from './training-load.js';

/** What decides about a training step. */
type Stepping = Pick<TrainingLoad, 'graph' | 'training'>;

/** What a training step consists of, as far as time goes; all of it is known from the layers' shapes. */
interface StepSize {
  /** Layers with weights. */
  readonly layers: number;
  /** Time steps of all recurrent layers; those of gated ones, LSTM and GRU, count three times: they have as many more operations. */
  readonly timeSteps: number;
  /** Multiplications of weights, forwards and twice backwards. */
  readonly multiplications: number;
  /** Numbers that layers give, gates of recurrent layers included. */
  readonly outputs: number;
  readonly weights: number;
}

/** How long an engine takes for a step of several trials in one program, on one thread. */
interface Speed {
  /** Microseconds, once for all trials, whatever the sizes. */
  readonly perLayer: number;
  readonly perTimeStep: number;
  /** Nanoseconds, for each trial. */
  readonly perMultiplication: number;
  readonly perOutput: number;
  readonly perWeight: number;
  /** How many times longer all of that takes with recurrent layers. */
  readonly recurrent: number;
  /** Seconds until a program is ready: in any case, and for each time step. */
  readonly prepare: {readonly program: number; readonly perTimeStep: number};
  /** Multiplications of one product from which on it gains from a second thread; with fewer it loses. */
  readonly threadsFrom: number;
  /** Trials are put together until what comes once for all of them takes this share of the time; and the most of them. */
  readonly sharing: {readonly until: number; readonly most: number};
}

/** Of engines that train one trial at a time. */
const ALONE: Speed['sharing'] = {until: 1, most: 1};

/**
 * Fitted by test/bench/speeds.ts and fit_speeds.py to 14 networks on one thread of an AVX-512 server, Dense layers of 8 to 512
 * units and recurrent ones of 8 to 128; most times are met within a third. test/bench/native.ts checks the choices.
 */
const SPEEDS: Readonly<Record<Exclude<EngineName, 'eager'> | `eager on ${BackendName}`, Speed>> = {
  compiled: {
    perLayer: 0.27,
    perTimeStep: 0.07,
    perMultiplication: 0.05,
    perOutput: 1.2,
    perWeight: 0,
    recurrent: 1,
    prepare: {program: 0.1, perTimeStep: 0.005},
    threadsFrom: Number.POSITIVE_INFINITY,
    sharing: ALONE,
  },
  graph: {
    perLayer: 15,
    perTimeStep: 5.8,
    perMultiplication: 0.0086,
    perOutput: 5,
    perWeight: 1.5,
    recurrent: 1,
    prepare: {program: 0.35, perTimeStep: 0.01},
    threadsFrom: 3e8,
    sharing: {until: 1 / 10, most: 8},
  },
  xla: {
    perLayer: 2.3,
    perTimeStep: 4,
    perMultiplication: 0.0046,
    perOutput: 5.5,
    perWeight: 0,
    // They are unrolled for it: from 0.8 times (simple-rnn of 20 units) to 2.3 times (LSTM of 20) was measured.
    recurrent: 2.3,
    prepare: {program: 1.15, perTimeStep: 0.2},
    threadsFrom: 1e9,
    sharing: {until: 1 / 30, most: 16},
  },
  'eager on wasm': {
    perLayer: 230,
    perTimeStep: 160,
    perMultiplication: 0.64,
    perOutput: 0,
    perWeight: 0,
    recurrent: 1,
    prepare: {program: 0, perTimeStep: 0},
    threadsFrom: Number.POSITIVE_INFINITY,
    sharing: ALONE,
  },
  'eager on native': {
    perLayer: 800,
    perTimeStep: 330,
    perMultiplication: 0,
    perOutput: 21,
    perWeight: 12,
    recurrent: 1,
    prepare: {program: 0.15, perTimeStep: 0},
    threadsFrom: 3e8,
    sharing: ALONE,
  },
  'eager on cpu': {
    perLayer: 300,
    perTimeStep: 750,
    perMultiplication: 4.5,
    perOutput: 0,
    perWeight: 0,
    recurrent: 1,
    prepare: {program: 0, perTimeStep: 0},
    threadsFrom: Number.POSITIVE_INFINITY,
    sharing: ALONE,
  },
};

function speedOf(backend: BackendName, engine: EngineName): Speed {
  return SPEEDS[engine === 'eager' ? (`eager on ${backend}` as const) : engine];
}

/** Seconds from the start of the command until workers have loaded their backend. */
const START: Readonly<Record<BackendName, number>> = {wasm: 0.6, native: 1.05, cpu: 0.6};

/** What a sweep is expected to take of two workers, whose programs are compiled at the same time where they are several. */
export function expectedSweepSeconds(
  backend: BackendName,
  loads: readonly {readonly load: TrainingLoad; readonly engine: EngineName}[],
): number {
  const each = loads.map(({load, engine}) => expectedTimes(backend, engine, load));
  const compiling = each.reduce((sum, {prepare}) => sum + prepare, 0);
  // Every worker compiles the one program that there is.
  const most = Math.max(...each.map(({program}) => program));
  return START[backend] + Math.max(most, compiling / 2) + each.reduce((sum, {train}) => sum + train, 0);
}

/**
 * Seconds that a load adds to a sweep of two workers, whatever machine this is: what is chosen by it decides about bits, and
 * has to be the same everywhere.
 */
export function expectedSeconds(backend: BackendName, engine: EngineName, load: TrainingLoad): number {
  const {prepare, train} = expectedTimes(backend, engine, load);
  return prepare + train;
}

/** Seconds of a whole program's preparation, a load's share of it, and of its training. */
function expectedTimes(
  backend: BackendName,
  engine: EngineName,
  load: TrainingLoad,
): {readonly program: number; readonly prepare: number; readonly train: number} {
  const speed = speedOf(backend, engine);
  const size = sizeOfStep(load);
  const program = speed.prepare.program + speed.prepare.perTimeStep * size.timeSteps;
  const together = Math.min(load.alike, mostTrialsTogether(backend, engine, load));
  const perTrial = stepSeconds(speed, size, together) / together;
  const trialSteps = load.trials * load.training.epochs * stepsPerEpoch(load);
  return {
    program,
    prepare: (program * load.trials) / load.alike,
    train: (trialSteps * perTrial) / Math.min(2, load.alike),
  };
}

/** Seconds that a step of some trials in one program is expected to take on one thread. */
export function expectedStepSeconds(backend: BackendName, engine: EngineName, step: Stepping, trials: number): number {
  return stepSeconds(speedOf(backend, engine), sizeOfStep(step), trials);
}

function stepSeconds(speed: Speed, size: StepSize, trials: number): number {
  const factor = size.timeSteps > 0 ? speed.recurrent : 1;
  return (shared(speed, size) + trials * own(speed, size)) * factor * 1e-6;
}

/** How many trials of a load one program is to train at most. */
export function mostTrialsTogether(backend: BackendName, engine: EngineName, step: Stepping): number {
  const speed = speedOf(backend, engine);
  const size = sizeOfStep(step);
  const wanted = Math.ceil(shared(speed, size) / own(speed, size) / speed.sharing.until);
  return Math.max(1, Math.min(speed.sharing.most, wanted));
}

/**
 * Whether a step of a load is large enough for several threads. Measured on two cores: Dense layers of 512 units (67 million
 * multiplications a product) took 1.2 times as long with two threads by the graph executor and as long by XLA; those of 1024
 * with batches of 512 (537 million) 0.67 times by the graph executor, 1.35 times by XLA; those of 2048 0.6 and 0.74 times; LSTM
 * layers of 128 units 1.4 times, smaller ones 3 times.
 */
export function gainsFromThreads(backend: BackendName, engine: EngineName, {graph, training}: Stepping): boolean {
  const largest = Math.max(...graph.nodes.map(node => node.parameterCount * positions(node.inputShapes)));
  const recurrent = graph.nodes.some(node => costOf(node).operationsPerTimeStep > 0);
  return !recurrent && training.batchSize * largest >= speedOf(backend, engine).threadsFrom;
}

/** Microseconds of a step, for any number of trials. */
function shared({perLayer, perTimeStep}: Speed, {layers, timeSteps}: StepSize): number {
  return perLayer * layers + perTimeStep * timeSteps;
}

/** Microseconds of a step for each trial. */
function own(speed: Speed, {multiplications, outputs, weights}: StepSize): number {
  const {perMultiplication, perOutput, perWeight} = speed;
  return (perMultiplication * multiplications + perOutput * outputs + perWeight * weights) / 1000;
}

function sizeOfStep({graph, training: {batchSize}}: Stepping): StepSize {
  const sum = (of: (node: GraphNode) => number) => graph.nodes.reduce((total, node) => total + of(node), 0);
  return {
    layers: sum(({parameterCount}) => Number(parameterCount > 0)),
    timeSteps: sum(node => costOf(node).operationsPerTimeStep * positions(node.inputShapes)),
    multiplications: 3 * batchSize * sum(node => node.parameterCount * positions(node.inputShapes)),
    outputs: batchSize * sum(node => costOf(node).outputs),
    weights: graph.parameterCount,
  };
}

function costOf({entry, inputShapes}: GraphNode): LayerCost {
  return layerKindOf(entry).cost(entry, inputShapes);
}
