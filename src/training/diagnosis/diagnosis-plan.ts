import type {Graph} from '../../model/graph.js';
import type {TrainingSetup} from '../setup.js';
import {type DiagnosedLayer, diagnosedLayers} from './diagnosed-layers.js';

/** The vectors of one diagnosis, sums over its windows: of layers, of those that bend, or of the states of recurrent ones. */
export const DIAGNOSIS_VECTORS = [
  /** Pre-activations beyond -1 and 1. */
  'squashed',
  /** Sum of |f'| over the pre-activations of layers that bend. */
  'slope',
  /** Pre-activations where the activation saturates, and units that do so in all windows. */
  'saturated',
  'dead',
  /** Squares of the gradient of the mean loss, and of the weights. */
  'gradientSquares',
  'weightSquares',
  /** Squares of the gradients that reach the first and the last state of each recurrent layer. */
  'reaching',
] as const;
export type DiagnosisVector = (typeof DIAGNOSIS_VECTORS)[number];

/** What a diagnosis gives besides: the whole gradient, [weights], and how often each unit of layers that bend is saturated. */
export const DIAGNOSIS_TOTALS = ['gradient', 'saturatedUnits'] as const;
export type DiagnosisTotal = (typeof DIAGNOSIS_TOTALS)[number];

/** What is looked at in a training, in batches of so many windows. */
export interface DiagnosisPlan {
  readonly layers: readonly DiagnosedLayer[];
  readonly batch: number;
  /** Numbers of each vector; those without any are left out. */
  readonly lengths: Readonly<Record<DiagnosisVector, number>>;
}

/** The vectors that a plan has, in an order that all engines keep. */
export function diagnosisVectors(plan: DiagnosisPlan | undefined): readonly {name: DiagnosisVector; length: number}[] {
  if (!plan) return [];
  return DIAGNOSIS_VECTORS.flatMap(name => (plan.lengths[name] > 0 ? [{name, length: plan.lengths[name]}] : []));
}

/** Undefined where nothing is to be looked at. */
export function diagnosisPlan({
  graph,
  training,
  diagnostics,
}: Pick<TrainingSetup, 'graph' | 'training' | 'diagnostics'>): DiagnosisPlan | undefined {
  const layers = diagnosedLayers(graph);
  if (!diagnostics || layers.length === 0 || !isWhole(graph, layers)) return undefined;
  const bending = layers.filter(({bends}) => bends).length;
  const recurrent = layers.filter(({timeSteps}) => timeSteps !== undefined).length;
  return {
    layers,
    batch: diagnosedBatch(training),
    lengths: {
      squashed: layers.length,
      slope: bending,
      saturated: bending,
      dead: bending,
      gradientSquares: layers.length,
      weightSquares: layers.length,
      reaching: 2 * recurrent,
    },
  };
}

/** Whether all weights are those of the layers. */
function isWhole({nodes, parameterCount}: Graph, layers: readonly DiagnosedLayer[]): boolean {
  return layers.reduce((sum, {node}) => sum + nodes[node].parameterCount, 0) === parameterCount;
}

/** As many windows at once as a step has, whose kernels then serve for both, if that is sensible. */
export function diagnosedBatch({batchSize}: Pick<TrainingSetup['training'], 'batchSize'>): number {
  return batchSize >= 16 && batchSize <= 256 ? batchSize : 64;
}

/** One window is looked at for so many that are trained on, at most: again and again, and once more in the end. */
const TRAINED_PER_DIAGNOSED = 100;
/** Points that a training's curve has at most, besides its end. */
const MOST_POINTS = 12;

/** After how many epochs weights are looked at again; the first time is before the first one. */
export function diagnosedEvery({training, windows}: Pick<TrainingSetup, 'training' | 'windows'>): number {
  const trained = windows.starts.train.length;
  return Math.max(
    Math.ceil((TRAINED_PER_DIAGNOSED * Math.min(trained, diagnosedBatch(training))) / trained),
    Math.ceil(training.epochs / MOST_POINTS),
  );
}

/** The windows, by their start rows, that are looked at again and again. */
export function diagnosedStarts({training, windows}: Pick<TrainingSetup, 'training' | 'windows'>): Int32Array {
  return spread(windows.starts.train, diagnosedBatch(training));
}

/** Those that are looked at in the end: all, but for trainings of few epochs. */
export function lastDiagnosedStarts({training, windows}: Pick<TrainingSetup, 'training' | 'windows'>): Int32Array {
  const all = windows.starts.train;
  const most = Math.floor((all.length * training.epochs) / TRAINED_PER_DIAGNOSED);
  return spread(all, Math.max(most, diagnosedBatch(training)));
}

/** So many of all, at even distances. */
function spread(all: Int32Array, most: number): Int32Array {
  const count = Math.min(most, all.length);
  return new Int32Array(count).map((_, index) => all[Math.floor((index * all.length) / count)]);
}

/** Some start rows filled up to a batch, and which of them count: 1, or 0 for what only fills it up. */
export function filledUp(
  starts: Int32Array,
  batch: number,
): {readonly starts: Int32Array; readonly counts: Float32Array} {
  const filled = new Int32Array(batch).fill(starts[0]);
  filled.set(starts);
  return {starts: filled, counts: new Float32Array(batch).fill(1, 0, starts.length)};
}
