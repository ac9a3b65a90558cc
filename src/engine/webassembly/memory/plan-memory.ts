import {sizeOf} from '../../../model/shape.js';
import {type Loop, type LoopGraph, type LoopOperation, readsOf, writesOf} from '../lower/loop-graph.js';
import {type BufferId, sameView, type View} from '../lower/view.js';

/** Bytes of a vector: every buffer starts at a multiple, and may be read this far beyond its end. */
const VECTOR = 16;

/** Addresses of a function's buffers, in bytes. */
export interface MemoryPlan {
  readonly addresses: ReadonlyMap<BufferId, number>;
  /** First address after everything that the function needs for itself. */
  readonly end: number;
  /** State whose next value has to be brought to its place at the end of a step. */
  readonly copies: readonly {readonly from: View; readonly to: number; readonly bytes: number}[];
}

/** Where inputs, state, constants and prepared buffers lie. */
export type Homes = (buffer: BufferId) => number | undefined;

/**
 * Places temporary buffers from an address on: each lives from its first write to its last read, what has died is used
 * again, and an operation may write over an input that dies with it if it reads and writes each element at one point.
 * The next value of a state is computed in the state's own place where nobody needs the old one any more.
 */
export function planMemory(
  graph: LoopGraph,
  homes: Homes,
  stateHome: (name: string) => number,
  start: number,
): MemoryPlan {
  const {operations, buffers} = graph;
  const lives = livesOf(graph);
  const inPlace = stateInPlace(graph, homes, stateHome, lives);
  const addresses = new Map<BufferId, number>();
  for (const id of buffers.keys()) {
    const home = inPlace.get(id) ?? homes(id);
    if (home !== undefined) addresses.set(id, home);
  }
  const arena = new Arena(start);
  const deaths = new Map<number, BufferId[]>();
  operations.forEach((operation, at) => {
    const handed = new Set<BufferId>();
    for (const {buffer} of writesOf(operation)) {
      if (addresses.has(buffer)) continue;
      const size = buffers[buffer].size;
      const dying = readsOf(operation).find(
        read =>
          lives.get(read.buffer)?.last === at &&
          buffers[read.buffer].origin.kind === 'temporary' &&
          !inPlace.has(read.buffer) &&
          !handed.has(read.buffer) &&
          buffers[read.buffer].size === size &&
          canOverwrite(operation, read.buffer, buffer),
      );
      if (dying && lives.get(buffer)?.first === at) {
        handed.add(dying.buffer);
        addresses.set(buffer, addresses.get(dying.buffer) ?? 0);
      } else {
        addresses.set(buffer, arena.take(size));
      }
      const last = lives.get(buffer)?.last ?? at;
      deaths.set(last, [...(deaths.get(last) ?? []), buffer]);
    }
    for (const buffer of deaths.get(at) ?? [])
      if (!handed.has(buffer)) arena.give(addresses.get(buffer) ?? 0, buffers[buffer].size);
  });
  const copies = [...graph.nextState].flatMap(([name, from]) => {
    const to = stateHome(name);
    const address = (addresses.get(from.buffer) ?? 0) + 4 * from.offset;
    return address === to ? [] : [{from, to, bytes: 4 * sizeOf(from.shape)}];
  });
  return {addresses, end: arena.end, copies};
}

interface Life {
  readonly first: number;
  readonly last: number;
}

/** The life of a buffer from its first write to its last use, as indices of operations. */
function livesOf({operations, results, nextState}: LoopGraph): ReadonlyMap<BufferId, Life> {
  const lives = new Map<BufferId, Life>();
  const use = (buffer: BufferId, at: number) => {
    const life = lives.get(buffer);
    lives.set(buffer, {first: life?.first ?? at, last: at});
  };
  operations.forEach((operation, at) => {
    for (const {buffer} of [...readsOf(operation), ...writesOf(operation)]) use(buffer, at);
  });
  for (const {buffer} of [...results.values(), ...nextState.values()]) use(buffer, operations.length);
  return lives;
}

