import type {Tensor} from '@tensorflow/tfjs-core';
import type {TensorFlow} from '../../../model/tensorflow.js';
import {NAMES, type Part, type TrainingContract} from '../../../training/contract.js';
import type {TrainingSetup} from '../../../training/setup.js';
import {TrainingSession} from '../../../training/training-session.js';
import type {KernelGraph} from '../graph/kernel-graph.js';
import {record} from './recorder.js';

/** Everything that a training computes, as graphs by the contract's parts. */
export interface RecordedTraining {
  readonly graphs: ReadonlyMap<Part, KernelGraph>;
  readonly contract: TrainingContract;
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
    const {contract} = session;
    const {wholeSteps, remainder, validationWindows, width} = contract.sizes;
    const labels = labelLayers(session);
    const graphs = new Map<Part, KernelGraph>();
    const add = (part: Part, inside: Record<string, Tensor>, run: () => Record<string, Tensor>) => {
      const inputs = {...session.inputs, ...inside};
      graphs.set(part, record(core, {inputs, state: session.variables, layer: labels, run}));
    };
    if (wholeSteps > 0) {
      const step = keep(core.scalar(0, 'int32'));
      add('step', {[NAMES.step]: step}, () => {
        session.step(step);
        return {};
      });
    }
    if (remainder > 0)
      add('remainder', {}, () => {
        session.remainderStep();
        return {};
      });
    const starts = keep(core.zeros([forecasted], 'int32'));
    add('forecast', {[NAMES.starts]: starts}, () => ({[NAMES.forecasts]: session.forecastsOf(starts)}));
    const forecasts = keep(core.zeros([validationWindows, width]));
    add('validation', {[NAMES.forecasts]: forecasts}, () => ({
      [NAMES.loss]: session.lossOf(forecasts, session.inputs[NAMES.validationStarts]),
    }));
    const {diagnosedStarts, diagnosedCounts} = session.inputs;
    if (contract.diagnosis) add('diagnosis', {}, () => ({...session.diagnose(diagnosedStarts, diagnosedCounts)}));
    return {graphs, contract};
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
