import type {KernelGraph} from '../graph/kernel-graph.js';
import {simplify} from '../simplify/simplify.js';
import {Batching} from './batching.js';
import {batchRules} from './rules.js';

/**
 * The graph that does for several trials at once what a graph does for one: state, and inputs that differ between trials,
 * have an axis of trials in front, and so has everything that follows from them; what JAX calls vmap (Frostig, Johnson and
 * Leary 2018). Trials don't touch each other. Throws UnsupportedError.
 */
export function batchTrials(graph: KernelGraph, count: number, differs: (input: string) => boolean): KernelGraph {
  const batching = new Batching(
    graph,
    count,
    origin => origin.kind === 'state' || (origin.kind === 'input' && differs(origin.name)),
  );
  for (const operation of graph.operations) batching.write(operation, batchRules[operation.kernel]);
  return simplify(batching.finish());
}