/** Whether an operation reads a buffer at each point just before it writes the other there, and nowhere else. */
function canOverwrite(operation: LoopOperation, read: BufferId, written: BufferId): boolean {
  const writes = writesOf(operation).filter(view => view.buffer === written);
  if (writes.length !== 1) return false;
  const [write] = writes;
  const fits = (view: View) => sameView({...view, buffer: written}, write);
  switch (operation.kind) {
    case 'loop':
      return !reducesInto(operation, written) && operation.inputs.filter(view => view.buffer === read).every(fits);
    case 'contraction': {
      const {terms, addend} = operation;
      return addend?.buffer === read && fits(addend) && terms.every(({a, b}) => a.buffer !== read && b.buffer !== read);
    }
    case 'gather':
    case 'scatter-add':
    case 'max-pool-gradient':
      return false;
  }
}

function reducesInto({outputs}: Loop, buffer: BufferId): boolean {
  return outputs.some(({view, reduction}) => view.buffer === buffer && reduction);
}

/** Buffers that become the next state, and may be written where the state is; with its address. */
function stateInPlace(
  graph: LoopGraph,
  homes: Homes,
  stateHome: (name: string) => number,
  lives: ReadonlyMap<BufferId, Life>,
): ReadonlyMap<BufferId, number> {
  const {operations, buffers, nextState, results} = graph;
  const wanted = new Map<BufferId, {name: string; view: View}[]>();
  for (const [name, view] of nextState) {
    if (buffers[view.buffer].origin.kind !== 'temporary') continue;
    wanted.set(view.buffer, [...(wanted.get(view.buffer) ?? []), {name, view}]);
  }
  const shown = new Set([...results.values(), ...nextState.values()].map(({buffer}) => buffer));
  const placed = new Map<BufferId, number>();
  for (const [buffer, parts] of wanted) {
    const [first] = parts;
    const address = stateHome(first.name) - 4 * first.view.offset;
    const states = buffers.flatMap((own, id) =>
      own.origin.kind === 'state' &&
      parts.some(({name}) => own.origin.kind === 'state' && own.origin.names.includes(name))
        ? [id]
        : [],
    );
    const covers = parts.reduce((sum, {view}) => sum + sizeOf(view.shape), 0) === buffers[buffer].size;
    const together = parts.every(({name, view}) => stateHome(name) - 4 * view.offset === address);
    if (!covers || !together || states.some(state => shown.has(state))) continue;
    const written = lives.get(buffer)?.first ?? 0;
    const free = states.every(state => {
      const home = homes(state);
      return operations.every((operation, at) => {
        if (at < written || !readsOf(operation).some(view => view.buffer === state)) return true;
        // At the very write, the state has to be read point by point, from the same place.
        return at === written && home === address && canOverwrite(operation, state, buffer);
      });
    });
    if (free) placed.set(buffer, address);
  }
  return placed;
}

/** Memory that is taken and given back; pieces of the same size that were given back last are taken first. */
class Arena {
  private readonly free: {address: number; bytes: number}[] = [];
  end: number;

  constructor(start: number) {
    this.end = start;
  }

  take(elements: number): number {
    const bytes = bytesOf(elements);
    for (let index = this.free.length - 1; index >= 0; index--)
      if (this.free[index].bytes === bytes) return this.free.splice(index, 1)[0].address;
    const larger = this.free.findIndex(piece => piece.bytes > bytes);
    if (larger >= 0) {
      const piece = this.free[larger];
      this.free[larger] = {address: piece.address + bytes, bytes: piece.bytes - bytes};
      return piece.address;
    }
    const address = this.end;
    this.end += bytes;
    return address;
  }

  give(address: number, elements: number): void {
    this.free.push({address, bytes: bytesOf(elements)});
  }
}

/** A buffer's place in memory: a whole number of vectors, and one more that may be read beyond its end. */
export function bytesOf(elements: number): number {
  return Math.ceil((4 * elements) / VECTOR) * VECTOR + VECTOR;
}
