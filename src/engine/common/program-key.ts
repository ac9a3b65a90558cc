import {layerStructure} from '../../model/layers/index.js';
import {optimizerStructure} from '../../training/optimizers/index.js';
import type {TrainingSetup} from '../../training/setup.js';

/**
 * Equal for trainings that share a program: everything that the recorded parts show as constants or shapes. Kinds say themselves
 * what of their entries that is; an option that says nothing about it makes another program rather than a wrong one.
 */
export function programKey({
  graph,
  data,
  windows,
  targets,
  normalization,
  training,
  diagnostics,
}: Omit<TrainingSetup, 'seed' | 'sharedRows'>): string {
  const {optimizer, loss, batchSize} = training;
  const {dataset} = data;
  return JSON.stringify([
    graph.inputShape,
    graph.nodes.map(({entry, inputs}) => [layerStructure(entry), inputs]),
    dataset.rows,
    dataset.inputs.length,
    dataset.targets.length,
    targets.columns,
    normalization,
    windows.starts.train.length,
    windows.starts.validation.length,
    [...windows.offsets],
    [...targets.offsets],
    optimizerStructure(optimizer),
    loss,
    batchSize,
    diagnostics,
  ]);
}
