import {optimizerHyperparameters, optimizerState} from '../training/optimizers/index.js';
import type {OptimizerEntry} from '../training/optimizers/optimizer.js';
import type {TrainingSetup} from '../training/training-session.js';

/** A layer without its name and how its weights start. */
function shapeOf(entry: object): unknown {
  return Object.entries(entry).filter(
    ([key]) => !key.endsWith('Initializer') && !['name', 'inputs', 'unitForgetBias'].includes(key),
  );
}

/**
 * An optimizer as its recorded steps show it: which numbers it keeps and is given, and every option that it is not given as a
 * number at run time. An option that nobody thought of here makes another program rather than a wrong one.
 */
function optimizerStructure(entry: OptimizerEntry): unknown {
  const given = Object.keys(optimizerHyperparameters(entry));
  const state = Object.entries(optimizerState(entry));
  const fixed = Object.entries(entry).filter(([name]) => !given.includes(name));
  return [fixed, given, state];
}

/** Equal for trainings that share a program: everything that the recorded steps show as constants or shapes. */
export function programKey({graph, dataset, windows, training}: Omit<TrainingSetup, 'seed'>): string {
  const {optimizer, loss, batchSize} = training;
  return JSON.stringify([
    graph.inputShape,
    graph.nodes.map(({entry, inputs}) => [shapeOf(entry), inputs]),
    dataset.rows,
    dataset.columns.length,
    windows.starts.train.length,
    windows.starts.validation.length,
    [...windows.offsets],
    windows.targetOffset,
    optimizerStructure(optimizer),
    loss,
    batchSize,
  ]);
}
