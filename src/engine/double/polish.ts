import type {Tensor} from '@tensorflow/tfjs-core';
import type {TensorFlow} from '../../model/tensorflow.js';
import {NAMES, weightsOf} from '../../training/contract.js';
import {sharedValues, trialValues} from '../../training/contract-values.js';
import {filledUp} from '../../training/diagnosis/diagnosis-plan.js';
import type {Polished} from '../../training/result.js';
import type {TrainingSetup} from '../../training/setup.js';
import {TrainingSession} from '../../training/training-session.js';
import {record} from '../common/record/recorder.js';
import {simplify} from '../common/simplify/simplify.js';
import {DoubleGraph} from './double-graph.js';
import {minimize, type Objective} from './lbfgs.js';

/** Windows that are computed at once. */
const MOST_AT_ONCE = 512;
const LIMITS = {evaluations: 250, tolerance: 1e-9};
/** Products of weights and windows in one evaluation: a minute or so for a search of dense layers. */
const MOST_WORK = 3e7;

/** A training whose search would take too long, or too much memory. */
export class TooMuchToPolish extends Error {}

/**
 * Goes on from the weights at the end of a training with L-BFGS in double precision, over all training windows at once and without
 * dropout: whether a better optimum lay near. The weights stay as they are. Throws UnknownInDouble, TooMuchToPolish or
 * RecordingError.
 */
export function polish(tf: TensorFlow, setup: TrainingSetup, weights: readonly Float32Array[]): Polished {
  const {windows, graph} = setup;
  if (windows.starts.train.length * graph.parameterCount > MOST_WORK) throw new TooMuchToPolish();
  const objective = objectiveOf(tf, setup);
  const x = new Float64Array(graph.parameterCount);
  weights.reduce((at, own) => {
    x.set(own, at);
    return at + own.length;
  }, 0);
  const {value, gradientNorm, iterations, evaluations, ended} = minimize(objective, x, LIMITS);
  return {loss: value, gradient_norm: gradientNorm, iterations, evaluations, ended};
}

/** The mean loss over all training windows, and its gradient. */
export function objectiveOf(tf: TensorFlow, setup: TrainingSetup): Objective {
  const starts = setup.windows.starts.train;
  const batch = Math.min(MOST_AT_ONCE, starts.length);
  const {graph, names} = recorded(tf, setup, batch);
  const fixed = new Map([...sharedValues(setup), ...trialValues(setup)]);
  for (const [name, values] of fixed) graph.given(name)?.set(values);
  const places = names.map(name => graph.given(name));
  const [ofStarts, ofCounts] = [graph.given(NAMES.starts), graph.given(COUNTS)];
  return (x, gradient) => {
    let from = 0;
    for (const place of places) {
      if (!place) throw new Error('a weight that nothing depends on');
      place.set(x.subarray(from, from + place.length));
      from += place.length;
    }
    gradient.fill(0);
    let loss = 0;
    for (let first = 0; first < starts.length; first += batch) {
      const filled = filledUp(starts.subarray(first, first + batch), batch);
      ofStarts?.set(filled.starts);
      ofCounts?.set(filled.counts);
      graph.run();
      // Each is a mean over the batch, to which what only fills it up adds nothing.
      loss += (batch * graph.result('loss')[0]) / starts.length;
      const own = graph.result('gradient');
      for (let at = 0; at < own.length; at++) gradient[at] += (batch * own[at]) / starts.length;
    }
    return loss;
  };
}

const COUNTS = 'counts';

function recorded(tf: TensorFlow, setup: TrainingSetup, batch: number) {
  const {core} = tf;
  const session = new TrainingSession(tf, setup);
  const made: Tensor[] = [core.zeros([batch], 'int32'), core.ones([batch])];
  try {
    const [starts, counts] = made;
    const graph = record(core, {
      inputs: {...session.inputs, [NAMES.starts]: starts, [COUNTS]: counts},
      state: session.variables,
      run: () => session.lossAndGradient(starts, counts),
    });
    return {graph: new DoubleGraph(simplify(graph)), names: weightsOf(session.contract).map(({name}) => name)};
  } finally {
    session.dispose();
    core.dispose(made);
  }
}
