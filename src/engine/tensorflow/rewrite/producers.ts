import type {KernelGraph, Operand, Operation, ValueId} from '../../common/graph/kernel-graph.js';

/** Which operation makes a value. */
export function producersOf({operations}: KernelGraph): ReadonlyMap<ValueId, Operation> {
  return new Map(operations.flatMap(one => one.outputs.map(output => [output, one] as const)));
}

/** How often each value is taken. */
export function usesOf({operations, results, nextState}: KernelGraph): ReadonlyMap<ValueId, number> {
  const uses = new Map<ValueId, number>();
  const use = (value: ValueId) => uses.set(value, (uses.get(value) ?? 0) + 1);
  for (const {inputs} of operations) for (const {value} of Object.values(inputs)) use(value);
  for (const value of [...results.values(), ...nextState.values()]) use(value);
  return uses;
}

/** Whether an operand is one number, and which; undefined where it is computed or differs. */
export function numberOf({values}: KernelGraph, {value}: Operand): number | undefined {
  const {origin} = values[value];
  return origin.kind === 'constant' && origin.data.length === 1 ? origin.data[0] : undefined;
}
