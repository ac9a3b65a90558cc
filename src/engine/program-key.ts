import type {TrainingSetup} from '../training/training-session.js';

/** A layer without its name and how its weights start. */
function shapeOf(entry: object): unknown {
  return Object.entries(entry).filter(
    ([key]) => !key.endsWith('Initializer') && !['name', 'inputs', 'unitForgetBias'].includes(key),
  );
}

/** Equal for trainings that share a program: everything that the recorded steps show as constants or shapes. */
export function programKey({graph, dataset, windows, training}: Omit<TrainingSetup, 'seed'>): string {
  const {optimizer, loss, batchSize} = training;
  const structure = Object.entries(optimizer).filter(
    ([name, value]) => typeof value !== 'number' || name === 'momentum',
  );
  return JSON.stringify([
    graph.inputShape,
    graph.nodes.map(({entry, inputs}) => [shapeOf(entry), inputs]),
    dataset.rows,
    dataset.columns.length,
    windows.starts.train.length,
    windows.starts.validation.length,
    [...windows.offsets],
    windows.targetOffset,
    structure.map(([name, value]) => [name, name === 'momentum' ? Number(value) > 0 : value]),
    loss,
    batchSize,
  ]);
}
