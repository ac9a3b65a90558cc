import type {KernelGraph, Operand, Operation, ValueId} from '../graph/kernel-graph.js';

/** The same graph without what nobody takes, and with everything computed once. Constants were folded as they were recorded. */
export function simplify(graph: KernelGraph): KernelGraph {
  return withoutDeadCode(withoutRepetition(graph));
}

/** An operation that does the same to the same values as one before it gives that one's outputs. */
function withoutRepetition(graph: KernelGraph): KernelGraph {
  const same = new Map<ValueId, ValueId>();
  const find = (value: ValueId): ValueId => same.get(value) ?? value;
  const known = new Map<string, Operation>();
  const operations: Operation[] = [];
  for (const operation of graph.operations) {
    const inputs = mapOperands(operation.inputs, find);
    const key = JSON.stringify([operation.kernel, inputs, operation.attributes, operation.outputs.length]);
    const before = known.get(key);
    const repeats = before?.outputs.every(
      (output, index) => graph.values[output].dtype === graph.values[operation.outputs[index]].dtype,
    );
    if (before && repeats) {
      operation.outputs.forEach((output, index) => {
        same.set(output, before.outputs[index]);
      });
      continue;
    }
    const kept = {...operation, inputs};
    known.set(key, kept);
    operations.push(kept);
  }
  const renamed = (named: KernelGraph['results']) => new Map([...named].map(([name, value]) => [name, find(value)]));
  return {...graph, operations, results: renamed(graph.results), nextState: renamed(graph.nextState)};
}

/** Leaves out operations from which no result and no state follows. */
function withoutDeadCode(graph: KernelGraph): KernelGraph {
  const needed = new Set<ValueId>([...graph.results.values(), ...graph.nextState.values()]);
  const kept: Operation[] = [];
  for (const operation of [...graph.operations].reverse()) {
    if (!operation.outputs.some(output => needed.has(output))) continue;
    for (const {value} of Object.values(operation.inputs)) needed.add(value);
    kept.push(operation);
  }
  return {...graph, operations: kept.reverse()};
}

function mapOperands(
  inputs: Readonly<Record<string, Operand>>,
  map: (value: ValueId) => ValueId,
): Readonly<Record<string, Operand>> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, {value, shape}]) => [name, {value: map(value), shape}] as const),
  );
}
