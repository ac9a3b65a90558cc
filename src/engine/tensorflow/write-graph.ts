import {sizeOf} from '../../model/shape.js';
import type {KernelGraph, Operation, ValueId} from '../common/graph/kernel-graph.js';
import {layerOf} from '../common/graph/layer-of.js';
import {UnsupportedError} from '../common/graph/unsupported-error.js';
import type {FunctionWriter, GraphTensor, Made} from './function-writer.js';
import {kernelRules} from './kernels/index.js';
import type {Site} from './kernels/kernel-rule.js';

/** What a graph gives, by name. */
export interface Written {
  readonly results: ReadonlyMap<string, GraphTensor>;
  readonly nextState: ReadonlyMap<string, GraphTensor>;
}

/**
 * Writes a graph's kernels into a function as operations of TensorFlow; `given` says what its inputs and its state are there.
 * Throws UnsupportedError.
 */
export function writeGraph(
  f: FunctionWriter,
  graph: KernelGraph,
  given: (name: string) => GraphTensor,
  oneDnn = false,
): Written {
  const tensors = new Map<ValueId, GraphTensor>();
  const made = (value: ValueId): Made => ({type: graph.values[value].dtype, shape: graph.values[value].shape});
  const find = (value: ValueId): GraphTensor => {
    const known = tensors.get(value) ?? origin(value);
    tensors.set(value, known);
    return known;
  };
  const origin = (value: ValueId): GraphTensor => {
    const {origin, dtype, shape} = graph.values[value];
    switch (origin.kind) {
      case 'input':
      case 'state':
        return f.reshape(given(origin.name), shape);
      case 'constant':
        // What is one number everywhere needs no more in the file.
        return isUniform(origin.data) && sizeOf(shape) > 16
          ? f.one(
              'Fill',
              [f.integers([...shape]), f.scalar(origin.data[0], dtype)],
              {T: {type: dtype}, index_type: {type: 'int32'}},
              {type: dtype, shape},
            )
          : f.constant(origin.data, dtype, shape);
      case 'operation':
        throw new Error('an operand comes before the operation that makes it');
    }
  };
  const write = (operation: Operation) => {
    const refuse = (what: string): never => {
      throw new UnsupportedError(`TensorFlow's engines have no ${what}`, layerOf(graph, operation));
    };
    const site: Site = {
      f,
      take: ({value, shape}) => f.reshape(find(value), shape),
      outputs: operation.outputs.map(made),
      oneDnn,
      refuse,
    };
    const rule = kernelRules[operation.kernel] ?? refuse(operation.kernel);
    const given = [rule(operation, site)].flat();
    operation.outputs.forEach((output, index) => {
      tensors.set(output, f.cast(given[index], graph.values[output].dtype));
    });
  };
  for (const operation of graph.operations) write(operation);
  const named = (ids: KernelGraph['results']) => new Map([...ids].map(([name, value]) => [name, find(value)] as const));
  return {results: named(graph.results), nextState: named(graph.nextState)};
}

function isUniform(data: ArrayLike<number>): boolean {
  for (let at = 1; at < data.length; at++) if (!Object.is(data[at], data[0])) return false;
  return data.length > 0;
}
