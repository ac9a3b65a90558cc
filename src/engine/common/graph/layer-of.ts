import type {KernelGraph, Operation} from './kernel-graph.js';

/** The layer that an operation is due to: its own, or that of what it takes. */
export function layerOf({operations}: KernelGraph, operation: Operation): string | undefined {
  const producers = new Map(operations.flatMap(one => one.outputs.map(output => [output, one] as const)));
  const seen = new Set<Operation>();
  const find = (one: Operation | undefined): string | undefined => {
    if (!one || seen.has(one)) return undefined;
    seen.add(one);
    if (one.layer !== undefined) return one.layer;
    for (const {value} of Object.values(one.inputs)) {
      const layer = find(producers.get(value));
      if (layer !== undefined) return layer;
    }
    return undefined;
  };
  return find(operation);
}
