import {bytesOf} from '../data/dataset.js';
import type {Problem} from '../document/problem.js';
import type {GraphNode} from '../model/graph.js';
import {layerKindOf} from '../model/layers/index.js';
import {positions} from '../model/layers/layer.js';
import {sizeOf} from '../model/shape.js';
import {forecastWidth, type TrainingSetup} from '../training/setup.js';
import type {PreparedExperiment} from './prepare.js';

const MEBIBYTE = 2 ** 20;
// Fitted by test/bench/memory.ts on Linux with Node 20 and the compiled engine: wide and deep networks, recurrent ones of 10 to
// 400 time steps, dropout, forecasts of 500 steps, series of a million rows. Other engines take more; a process of the native
// backend has 390 MiB before any data.
/** A process with its engine, before it has got any data. */
const PROCESS_BYTES = 88 * MEBIBYTE;
/** Of each weight: its value, its gradient, two moments of an optimizer, the best one so far, and how it was given. */
const BYTES_OF_WEIGHT = 32;
/** Of each number that is worked out of a window: itself, and its gradient where that isn't written over it. */
const BYTES_OF_OUTPUT = 8;
/** Of each number that is only moved. */
const BYTES_OF_COPY = 4;
/** Of each number that dropout may drop in an epoch: its mask is drawn, laid down, and handed over. */
const BYTES_OF_MASK = 12;
/** Of each forecast of a window: collected, sent, and measured. */
const BYTES_OF_FORECAST = 48;
/** Data as it is sent, kept as float64, and standardized as float32. */
const COPIES_OF_DATA = 12;
/** What a program takes as it is compiled: of each layer with weights, of each time step, and more of each of its operations. */
const PROGRAM_BYTES = {layer: 0.8 * MEBIBYTE, timeStep: 0.2 * MEBIBYTE, operation: 0.15 * MEBIBYTE};

/** What a process takes in memory at least that trains with a setup, in bytes: an estimate from what is known before anything is compiled. */
export function trainingBytes(setup: TrainingSetup): number {
  const {graph, data, windows, training} = setup;
  const {train, validation, test} = windows.starts;
  const count = train.length + validation.length + test.length;
  const batch = Math.min(training.batchSize, train.length);
  const steps = Math.ceil(train.length / training.batchSize);
  const inputs = sizeOf(graph.inputShape) * batch * BYTES_OF_COPY;
  return (
    PROCESS_BYTES +
    bytesOf(data.dataset) * COPIES_OF_DATA +
    count * forecastWidth(setup) * BYTES_OF_FORECAST +
    graph.parameterCount * BYTES_OF_WEIGHT +
    graph.nodes.reduce((sum, node) => sum + layerBytes(node, batch, steps), inputs)
  );
}

function layerBytes({entry, inputShapes, shape, parameterCount}: GraphNode, batch: number, steps: number): number {
  const kind = layerKindOf(entry);
  const {outputs, operationsPerTimeStep} = kind.cost(entry, inputShapes);
  const timeSteps = operationsPerTimeStep > 0 ? positions(inputShapes) : 0;
  const {layer, timeStep, operation} = PROGRAM_BYTES;
  return (
    batch * (outputs > 0 ? outputs * BYTES_OF_OUTPUT : sizeOf(shape) * BYTES_OF_COPY) +
    steps * batch * (kind.drops?.(entry, inputShapes).size ?? 0) * BYTES_OF_MASK +
    (parameterCount > 0 ? layer : 0) +
    timeSteps * (timeStep + operationsPerTimeStep * operation)
  );
}

/** Why trainings don't fit into so many bytes; none where each of them does by itself. */
export function memoryProblems({alike}: Pick<PreparedExperiment, 'alike'>, bytes: number): readonly Problem[] {
  return alike.flatMap(({first}) => {
    const needed = trainingBytes(first.setup);
    if (needed <= bytes) return [];
    const {windows, graph, training} = first.setup;
    return [
      {
        message: `a training would take at least ${gibibytes(needed)} of memory, and there are ${gibibytes(bytes)}: ${graph.parameterCount} weights, windows of ${windows.offsets.length} rows, ${Math.min(training.batchSize, windows.starts.train.length)} of them at a time`,
        place: first.combination.place(['model', 'layers']),
        hint: 'a smaller batchSize, a shorter window, or a smaller network',
      },
    ];
  });
}

/** Bytes as people read them. */
export function bytesText(bytes: number): string {
  return bytes < 1024 * MEBIBYTE ? `${Math.ceil(bytes / MEBIBYTE)} MiB` : gibibytes(bytes);
}

function gibibytes(bytes: number): string {
  return `${Number((bytes / 2 ** 30).toPrecision(2))} GiB`;
}
