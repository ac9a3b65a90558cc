import {sizeOf} from '../../../model/shape.js';
import type {LoopGraph, LoopOperation} from '../lower/loop-graph.js';
import {withViews} from '../lower/loop-graph.js';
import {type BufferId, isDense, type View} from '../lower/view.js';
import {copiedBy, usesOf} from './uses.js';

/** State variables that lie in memory one after the other, by name. */
export type Pack = readonly string[];

/**
 * A vector of several state variables (all weights, for the optimizer) needs no copies when the variables lie in memory
 * in that order: then they are the vector. Gives the packs that it made; `allowed` restricts them to those of the
 * program's other functions.
 */
export function packState(graph: LoopGraph, allowed?: readonly Pack[]): {graph: LoopGraph; packs: readonly Pack[]} {
  const uses = usesOf(graph);
  const packs: Pack[] = [];
  const packed = new Set<string>();
  const buffers = [...graph.buffers];
  const places = new Map<BufferId, {buffer: BufferId; offset: number}>();
  const gone = new Set<LoopOperation>();
  for (const [id, buffer] of graph.buffers.entries()) {
    if (buffer.origin.kind !== 'temporary') continue;
    const writers = uses.writers(id);
    if (writers.length < 2) continue;
    const parts = writers.flatMap(writer => partOf(writer, graph) ?? []);
    const names = parts.map(({name}) => name);
    const inOrder = parts.every(({offset}, at) => offset === sum(parts.slice(0, at).map(({size}) => size)));
    const whole = sum(parts.map(({size}) => size)) === buffer.size;
    const fits = parts.length === writers.length && inOrder && whole && new Set(names).size === names.length;
    if (!fits || names.some(name => packed.has(name))) continue;
    if (allowed && !allowed.some(pack => pack.join('\0') === names.join('\0'))) continue;
    packs.push(names);
    for (const name of names) packed.add(name);
    for (const writer of writers) gone.add(writer);
    const pack = buffers.length;
    buffers.push({size: buffer.size, dtype: buffer.dtype, origin: {kind: 'state', names}});
    places.set(id, {buffer: pack, offset: 0});
    for (const {buffer: part, offset} of parts) places.set(part, {buffer: pack, offset});
  }
  const move = (view: View): View => {
    const place = places.get(view.buffer);
    return place ? {...view, buffer: place.buffer, offset: view.offset + place.offset} : view;
  };
  const moved = (views: LoopGraph['results']) => new Map([...views].map(([name, view]) => [name, move(view)]));
  return {
    packs,
    graph: {
      buffers,
      operations: graph.operations
        .filter(operation => !gone.has(operation))
        .map(operation => withViews(operation, move, move)),
      results: moved(graph.results),
      nextState: moved(graph.nextState),
    },
  };
}

/** The state variable that a loop copies whole, and where to. */
function partOf(
  operation: LoopOperation,
  {buffers}: LoopGraph,
): {name: string; buffer: BufferId; offset: number; size: number} | undefined {
  const copied = copiedBy(operation);
  if (!copied) return undefined;
  const {from, to} = copied;
  const {origin, size} = buffers[from.buffer];
  if (origin.kind !== 'state' || origin.names.length !== 1) return undefined;
  if (sizeOf(from.shape) !== size || !isDense(from) || !isDense(to)) return undefined;
  return {name: origin.names[0], buffer: from.buffer, offset: to.offset, size};
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
