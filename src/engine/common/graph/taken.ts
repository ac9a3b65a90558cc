import type {KernelGraph, Origin, Value} from './kernel-graph.js';

/** An input or a state of a graph. */
export type Taken = Value & {readonly origin: Extract<Origin, {kind: 'input' | 'state'}>};

/** The inputs and the state that a graph uses, among all that were there when it was recorded. */
export function takenBy({values, operations, results, nextState}: KernelGraph): Taken[] {
  const used = new Set([
    ...operations.flatMap(({inputs}) => Object.values(inputs).map(({value}) => value)),
    ...results.values(),
    ...nextState.values(),
  ]);
  return values.flatMap(({origin, ...rest}, id) =>
    used.has(id) && (origin.kind === 'input' || origin.kind === 'state') ? [{...rest, origin}] : [],
  );
}
