// What is used of WebAssembly's JavaScript interface: TypeScript has its types only among those of browsers.

export interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

export interface WasmModule {
  readonly [Symbol.toStringTag]: string;
}

export interface WasmInstance {
  readonly exports: Readonly<Record<string, unknown>>;
}

interface Interface {
  readonly Memory: new (descriptor: {initial: number}) => WasmMemory;
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => WasmModule;
  readonly CompileError: new (message: string) => Error;
  readonly Instance: new (module: WasmModule, imports: {host: {memory: WasmMemory}}) => WasmInstance;
}

export const wasm: Interface = (globalThis as unknown as {readonly WebAssembly: Interface}).WebAssembly;
