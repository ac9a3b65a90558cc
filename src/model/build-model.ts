import type {SymbolicTensor} from '@tensorflow/tfjs-layers';
import {firstWeight} from './first-weight.js';
import type {Graph} from './graph.js';
import {buildLayer} from './layers/index.js';
import {StepMasks} from './layers/step-masks.js';
import type {TensorFlow} from './tensorflow.js';

/** A network in TensorFlow.js: an ordinary tf.model, and the dropout masks that its steps take. */
export interface Model {
  readonly network: ReturnType<TensorFlow['layers']['model']>;
  readonly masks: readonly StepMasks[];
  /** The network's weights in its own order: a node of the graph, and which of its weights. */
  readonly weightPlaces: readonly {readonly node: number; readonly weight: number}[];
}

/**
 * Builds the graph and gives every weight its first value. Values depend on the seed, the layer's place in the graph and
 * the weight, not on activations: so activations start paired.
 */
export function buildModel(tf: TensorFlow, graph: Graph, seed: number): Model {
  const masks: StepMasks[] = [];
  const places = new Map<string, {node: number; weight: number}>();
  const input = tf.layers.input({shape: [...graph.inputShape], name: 'input'});
  const outputs: SymbolicTensor[] = [];
  graph.nodes.forEach((node, index) => {
    const layer = buildLayer(node.entry, {
      tf,
      // A prefix, because a name of the user's must not meet one of TensorFlow's.
      name: `layer_${index}_${node.name}`,
      inputs: node.inputShapes,
      masks(size, rate) {
        const made = new StepMasks(tf, size, rate);
        masks.push(made);
        return made;
      },
    });
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
  return {network, masks, weightPlaces};
}
