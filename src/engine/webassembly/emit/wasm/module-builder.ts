import {type Code, type Expression, flatten, unsigned, type WasmType} from './code.js';
import {branchIf, i32, loop} from './instructions.js';

const TYPE_BYTES: Readonly<Record<WasmType, number>> = {i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, v128: 0x7b};

/** A local variable or parameter of a function. */
export interface Local<T extends WasmType> {
  readonly get: Expression<T>;
  set(value: Expression<T>): Code;
  /** Sets it and leaves the value. */
  tee(value: Expression<T>): Expression<T>;
}

/** A function while it is written. */
export class FunctionBuilder {
  private readonly locals: WasmType[] = [];
  private readonly prologue = new Map<string, {readonly local: Local<'v128'>; readonly value: Expression<'v128'>}>();
  private readonly free = new Map<WasmType, Local<WasmType>[]>();
  body: Code = [];
  /** What profilers and stack traces call it. */
  name = '';

  constructor(
    readonly parameters: readonly WasmType[],
    readonly results: readonly WasmType[] = [],
  ) {}

  /** A vector that is worked out once, before anything else. */
  once(key: string, value: Expression<'v128'>): Expression<'v128'> {
    const known = this.prologue.get(key) ?? {local: this.newLocal('v128'), value};
    this.prologue.set(key, known);
    return known.local.get;
  }

  parameter<T extends WasmType>(index: number): Local<T> {
    return localAt(index);
  }

  local<T extends WasmType>(type: T): Local<T> {
    const reused = this.free.get(type)?.pop();
    return reused ? (reused as Local<T>) : this.newLocal(type);
  }

  /** One that nothing else has used. */
  private newLocal<T extends WasmType>(type: T): Local<T> {
    this.locals.push(type);
    return localAt(this.parameters.length + this.locals.length - 1);
  }

  /** Gives a local back, for a piece of code that comes later. */
  release<T extends WasmType>(type: T, ...locals: Local<T>[]): void {
    const free = this.free.get(type) ?? [];
    free.push(...(locals as unknown as Local<WasmType>[]));
    this.free.set(type, free);
  }

  /** Runs the body for counter = 0, step, 2 step, ... while it is below a limit that is above 0. */
  count(limit: number, step: number, body: (counter: Local<'i32'>) => Code): Code {
    const counter = this.local('i32');
    const code = [
      counter.set(i32.const(0)),
      loop([
        body(counter),
        branchIf(0, i32.lt_u(counter.tee(i32.add(counter.get, i32.const(step))), i32.const(limit))),
      ]),
    ];
    this.release('i32', counter);
    return code;
  }

  encode(): Uint8Array {
    const groups: [count: number, type: WasmType][] = [];
    for (const type of this.locals) {
      const last = groups[groups.length - 1];
      if (last?.[1] === type) last[0]++;
      else groups.push([1, type]);
    }
    const content = flatten([
      ...unsigned(groups.length),
      ...groups.flatMap(([count, type]) => [...unsigned(count), TYPE_BYTES[type]]),
      [...this.prologue.values()].map(({local, value}) => local.set(value)),
      this.body,
      0x0b,
    ]);
    return Uint8Array.from([...unsigned(content.length), ...content]);
  }
}

function localAt<T extends WasmType>(index: number): Local<T> {
  const bytes = unsigned(index);
  return {
    get: [0x20, ...bytes],
    set: value => [value, 0x21, ...bytes],
    tee: value => [value, 0x22, ...bytes],
  };
}

/** A module that imports its memory (as `memory` of `host`) and exports functions. */
export class ModuleBuilder {
  private readonly functions: FunctionBuilder[] = [];
  private readonly exported: {name: string; index: number}[] = [];

  /** Adds a function, and gives the index by which it is called. */
  add(builder: FunctionBuilder, exportName?: string): number {
    const index = this.functions.length;
    this.functions.push(builder);
    if (exportName !== undefined) this.exported.push({name: exportName, index});
    return index;
  }

  encode(): Uint8Array<ArrayBuffer> {
    const types = new Map<string, {index: number; bytes: number[]}>();
    const typeOf = ({parameters, results}: FunctionBuilder): number => {
      const bytes = [
        0x60,
        ...vector(parameters.map(type => TYPE_BYTES[type])),
        ...vector(results.map(t => TYPE_BYTES[t])),
      ];
      const key = bytes.join();
      const known = types.get(key) ?? {index: types.size, bytes};
      types.set(key, known);
      return known.index;
    };
    const typeIndices = this.functions.map(typeOf);
    const chunks: Uint8Array[] = [Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0)];
    const section = (id: number, count: number, parts: readonly (readonly number[] | Uint8Array)[]) => {
      const head = unsigned(count);
      const size = head.length + parts.reduce((sum, part) => sum + part.length, 0);
      chunks.push(Uint8Array.from([id, ...unsigned(size), ...head]), ...parts.map(part => Uint8Array.from(part)));
    };
    section(
      1,
      types.size,
      [...types.values()].map(({bytes}) => bytes),
    );
    section(2, 1, [[...text('host'), ...text('memory'), 0x02, 0x00, 0x00]]);
    section(3, typeIndices.length, typeIndices.map(unsigned));
    section(
      7,
      this.exported.length,
      this.exported.map(({name, index}) => [...text(name), 0x00, ...unsigned(index)]),
    );
    section(
      10,
      this.functions.length,
      this.functions.map(builder => builder.encode()),
    );
    const names = this.functions.flatMap(({name}, index) => [...unsigned(index), ...text(name)]);
    const content = [...unsigned(this.functions.length), ...names];
    const subsection = [...text('name'), 1, ...unsigned(content.length), ...content];
    chunks.push(Uint8Array.from([0, ...unsigned(subsection.length), ...subsection]));
    const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
    let at = 0;
    for (const chunk of chunks) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    return bytes;
  }
}

function vector(bytes: readonly number[]): number[] {
  return [...unsigned(bytes.length), ...bytes];
}

function text(value: string): number[] {
  return vector([...new TextEncoder().encode(value)]);
}
