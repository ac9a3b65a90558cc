import {UnsupportedError} from '../../common/graph/unsupported-error.js';
import {type Expression, float32Bytes, float64Bytes} from './wasm/code.js';
import {i32, localGet, v128} from './wasm/instructions.js';
import type {FunctionBuilder} from './wasm/module-builder.js';

/** A loop nest as a function: its parameters are the addresses (in bytes) of what it reads and writes. */
export interface Kernel {
  /** Equal for kernels that are the same but for addresses. */
  readonly key: string;
  /** What profilers and listings call it. */
  readonly name: string;
  build(context: KernelContext, bases: Bases): FunctionBuilder;
}

/** A kernel with the addresses that it is called with. */
export interface KernelCall {
  readonly kernel: Kernel;
  readonly addresses: readonly number[];
}

/** What kernels share within a program. */
export interface KernelContext {
  readonly constants: ConstantPool;
  /** Index of a function that the program has once, such as erf of a vector. */
  shared(name: string, build: (context: KernelContext) => FunctionBuilder): number;
}

/** Where a kernel's operands lie: told at each call, or known as it is built. */
export interface Bases {
  /** The address of a kernel's operand plus an index in bytes, as an address and what a load or store adds for nothing. */
  at(operand: number, index: Expression<'i32'> | undefined, offset: number): [Expression<'i32'>, number];
}

export const parameterBases: Bases = {
  at(operand, index, offset) {
    const base: Expression<'i32'> = localGet(operand);
    if (offset >= 0) return [index ? i32.add(base, index) : base, offset];
    return [i32.add(index ? i32.add(base, index) : base, i32.const(offset)), 0];
  },
};

/** For a kernel that is called from one place: an address is then part of the instruction. */
export function fixedBases(addresses: readonly number[]): Bases {
  return {
    at: (operand, index, offset) => [index ?? i32.const(0), addresses[operand] + offset],
  };
}

/** Numbers that the code needs, in memory: a load that repeats a number is cheaper than building it from code. */
export class ConstantPool {
  private readonly floats = new Map<number, number>();
  private readonly addresses = new Map<string, number>();
  private readonly bytes: number[] = [];

  constructor(
    private readonly start: number,
    private readonly end: number,
  ) {}

  /** The constants as a function takes them. */
  of(f: FunctionBuilder): Constants {
    return new Constants(this, f);
  }

  /** The address of a number. */
  float32(value: number): number {
    // A map takes -0 for 0, but 0 has been dealt with.
    const address = this.floats.get(value) ?? this.place(float32Bytes(value));
    this.floats.set(value, address);
    return address;
  }

  /** What has to lie in memory at its start. */
  content(): Uint8Array {
    return Uint8Array.from(this.bytes);
  }

  /** The address of some bytes; the same ones are there once. */
  place(bytes: readonly number[]): number {
    const key = bytes.join();
    const known = this.addresses.get(key);
    if (known !== undefined) return known;
    while (this.bytes.length % bytes.length !== 0) this.bytes.push(0);
    const address = this.start + this.bytes.length;
    if (address + bytes.length > this.end)
      throw new UnsupportedError('the compiled engine has no room for that many constants', undefined);
    this.bytes.push(...bytes);
    this.addresses.set(key, address);
    return address;
  }
}

/**
 * Vectors of one number, for one function: loaded before its loops, and kept. V8 loads all that a basic block needs when it
 * begins, and would write what doesn't fit into registers to the stack and read it again (measured: an LSTM's step took a
 * twelfth longer).
 */
export class Constants {
  constructor(
    private readonly pool: ConstantPool,
    private readonly f: FunctionBuilder,
  ) {}

  f32x4(value: number): Expression<'v128'> {
    if (Object.is(value, 0)) return v128.zero;
    return this.narrow(this.pool.float32(value));
  }

  i32x4(value: number): Expression<'v128'> {
    if (value === 0) return v128.zero;
    return this.narrow(this.pool.place([...new Uint8Array(Int32Array.of(value).buffer)]));
  }

  f64x2(value: number): Expression<'v128'> {
    if (Object.is(value, 0)) return v128.zero;
    return v128.load64_splat(i32.const(0), this.pool.place(float64Bytes(value)));
  }

  i64x2(value: bigint): Expression<'v128'> {
    return v128.load64_splat(i32.const(0), this.pool.place([...new Uint8Array(BigInt64Array.of(value).buffer)]));
  }

  private narrow(address: number): Expression<'v128'> {
    return this.f.once(`splat ${address}`, v128.load32_splat(i32.const(0), address));
  }
}
