import {type LoopGraph, type LoopOperation, readsOf, writesOf} from '../lower/loop-graph.js';
import type {BufferId, View} from '../lower/view.js';

/** Who writes and who reads each buffer. */
export interface Uses {
  writers(buffer: BufferId): readonly LoopOperation[];
  readers(buffer: BufferId): readonly LoopOperation[];
  /** Results and next state that show it. */
  shown(buffer: BufferId): readonly View[];
}

/** Who writes, reads and shows each buffer. */
export function usesOf({operations, results, nextState}: LoopGraph): Uses {
  const writers = new Map<BufferId, LoopOperation[]>();
  const readers = new Map<BufferId, LoopOperation[]>();
  const shown = new Map<BufferId, View[]>();
  const add = <T>(map: Map<BufferId, T[]>, buffer: BufferId, item: T) => {
    const items = map.get(buffer);
    if (!items) map.set(buffer, [item]);
    else if (items[items.length - 1] !== item) items.push(item);
  };
  for (const operation of operations) {
    for (const {buffer} of writesOf(operation)) add(writers, buffer, operation);
    for (const {buffer} of readsOf(operation)) add(readers, buffer, operation);
  }
  for (const view of [...results.values(), ...nextState.values()]) add(shown, view.buffer, view);
  return {
    writers: buffer => writers.get(buffer) ?? [],
    readers: buffer => readers.get(buffer) ?? [],
    shown: buffer => shown.get(buffer) ?? [],
  };
}

/** The one view that a loop copies as it is; undefined for any other operation. */
export function copiedBy(operation: LoopOperation): {from: View; to: View} | undefined {
  if (operation.kind !== 'loop' || operation.outputs.length !== 1) return undefined;
  const [{node, view, reduction}] = operation.outputs;
  const copied = operation.nodes[node];
  if (reduction || copied.kind !== 'input') return undefined;
  return {from: operation.inputs[copied.input], to: view};
}

/** Leaves out operations whose buffers nobody reads. */
export function withoutDeadLoops(graph: LoopGraph): LoopGraph {
  const needed = new Set<BufferId>([...graph.results.values(), ...graph.nextState.values()].map(({buffer}) => buffer));
  const kept: LoopOperation[] = [];
  for (const operation of [...graph.operations].reverse()) {
    if (!writesOf(operation).some(({buffer}) => needed.has(buffer))) continue;
    for (const {buffer} of readsOf(operation)) needed.add(buffer);
    kept.push(operation);
  }
  return {...graph, operations: kept.reverse()};
}
