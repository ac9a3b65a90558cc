import {type Loop, type LoopGraph, type LoopOperation, readsOf, writesOf} from '../lower/loop-graph.js';
import {type BufferId, sameView, squeezed, type View} from '../lower/view.js';
import {FusedLoop} from './fused-loop.js';
import {type Uses, usesOf} from './uses.js';

/** Operands of the operations of one loop: the sum of a gradient over all time steps would be without end. */
const MOST_OPERANDS = 300;

/** Loops that run one after the other; operations of one stage don't depend on each other. */
interface Group {
  readonly stage: number;
  readonly first: number;
  readonly operations: LoopOperation[];
}

function operandsOf(operations: readonly LoopOperation[]): number {
  return operations.reduce((sum, operation) => sum + readsOf(operation).length + writesOf(operation).length, 0);
}

/**
 * Element-wise operations and reductions over the same space become one loop with several outputs. Each operation gets a
 * stage: that of an operation before it when both can be in one loop, else the next. So no two loops can wait for each
 * other. Source: Kennedy and McKinley, Typed fusion with applications to parallel and sequential code generation, 1993.
 */
export function fuseLoops(graph: LoopGraph): LoopGraph {
  const uses = usesOf(graph);
  const inOrder = groupsOf(graph).sort((a, b) => a.stage - b.stage || a.first - b.first);
  return {
    ...graph,
    operations: sunk(inOrder, uses).flatMap(({operations}) => {
      const loops = operations.filter((operation): operation is Loop => operation.kind === 'loop');
      if (loops.length === 0) return operations;
      const inside = new Set<LoopOperation>(operations);
      const fused = new FusedLoop(loops[0].space, buffer => {
        const {origin} = graph.buffers[buffer];
        return (
          origin.kind !== 'temporary' ||
          uses.shown(buffer).length > 0 ||
          uses.readers(buffer).some(one => !inside.has(one))
        );
      });
      for (const loop of loops) fused.add(loop);
      return fused.loops();
    }),
  };
}

/** What was written, and by whom. */
type Written = Map<BufferId, {group: Group; view: View}[]>;

/** The operations in groups that can each be one loop, in the order of their first ones. */
function groupsOf(graph: LoopGraph): Group[] {
  const groups: Group[] = [];
  const written: Written = new Map();
  const latest = new Map<string, Group>();
  let clock = 0;
  graph.operations.forEach((operation, first) => {
    const own = operation.kind === 'loop' ? latest.get(spaceKey(operation)) : undefined;
    const {outside, inside, together} = waitsOf(operation, own, written);
    const joins =
      own &&
      operation.kind === 'loop' &&
      together &&
      outside < own.stage &&
      sameReductions(own.operations, operation) &&
      operandsOf([...own.operations, operation]) <= MOST_OPERANDS;
    // In the order of recording, so that what is computed is used soon; little things as early as they can be, so that
    // nothing large has to wait for them.
    const earliest = isLittle(operation, graph) ? 0 : clock;
    const group = joins ? own : {stage: Math.max(earliest, outside + 1, inside + 1), first, operations: []};
    group.operations.push(operation);
    if (!joins) groups.push(group);
    clock = Math.max(clock, group.stage);
    if (operation.kind === 'loop') latest.set(spaceKey(operation), group);
    noteWrites(operation, group, written);
  });
  return groups;
}

/** The last stages that an operation waits for, outside and inside of the group that it might join, and whether it takes from there point by point. */
function waitsOf(operation: LoopOperation, own: Group | undefined, written: Written) {
  let outside = -1;
  let inside = -1;
  let together = true;
  for (const read of readsOf(operation))
    for (const {group, view} of written.get(read.buffer) ?? [])
      if (group === own) {
        inside = group.stage;
        together &&= isSame(read, view);
      } else outside = Math.max(outside, group.stage);
  return {outside, inside, together};
}

function noteWrites(operation: LoopOperation, group: Group, written: Written): void {
  for (const view of writesOf(operation)) {
    const list = written.get(view.buffer) ?? [];
    // A reduction's result is there when the loop has ended.
    const reduced =
      operation.kind === 'loop' && operation.outputs.some(output => output.view === view && output.reduction);
    list.push({group, view: reduced ? {...view, buffer: -1} : view});
    written.set(view.buffer, list);
  }
}

/** A loop whose results only one later loop over the same space takes, point by point, goes into that loop. */
function sunk(groups: readonly Group[], uses: Uses): Group[] {
  const groupOf = new Map(groups.flatMap(group => group.operations.map(operation => [operation, group] as const)));
  const moved = new Set<Group>();
  for (const group of [...groups].reverse()) {
    const [first] = group.operations;
    if (first.kind !== 'loop') continue;
    const writes = group.operations.flatMap(operation => writesOf(operation).map(view => ({operation, view})));
    const takers = new Set<Group>();
    const pointwise = writes.every(({operation, view}) => {
      const reduces = operation.kind === 'loop' && operation.outputs.some(output => output.reduction);
      if (reduces || uses.shown(view.buffer).length > 0 || uses.writers(view.buffer).length > 1) return false;
      return uses.readers(view.buffer).every(reader => {
        const taker = groupOf.get(reader);
        if (!taker || taker === group) return taker !== undefined;
        takers.add(taker);
        return readsOf(reader).every(read => read.buffer !== view.buffer || isSame(read, view));
      });
    });
    const [taker] = takers;
    const target = taker?.operations[0];
    if (!pointwise || takers.size !== 1 || operandsOf([...taker.operations, ...group.operations]) > MOST_OPERANDS)
      continue;
    if (target?.kind !== 'loop' || spaceKey(target) !== spaceKey(first)) continue;
    for (const operation of group.operations) groupOf.set(operation, taker);
    taker.operations.unshift(...group.operations);
    moved.add(group);
  }
  return groups.filter(group => !moved.has(group));
}

const LITTLE = 256;

function isLittle(operation: LoopOperation, {buffers}: LoopGraph): boolean {
  return writesOf(operation).every(({buffer}) => buffers[buffer].size <= LITTLE);
}

/** Whether a loop reads at each point just what is written there. */
function isSame(read: View, write: View): boolean {
  return sameView(squeezed(read), squeezed(write));
}

function spaceKey({space}: Loop): string {
  return space.filter(length => length !== 1).join();
}

/** Reductions of one loop go over the same axes. */
function sameReductions(operations: readonly LoopOperation[], loop: Loop): boolean {
  const pattern = reductionPattern(loop);
  if (pattern === undefined) return true;
  return operations.every(operation => {
    const other = operation.kind === 'loop' ? reductionPattern(operation) : undefined;
    return other === undefined || other === pattern;
  });
}

function reductionPattern({outputs, space}: Loop): string | undefined {
  const reduction = outputs.find(output => output.reduction)?.reduction;
  return reduction?.reduced.filter((_, axis) => space[axis] !== 1).join();
}
