import {sizeOf} from '../../../model/shape.js';
import {type LoopGraph, type LoopOperation, readsOf, withViews, writesOf} from '../lower/loop-graph.js';
import {type BufferId, composed, isDense, reshaped, type View} from '../lower/view.js';
import {copiedBy, usesOf} from './uses.js';

/** What is only copied to its place in a larger buffer (a part of a concatenation, say) is computed right there. */
export function writeStraight(graph: LoopGraph): LoopGraph {
  const uses = usesOf(graph);
  const places = new Map<BufferId, View>();
  const gone = new Set<LoopOperation>();
  const resolve = (view: View): View => {
    const place = places.get(view.buffer);
    return (place && composed(view, place)) ?? view;
  };
  // Later copies first: what a copy writes to may itself have been moved.
  for (const operation of [...graph.operations].reverse()) {
    const copied = copiedBy(operation);
    if (!copied) continue;
    const {from} = copied;
    const {origin, size, dtype} = graph.buffers[from.buffer];
    if (origin.kind !== 'temporary' || places.has(from.buffer)) continue;
    const to = resolve(copied.to);
    if (sizeOf(from.shape) !== size || !isDense(from) || dtype !== graph.buffers[to.buffer].dtype) continue;
    const place = reshaped(to, from.shape);
    const move = (view: View): View | undefined => place && composed(view, place);
    const fits =
      uses.writers(from.buffer).every(writer => canWrite(writer, from.buffer, move)) &&
      uses.readers(from.buffer).every(reader => reader === operation || canRead(reader, from.buffer, move)) &&
      uses.shown(from.buffer).every(view => {
        const there = move(view);
        return there !== undefined && isDense(there);
      });
    if (!fits || !place) continue;
    places.set(from.buffer, place);
    gone.add(operation);
  }
  const all = (views: LoopGraph['results']) => new Map([...views].map(([name, view]) => [name, resolve(view)]));
  return {
    buffers: graph.buffers,
    operations: graph.operations
      .filter(operation => !gone.has(operation))
      .map(operation => withViews(operation, resolve, resolve)),
    results: all(graph.results),
    nextState: all(graph.nextState),
  };
}

function canWrite(writer: LoopOperation, buffer: BufferId, move: (view: View) => View | undefined): boolean {
  return writesOf(writer)
    .filter(view => view.buffer === buffer)
    .every(view => {
      const there = move(view);
      if (!there) return false;
      if (writer.kind === 'loop') return true;
      return writer.kind === 'contraction' && (writer.n === 1 || lastInOrder(there));
    });
}

function canRead(reader: LoopOperation, buffer: BufferId, move: (view: View) => View | undefined): boolean {
  return readsOf(reader)
    .filter(view => view.buffer === buffer)
    .every(view => {
      const there = move(view);
      if (!there) return false;
      if (reader.kind === 'loop') return true;
      if (reader.kind !== 'contraction') return isDense(there);
      return reader.n === 1 || lastInOrder(there) || reader.terms.every(({b}) => b !== view);
    });
}

function lastInOrder({strides}: View): boolean {
  return strides[strides.length - 1] === 1;
}
