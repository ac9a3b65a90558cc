import type {SymbolicTensor} from '@tensorflow/tfjs-layers';
import {firstWeight} from './first-weight.js';
import type {Graph} from './graph.js';
import {layerKindOf} from './layers/index.js';
import type {Dropping, TfLayer} from './layers/layer.js';
import {StepMasks} from './layers/step-masks.js';
import type {TensorFlow} from './tensorflow.js';

/** Which weight of the graph one is: a node, and which of its weights. */
export interface WeightPlace {
  readonly node: number;
  readonly weight: number;
}

/** A layer that drops, and the masks that its steps take. */
export interface DroppingLayer extends Dropping {
  readonly masks: StepMasks;
}

/** A network in TensorFlow.js: an ordinary tf.model. */
export interface Model {
  readonly network: ReturnType<TensorFlow['layers']['model']>;
  /** The layers by the graph's nodes. */
  readonly layers: readonly TfLayer[];
  readonly dropping: readonly DroppingLayer[];
  /** The network's weights in its own order. */
  readonly weightPlaces: readonly WeightPlace[];
}

/**
 * Builds the graph and gives every weight its first value. Values depend on the seed, the layer's place in the graph and
 * the weight, not on activations: so activations start paired.
 */
export function buildModel(tf: TensorFlow, graph: Graph, seed: number): Model {
  const dropping: DroppingLayer[] = [];
  const places = new Map<string, WeightPlace>();
  const input = tf.layers.input({shape: [...graph.inputShape], name: 'input'});
  const outputs: SymbolicTensor[] = [];
  const layers: TfLayer[] = [];
  graph.nodes.forEach((node, index) => {
    const kind = layerKindOf(node.entry);
    const layer = kind.build(node.entry, {
      tf,
      // A prefix, because a name of the user's must not meet one of TensorFlow's.
      name: `layer_${index}_${node.name}`,
      inputs: node.inputShapes,
      masks() {
        const drops = kind.drops?.(node.entry, node.inputShapes);
        if (!drops) throw new Error(`a ${node.entry.type} layer drops nothing`);
        const masks = new StepMasks(tf);
        dropping.push({...drops, masks});
        return masks;
      },
    });
    layers.push(layer);
    const taken = node.inputs.map(at => (at < 0 ? input : outputs[at]));
    const output = layer.apply(taken.length === 1 ? taken[0] : taken);
    if (Array.isArray(output) || output instanceof tf.core.Tensor)
      throw new Error(`${node.name} gives no symbolic tensor`);
    outputs.push(output);
    const values = node.weights.map((weight, at) =>
      tf.core.tensor(firstWeight(graph, seed, index, at), [...weight.shape]),
    );
    layer.setWeights(values);
    layer.weights.forEach((variable, weight) => {
      places.set(variable.name, {node: index, weight});
    });
    tf.core.dispose(values);
  });
  const network = tf.layers.model({inputs: input, outputs: outputs[outputs.length - 1]});
  const weightPlaces = network.trainableWeights.flatMap(({name}) => places.get(name) ?? []);
  return {network, layers, dropping, weightPlaces};
}
