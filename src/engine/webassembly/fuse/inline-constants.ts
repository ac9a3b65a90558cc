import type {LoopGraph, Node} from '../lower/loop-graph.js';

/** Constants that are one number stand in the code, not in memory. */
export function inlineConstants(graph: LoopGraph): LoopGraph {
  return {
    ...graph,
    operations: graph.operations.map(operation => {
      if (operation.kind !== 'loop') return operation;
      const nodes = operation.nodes.map((node): Node => {
        if (node.kind !== 'input') return node;
        const {origin} = graph.buffers[operation.inputs[node.input].buffer];
        if (origin.kind !== 'constant' || origin.data.length !== 1) return node;
        return {kind: 'constant', value: origin.data[0], type: node.type};
      });
      return {...operation, nodes};
    }),
  };
}
