import type {Tensor} from '@tensorflow/tfjs-core';
import type {TensorFlow} from '../../model/tensorflow.js';
import type {Dropping} from '../../training/epoch-inputs.js';
import {TrainingSession, type TrainingSetup} from '../../training/training-session.js';
import type {KernelGraph} from '../graph/kernel-graph.js';
import {record} from './recorder.js';

/** Everything that a training computes, as graphs by what they do. */
export interface RecordedTraining {
  /** `step`, `remainder` (where there is one), `forecast` of a batch of windows, and `validation`, the loss of forecasts. */
  readonly graphs: ReadonlyMap<string, KernelGraph>;
  /** Sizes of what dropout layers take, and their rates. */
  readonly dropping: readonly Dropping[];
  /** The weights in the order of the session's: a node of the model's graph, and which of its weights. */
  readonly weights: readonly {readonly node: number; readonly weight: number}[];
}

/**
 * Records a training's step on the cpu backend, and what is measured; `forecasted` is how many windows are forecast at once.
 * Throws RecordingError.
 */
export function recordTraining(tf: TensorFlow, setup: TrainingSetup, forecasted: number): RecordedTraining {
  const {core} = tf;
  const session = new TrainingSession(tf, setup);
  const made: Tensor[] = [];
  const keep = <T extends Tensor>(tensor: T): T => {
    made.push(tensor);
    return tensor;
  };
  try {
    session.startEpoch(1);
    const labels = labelLayers(session);
    const graphs = new Map<string, KernelGraph>();
    const add = (name: string, inputs: Record<string, Tensor>, run: () => Record<string, Tensor>) => {
      graphs.set(
        name,
        record(core, {inputs: {...session.inputs, ...inputs}, state: session.variables, layer: labels, run}),
      );
    };
    if (session.wholeSteps > 0) {
      const step = keep(core.scalar(0, 'int32'));
      add('step', {step}, () => {
        session.step(step);
        return {};
      });
    }
    if (session.remainder > 0)
      add('remainder', {}, () => {
        session.remainderStep();
        return {};
      });
    const starts = keep(core.zeros([forecasted], 'int32'));
    add('forecast', {starts}, () => ({forecasts: session.forecastsOf(starts)}));
    const rows = setup.windows.starts.validation.length;
    const validationStarts = keep(core.zeros([rows], 'int32'));
    const forecasts = keep(core.zeros([rows, 1]));
    add('validation', {validationStarts, forecasts}, () => ({loss: session.lossOf(forecasts, validationStarts)}));
    return {
      graphs,
      dropping: session.model.masks.map(({size, rate}) => ({size, rate})),
      weights: session.model.weightPlaces,
    };
  } finally {
    session.dispose();
    core.dispose(made);
  }
}

/** Which layer is at work, as the user calls it. */
function labelLayers({model}: TrainingSession): () => string | undefined {
  const stack: string[] = [];
  for (const layer of model.network.layers) {
    const own = layer.call.bind(layer);
    layer.call = (...taken) => {
      stack.push(layer.name.replace(/^layer_\d+_/, ''));
      try {
        return own(...taken);
      } finally {
        stack.pop();
      }
    };
  }
  return () => stack.at(-1);
}
