import type {TrainingSetup} from '../setup.js';

/** A network whose forecast is linear in what it sees. */
export interface LinearNetwork {
  /** Its narrowest layer: as many independent combinations of inputs reach the forecast, at most. */
  readonly width: number;
  /** Whether it can add any constant to each output. */
  readonly hasConstant: boolean;
}

/**
 * A chain of linear dense layers on a flat window, trained by the mean squared error: then the least training loss is a problem of
 * least squares. Undefined for other networks: what layers share, drop, bend or add to each other isn't one.
 */
export function linearNetwork({
  graph,
  training,
  forecast,
  targets,
  windows,
}: Pick<TrainingSetup, 'graph' | 'training' | 'forecast' | 'targets' | 'windows'>): LinearNetwork | undefined {
  if (training.loss.type !== 'mse') return undefined;
  if (forecast === 'recursive' && windows.targetOffsets.length > 1) return undefined;
  const outputs = targets.columns * targets.offsets.length;
  let width = outputs;
  let behindBias: number | undefined;
  for (const [index, {entry, inputs, inputShapes, shape}] of graph.nodes.entries()) {
    if (inputs.length !== 1 || inputs[0] !== index - 1) return undefined;
    switch (entry.type) {
      case 'flatten':
        break;
      case 'dropout':
        if (entry.rate > 0) return undefined;
        break;
      case 'dense':
        if (entry.activation !== 'linear' || inputShapes[0].length !== 1) return undefined;
        width = Math.min(width, shape[0]);
        // What a bias adds has to get through the layers behind it.
        if (entry.useBias) behindBias = Math.min(outputs, shape[0]);
        else if (behindBias !== undefined) behindBias = Math.min(behindBias, shape[0]);
        break;
      default:
        return undefined;
    }
  }
  return behindBias !== undefined && behindBias < outputs ? undefined : {width, hasConstant: behindBias !== undefined};
}
