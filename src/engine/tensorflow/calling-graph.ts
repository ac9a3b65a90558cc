import type {Shape} from '../../model/shape.js';
import type {Attribute, FunctionDefinition, GraphDefinition, Node, TensorType} from './definitions.js';

/** How TensorFlow executes a graph: operation by operation, or compiled by XLA. */
export type GraphEngine = 'graph' | 'xla';

/** Tensors that are given to a graph. */
export type Placeholders = Readonly<Record<string, {readonly type: TensorType; readonly shape: Shape}>>;

/**
 * A graph that calls functions of a library on tensors that are given: a placeholder for each of these, and an output node for
 * each result. Every function's parameters are labelled as the placeholders that they get.
 */
export function callingGraph(
  placeholders: Placeholders,
  calls: readonly FunctionDefinition[],
  called: readonly FunctionDefinition[],
  engine: GraphEngine,
): GraphDefinition {
  const inputs = Object.entries(placeholders).map(
    ([name, {type, shape}]): Node => ({
      name: inputNode(name),
      operation: 'Placeholder',
      inputs: [],
      attributes: {dtype: {type}, shape: {shape}},
    }),
  );
  const compiled: Record<string, Attribute> = engine === 'xla' ? {_XlaMustCompile: {flag: true}} : {};
  const nodes = calls.flatMap(({name, parameters, results}): Node[] => [
    {
      name,
      operation: 'PartitionedCall',
      inputs: parameters.map(parameter => inputNode(parameter.label)),
      attributes: {
        Tin: {types: parameters.map(({type}) => type)},
        Tout: {types: results.map(({type}) => type)},
        f: {function: functionName(name)},
        ...compiled,
      },
    },
    ...results.map(
      (result, index): Node => ({
        name: outputNode(name, result.label),
        operation: 'Identity',
        inputs: [`${name}:${index}`],
        attributes: {T: {type: result.type}},
      }),
    ),
  ]);
  const functions = [
    ...called,
    ...calls.map(one => ({...one, name: functionName(one.name), attributes: {...one.attributes, ...compiled}})),
  ];
  return {nodes: [...inputs, ...nodes], functions};
}

/** The node that takes an input. */
export function inputNode(name: string): string {
  return `in/${name}`;
}

/** The node that gives a result of a call. */
export function outputNode(call: string, result: string): string {
  return `${call}_${result}`;
}

function functionName(call: string): string {
  return `${call}_function`;
}
