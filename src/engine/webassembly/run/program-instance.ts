import type {Program} from '../emit/program.js';
import type {Region} from '../memory/layout.js';
import {type WasmInstance, type WasmMemory, wasm} from './webassembly.js';

const PAGE = 65536;

/** A program in a memory, with its constants laid down: values go in and out by name. */
export class ProgramInstance {
  private readonly instance: WasmInstance;

  constructor(
    readonly program: Program,
    private readonly memory: WasmMemory,
    module = new wasm.Module(program.bytes),
  ) {
    this.ensure(program.memory);
    this.instance = new wasm.Instance(module, {host: {memory}});
    for (const {address, data} of program.content) {
      if (data instanceof Uint8Array) new Uint8Array(memory.buffer, address, data.length).set(data);
      else new Float32Array(memory.buffer, address, data.count).fill(data.fill);
    }
  }

  /** Sees to it that the memory reaches to an address, and a vector further. Views of it are void afterwards. */
  ensure(end: number): void {
    const missing = end + PAGE - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE));
  }

  /** Calls an exported function. */
  run(name: string, ...values: readonly number[]): number {
    const called = this.instance.exports[name];
    if (typeof called !== 'function') throw new Error(`the program has no ${name}`);
    return called(...values);
  }

  /** A place as numbers; the array shows the memory itself. */
  floats({address, bytes}: Region): Float32Array {
    return new Float32Array(this.memory.buffer, address, bytes / 4);
  }

  integers({address, bytes}: Region): Int32Array {
    return new Int32Array(this.memory.buffer, address, bytes / 4);
  }

  doubles({address, bytes}: Region): Float64Array {
    return new Float64Array(this.memory.buffer, address, bytes / 8);
  }
}
