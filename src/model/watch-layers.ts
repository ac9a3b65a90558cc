import type {Tensor} from '@tensorflow/tfjs-core';
import type {Model} from './build-model.js';
import type {TfLayer} from './layers/layer.js';

/** Who looks at a network's layers while it is applied. */
export interface LayerWatcher {
  /** What the activation of a node's layer is applied to. */
  activating(node: number, x: Tensor): void;
  /** The state that a recurrent layer hands on after a time step, counted from 0; what this gives takes its place. */
  handingOn(node: number, time: number, state: Tensor): Tensor;
}

/** What has an activation in tf.layers: a layer, or the cell of a recurrent one. */
interface Activating {
  activation: {apply(x: Tensor): Tensor; getClassName(): string};
}

interface Cell extends Activating {
  call(inputs: Tensor[], options: object): Tensor[];
}

/** What some computation with a network gives, while somebody looks at its layers. */
export function whileWatched<Made>({layers}: Pick<Model, 'layers'>, watcher: LayerWatcher, run: () => Made): Made {
  const undo = layers.map((layer, node) => watch(layer, node, watcher));
  try {
    return run();
  } finally {
    for (const restore of undo) restore();
  }
}

function watch(layer: TfLayer, node: number, watcher: LayerWatcher): () => void {
  const cell: unknown = Reflect.get(layer, 'cell');
  const restoreCell = isCell(cell) ? watchCell(cell, node, watcher) : () => {};
  const owner = isActivating(cell) ? cell : isActivating(layer) ? layer : undefined;
  if (!owner) return restoreCell;
  const {activation} = owner;
  owner.activation = {
    apply(x) {
      watcher.activating(node, x);
      return activation.apply(x);
    },
    // Of some names tf.layers makes one kernel with the product: nobody would see what is between the two.
    getClassName: () => 'watched',
  };
  return () => {
    owner.activation = activation;
    restoreCell();
  };
}

function watchCell(cell: Cell, node: number, watcher: LayerWatcher): () => void {
  const {call} = cell;
  let time = 0;
  cell.call = (inputs, options) => {
    const [state, ...others] = call.call(cell, inputs, options);
    const seen = watcher.handingOn(node, time++, state);
    // What is given and what is handed on is the same tensor.
    return [seen, ...others.map(other => (other === state ? seen : other))];
  };
  return () => {
    cell.call = call;
  };
}

function isActivating(owner: unknown): owner is Activating {
  return typeof Reflect.get(Object(Reflect.get(Object(owner), 'activation')), 'apply') === 'function';
}

function isCell(cell: unknown): cell is Cell {
  return isActivating(cell) && typeof Reflect.get(cell, 'call') === 'function';
}
