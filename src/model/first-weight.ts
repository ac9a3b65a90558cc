import {generator} from '../random/generator.js';
import type {Graph} from './graph.js';

/** How a weight of a node starts: by the seed and its place in the graph, whatever builds or compiles the network. */
export function firstWeight({nodes}: Graph, seed: number, node: number, weight: number): Float32Array {
  return nodes[node].weights[weight].initial(generator(seed, 'weights', node, weight));
}
