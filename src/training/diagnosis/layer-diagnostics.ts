import type {ActivationName} from '../../model/activations/index.js';
import type {TrainingSetup} from '../setup.js';
import type {Look, Looks} from './diagnosis-numbers.js';
import {type DiagnosisPlan, type DiagnosisVector, diagnosedEvery, diagnosisPlan} from './diagnosis-plan.js';

/** What was seen of a layer, look by look; null where it is no finite number. */
export interface LayerDiagnostics {
  readonly name: string;
  readonly activation: ActivationName;
  readonly units: number;
  /** Share of pre-activations beyond -1 and 1. */
  readonly squashed: readonly (number | null)[];
  /** Share of those where the activation saturates, mean of |f'|, and share of units that saturate in all windows; not of linear ones. */
  readonly saturated?: readonly (number | null)[];
  readonly slope?: readonly (number | null)[];
  readonly dead?: readonly (number | null)[];
  /** Norms of the mean loss's gradient with respect to the layer's weights, and of these. */
  readonly gradient_norm: readonly (number | null)[];
  readonly weight_norm: readonly (number | null)[];
  /** Of a recurrent layer: norms of a window's gradient with respect to its first and its last state, as a root mean square over windows. */
  readonly first_state?: readonly (number | null)[];
  readonly last_state?: readonly (number | null)[];
}

/** What was seen of the layers of a training: before its first epoch, after some of them, and in the end. */
export interface TrainingDiagnostics {
  /** How many epochs were trained at each look; the last one is of the weights that were measured. */
  readonly after_epochs: readonly number[];
  readonly layers: readonly LayerDiagnostics[];
  /** The same of all training windows in the end, or of a share of them where epochs were few, and the norm of the whole gradient. */
  readonly end: {
    readonly windows: number;
    readonly gradient_norm: number | null;
    readonly layers: readonly LayerDiagnostics[];
  };
}

/** How many of a training's looks come before its end: none is taken after its last epoch. */
export function looksBefore(setup: Pick<TrainingSetup, 'training' | 'windows'>, epochs: number): number {
  return Math.ceil(epochs / diagnosedEvery(setup));
}

/** What the looks at a training say; undefined where nobody looked. */
export function trainingDiagnostics(
  setup: Pick<TrainingSetup, 'graph' | 'training' | 'windows' | 'diagnostics'>,
  looks: Looks | undefined,
  measuredEpoch: number,
): TrainingDiagnostics | undefined {
  const plan = diagnosisPlan(setup);
  if (!plan || !looks) return undefined;
  const {end} = looks;
  const every = diagnosedEvery(setup);
  // What came after the weights that were measured led nowhere.
  const curve = looks.curve.filter((_, index) => index === looks.curve.length - 1 || index * every < measuredEpoch);
  const whole = Array.from(end.numbers.gradientSquares ?? []).reduce((sum, own) => sum + own, 0);
  return {
    after_epochs: curve.map((_, index) => (index === curve.length - 1 ? measuredEpoch : index * every)),
    layers: layersSeen(plan, curve),
    end: {windows: end.windows, gradient_norm: rounded(Math.sqrt(whole)), layers: layersSeen(plan, [end])},
  };
}

function layersSeen({layers}: DiagnosisPlan, looks: readonly Look[]): LayerDiagnostics[] {
  let [bending, recurrent] = [0, 0];
  return layers.map((layer, index): LayerDiagnostics => {
    const {name, activation, units, times, bends, timeSteps} = layer;
    const along = (vector: DiagnosisVector, at: number, told: (number: number, windows: number) => number) =>
      looks.map(({numbers, windows}) => rounded(told(numbers[vector]?.[at] ?? Number.NaN, windows)));
    const share = (vector: DiagnosisVector, at: number) =>
      along(vector, at, (sum, windows) => sum / (windows * units * times));
    const norm = (vector: DiagnosisVector) => along(vector, index, Math.sqrt);
    const ofWindows = (at: number) => along('reaching', at, (squares, windows) => Math.sqrt(squares / windows));
    const seen: LayerDiagnostics = {
      name,
      activation,
      units,
      squashed: share('squashed', index),
      ...(bends
        ? {
            saturated: share('saturated', bending),
            slope: share('slope', bending),
            dead: along('dead', bending, count => count / units),
          }
        : {}),
      gradient_norm: norm('gradientSquares'),
      weight_norm: norm('weightSquares'),
      ...(timeSteps === undefined
        ? {}
        : {first_state: ofWindows(2 * recurrent), last_state: ofWindows(2 * recurrent + 1)}),
    };
    if (bends) bending++;
    if (timeSteps !== undefined) recurrent++;
    return seen;
  });
}

/** Four digits are enough to look at; null for what is no finite number. */
function rounded(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(4)) : null;
}
