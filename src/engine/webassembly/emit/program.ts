import {sizeOf} from '../../../model/shape.js';
import type {Pack} from '../fuse/pack-state.js';
import type {Buffer, LoopGraph, LoopOperation} from '../lower/loop-graph.js';
import type {BufferId, View} from '../lower/view.js';
import {type Content, Layout, type Region} from '../memory/layout.js';
import {type MemoryPlan, planMemory} from '../memory/plan-memory.js';
import {CallWriter, callSites, repetitionsOf} from './calls.js';
import {contractionKernel} from './contraction.js';
import {gatherKernel, scatterAddKernel} from './gather.js';
import {ConstantPool, type Kernel, type KernelCall, type KernelContext} from './kernel.js';
import {loopKernel} from './loop.js';
import {maxPoolGradientKernel} from './max-pool-gradient.js';
import type {Code} from './wasm/code.js';
import {i32, memoryCopy} from './wasm/instructions.js';
import {FunctionBuilder, ModuleBuilder} from './wasm/module-builder.js';

/** A WebAssembly module of several functions over one memory. */
export interface Program {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Bytes of memory that it needs. */
  readonly memory: number;
  readonly inputs: ReadonlyMap<string, Region>;
  readonly state: ReadonlyMap<string, Region>;
  /** Per function, where its results are once it has run. */
  readonly results: ReadonlyMap<string, ReadonlyMap<string, Region>>;
  /** What has to lie in memory before anything runs. */
  readonly content: readonly Content[];
}

/** A function of the program: a graph of loops, and the packs of state that it was fused with. */
export interface ProgramFunction {
  readonly name: string;
  readonly graph: LoopGraph;
}

/** What code that calls the functions has to know. */
export interface Linkage {
  readonly functions: ReadonlyMap<string, number>;
  readonly inputs: ReadonlyMap<string, Region>;
  readonly state: ReadonlyMap<string, Region>;
  readonly results: ReadonlyMap<string, ReadonlyMap<string, Region>>;
  /** Adds and exports a function; gives its index. */
  add(name: string, builder: FunctionBuilder): number;
  /** Memory of a program's own. */
  reserve(bytes: number): number;
}

/** Constants of the code, from address 16: nothing lies at 0. */
const CONSTANTS = {start: 16, end: 16384};

/**
 * Emits a program: lays out memory, writes every kernel once, every function as calls of kernels, and what `control` adds.
 * Functions are exported by their names. Gives what control gives, too.
 */
export function emitProgram<Control>(
  functions: readonly ProgramFunction[],
  packs: readonly Pack[],
  control: (linkage: Linkage) => Control,
): {program: Program; control: Control} {
  const layout = new Layout(CONSTANTS.end);
  for (const {graph} of functions) layout.addNamed(graph, packs);
  const plans = functions.map(({graph}) => layout.addFunction(graph));
  const start = layout.end;
  const memoryPlans = functions.map(({graph}, index) =>
    planMemory(graph, plans[index], name => layout.stateAddress(name), start),
  );
  layout.end = Math.max(start, ...memoryPlans.map(({end}) => end));

  const module = new ModuleBuilder();
  const constants = new ConstantPool(CONSTANTS.start, CONSTANTS.end);
  const shared = new Map<string, number>();
  const context: KernelContext = {
    constants,
    shared(name, build) {
      const known = shared.get(name);
      if (known !== undefined) return known;
      const builder = build(context);
      builder.name = name;
      const index = module.add(builder);
      shared.set(name, index);
      return index;
    },
  };
  const calls = functions.map(({graph}, index) =>
    graph.operations.map(operation => callOf(operation, graph.buffers, memoryPlans[index])),
  );
  const writer = new CallWriter(module, context, callSites(calls));
  const add = (name: string, builder: FunctionBuilder): number => {
    builder.name = name;
    return module.add(builder, name);
  };
  const reserve = (bytes: number) => layout.reserve(bytes);
  const indices = new Map(
    functions.map(({name, graph}, index) => {
      const f = new FunctionBuilder([]);
      f.body = [writer.write(repetitionsOf(calls[index]), f), copies(graph, memoryPlans[index], reserve)];
      return [name, add(name, f)] as const;
    }),
  );
  const results = new Map(
    functions.map(({name, graph}, index) => [name, resultsOf(graph, memoryPlans[index])] as const),
  );
  const {inputs, state} = layout;
  const made = control({functions: indices, inputs, state, results, add, reserve});
  const program: Program = {
    bytes: module.encode(),
    memory: layout.end,
    inputs,
    state,
    results,
    content: [...layout.content, {address: CONSTANTS.start, data: constants.content()}],
  };
  return {program, control: made};
}

/** The kernel of an operation, and where its operands are. */
function callOf(operation: LoopOperation, buffers: readonly Buffer[], {addresses}: MemoryPlan): KernelCall {
  const {kernel, operands} = kernelOf(operation, buffers);
  return {kernel, addresses: operands.map(view => addressOf(view, addresses))};
}

function kernelOf(operation: LoopOperation, buffers: readonly Buffer[]): {kernel: Kernel; operands: readonly View[]} {
  switch (operation.kind) {
    case 'loop':
      return loopKernel(operation);
    case 'contraction':
      return contractionKernel(operation);
    case 'gather':
      return gatherKernel(operation);
    case 'scatter-add':
      return scatterAddKernel(operation, buffers[operation.output.buffer].dtype === 'float32');
    case 'max-pool-gradient':
      return maxPoolGradientKernel(operation);
  }
}

function addressOf({buffer, offset}: View, addresses: ReadonlyMap<BufferId, number>): number {
  const address = addresses.get(buffer);
  if (address === undefined) throw new Error('a buffer has no place');
  return address + 4 * offset;
}

function resultsOf({results}: LoopGraph, {addresses}: MemoryPlan): ReadonlyMap<string, Region> {
  return new Map(
    [...results].map(([name, view]) => {
      return [name, {address: addressOf(view, addresses), bytes: 4 * sizeOf(view.shape)}] as const;
    }),
  );
}

/** Brings next states to their places; by way of other memory where states trade places. */
function copies(
  {buffers}: LoopGraph,
  {copies: moves, addresses}: MemoryPlan,
  reserve: (bytes: number) => number,
): Code {
  const trading = moves.some(({from}) => buffers[from.buffer].origin.kind === 'state');
  const steps = moves.map(({from, to, bytes}) => ({
    from: addressOf(from, addresses),
    by: trading ? reserve(bytes) : to,
    to,
    bytes,
  }));
  const copy = (to: number, from: number, bytes: number) =>
    memoryCopy(i32.const(to), i32.const(from), i32.const(bytes));
  return [
    steps.map(({from, by, bytes}) => copy(by, from, bytes)),
    trading ? steps.map(({by, to, bytes}) => copy(to, by, bytes)) : [],
  ];
}
