import type {Pack} from '../fuse/pack-state.js';
import {type Buffer, type LoopGraph, readsOf, writesOf} from '../lower/loop-graph.js';
import type {BufferId} from '../lower/view.js';
import {bytesOf} from './plan-memory.js';

/** Where a named piece of memory lies. */
export interface Region {
  readonly address: number;
  readonly bytes: number;
}

/** What has to lie at an address before anything runs: bytes, or one float again and again. */
export interface Content {
  readonly address: number;
  readonly data: Uint8Array | {readonly fill: number; readonly count: number};
}

/** Memory while it is given out. */
export class Layout {
  readonly inputs = new Map<string, Region>();
  readonly state = new Map<string, Region>();
  readonly content: Content[] = [];
  private readonly constants = new Map<string, number>();

  constructor(public end: number) {}

  reserve(bytes: number): number {
    const address = this.end;
    this.end += bytesOf(Math.ceil(bytes / 4));
    return address;
  }

  stateAddress(name: string): number {
    const place = this.state.get(name);
    if (!place) throw new Error(`the state ${name} has no place`);
    return place.address;
  }

  /** Gives inputs and state their places, packed state first. */
  addNamed({buffers}: LoopGraph, packs: readonly Pack[]): void {
    for (const {size, origin} of buffers) {
      if (origin.kind === 'input' && !this.inputs.has(origin.name))
        this.inputs.set(origin.name, {address: this.reserve(4 * size), bytes: 4 * size});
      if (origin.kind === 'state' && origin.names.length > 1 && !this.state.has(origin.names[0]))
        this.addPack(buffers, origin.names, size);
    }
    const packed = new Set(packs.flat());
    for (const {size, origin} of buffers)
      if (origin.kind === 'state' && origin.names.length === 1 && !packed.has(origin.names[0]))
        this.addState(origin.names[0], size);
  }

  private addState(name: string, size: number): void {
    if (!this.state.has(name)) this.state.set(name, {address: this.reserve(4 * size), bytes: 4 * size});
  }

  private addPack(buffers: readonly Buffer[], names: readonly string[], size: number): void {
    let at = this.reserve(4 * size);
    for (const name of names) {
      const own = buffers.find(
        ({origin}) => origin.kind === 'state' && origin.names.length === 1 && origin.names[0] === name,
      );
      if (!own) throw new Error(`the state ${name} has no size`);
      this.state.set(name, {address: at, bytes: 4 * own.size});
      at += 4 * own.size;
    }
  }

  /** Gives a function's constants and prepared buffers their places. */
  addFunction({buffers, operations}: LoopGraph): (buffer: BufferId) => number | undefined {
    const used = new Set<BufferId>(
      [...operations.flatMap(operation => [...readsOf(operation), ...writesOf(operation)])].map(({buffer}) => buffer),
    );
    const homes = new Map<BufferId, number>();
    for (const [id, {size, origin}] of buffers.entries()) {
      switch (origin.kind) {
        case 'input':
          homes.set(id, this.inputs.get(origin.name)?.address ?? 0);
          break;
        case 'state':
          homes.set(id, this.stateAddress(origin.names[0]));
          break;
        case 'constant':
          if (used.has(id)) homes.set(id, this.constant(new Uint8Array(origin.data.slice().buffer)));
          break;
        case 'prepared':
          if (used.has(id)) homes.set(id, this.prepared(size, origin.fill));
          break;
        case 'temporary':
          break;
      }
    }
    return buffer => homes.get(buffer);
  }

  private prepared(count: number, fill: number): number {
    const address = this.reserve(4 * count);
    this.content.push({address, data: {fill, count}});
    return address;
  }

  private constant(data: Uint8Array): number {
    const key = data.length <= 64 ? data.join() : undefined;
    const known = key === undefined ? undefined : this.constants.get(key);
    if (known !== undefined) return known;
    const address = this.reserve(data.length);
    this.content.push({address, data});
    if (key !== undefined) this.constants.set(key, address);
    return address;
  }
}
