import type {KernelGraph} from '../../common/graph/kernel-graph.js';
import {simplify} from '../../common/simplify/simplify.js';
import {activationGradients} from './activation-gradients.js';
import {mergeSums} from './merge-sums.js';
import {squeeze} from './squeeze.js';

/** The same graph in fewer and larger operations: TensorFlow takes a microsecond or more for each, however small. */
export function rewrite(graph: KernelGraph): KernelGraph {
  return simplify(mergeSums(simplify(activationGradients(squeeze(graph)))));
}
