import {bytesOf} from '../data/dataset.js';
import type {Problem} from '../document/problem.js';
import {sizeOf} from '../model/shape.js';
import type {TrainingSetup} from '../training/setup.js';
import type {PreparedExperiment} from './prepare.js';

const MEBIBYTE = 2 ** 20;
// Measured on Linux with Node 20 and the compiled engine, over networks of 16 million weights, series of a million rows, and
// batches of 8,192 windows: what was estimated was 0.8 to 1.1 of what a worker took at most.
/** A process with its engine, before it has got any data. */
const PROCESS_BYTES = 90 * MEBIBYTE;
/** Of each weight: its value, its gradient, two moments of an optimizer, the best one so far, and how it was given. */
const BYTES_OF_WEIGHT = 32;
/** Of each number that a layer gives in a step: itself, and its gradient where that isn't written over it. */
const BYTES_OF_ACTIVATION = 8;
/** Data as it is sent, kept as float64, standardized as float32, and forecast. */
const COPIES_OF_DATA = 12;

/** What a process takes in memory that trains with a setup, in bytes: an estimate from what is known before anything is compiled. */
export function trainingBytes(setup: TrainingSetup): number {
  const {graph, data, windows, training} = setup;
  const starts = Object.values(windows.starts).reduce((sum, {byteLength}) => sum + byteLength, 0);
  const batch = Math.min(training.batchSize, windows.starts.train.length);
  const perWindow = graph.nodes.reduce((sum, {shape}) => sum + sizeOf(shape), sizeOf(graph.inputShape));
  return (
    PROCESS_BYTES +
    bytesOf(data.dataset) * COPIES_OF_DATA +
    starts +
    graph.parameterCount * BYTES_OF_WEIGHT +
    perWindow * batch * BYTES_OF_ACTIVATION
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
        message: `a training would take about ${gibibytes(needed)} of memory, and there are ${gibibytes(bytes)}: ${graph.parameterCount} weights, windows of ${windows.offsets.length} rows, ${Math.min(training.batchSize, windows.starts.train.length)} of them at a time`,
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
