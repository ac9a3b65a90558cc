import type {Tensor} from '@tensorflow/tfjs-core';
import type {KernelGraph} from '../src/engine/common/graph/kernel-graph.js';
import {
  callingGraph,
  type GraphEngine,
  inputNode,
  outputNode,
  type Placeholders,
} from '../src/engine/tensorflow/calling-graph.js';
import {FunctionWriter} from '../src/engine/tensorflow/function-writer.js';
import {GraphSession} from '../src/engine/tensorflow/graph-session.js';
import {writeGraph} from '../src/engine/tensorflow/write-graph.js';
import type {TensorFlow} from '../src/model/tensorflow.js';

/** A graph as a session of TensorFlow, and what it gives, by name. */
export function nativeStep(tf: TensorFlow, graph: KernelGraph, executor: GraphEngine) {
  const f = new FunctionWriter('step');
  const placeholders: Record<string, Placeholders[string]> = {};
  const given = new Map(
    graph.values.flatMap(({shape, dtype, origin}) => {
      if (origin.kind !== 'input' && origin.kind !== 'state') return [];
      placeholders[origin.name] = {type: dtype, shape};
      return [[origin.name, f.parameter(origin.name, {type: dtype, shape})] as const];
    }),
  );
  const {results, nextState} = writeGraph(f, graph, name => {
    const flow = given.get(name);
    if (!flow) throw new Error(`nobody gives ${name}`);
    return flow;
  });
  // Names of results may hold what names of nodes may not.
  const next = [...nextState].map(([name, flow]) => [name, f.reshape(flow, placeholders[name].shape)] as const);
  const named = [...results, ...next].map(([name, flow], index) => ({name, flow, label: `result${index}`}));
  const definition = f.finish(Object.fromEntries(named.map(({label, flow}) => [label, flow])));
  const session = new GraphSession(tf, callingGraph(placeholders, [definition], [], executor));
  return {
    session,
    run(inputs: Readonly<Record<string, Tensor>>): Record<string, Tensor> {
      const taken = Object.keys(placeholders).map(name => [inputNode(name), inputs[name]] as const);
      const made = session.run(
        Object.fromEntries(taken),
        named.map(({label}) => outputNode('step', label)),
      );
      return Object.fromEntries(named.map(({name, label}) => [name, made[outputNode('step', label)]]));
    },
  };
}
