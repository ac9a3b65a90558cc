import type {Tensor, Variable} from '@tensorflow/tfjs-core';
import {backends} from '../src/engine/backends/index.js';
import type {KernelGraph} from '../src/engine/common/graph/kernel-graph.js';
import {record} from '../src/engine/common/record/recorder.js';
import {simplify} from '../src/engine/common/simplify/simplify.js';
import {emitProgram} from '../src/engine/webassembly/emit/program.js';
import {fuse} from '../src/engine/webassembly/fuse/fuse.js';
import {lower} from '../src/engine/webassembly/lower/lower.js';
import {ProgramInstance} from '../src/engine/webassembly/run/program-instance.js';
import {wasm} from '../src/engine/webassembly/run/webassembly.js';
import type {TensorFlow} from '../src/model/tensorflow.js';

export type Tensors = Readonly<Record<string, Tensor>>;

/** TensorFlow.js on the cpu backend, where steps are recorded. */
export const tf: TensorFlow = await backends.cpu.load();
export const {core} = tf;

/** Compiles one recorded step by itself: it runs by `run('step')`. Throws UnsupportedError. */
export function compileStep(graph: KernelGraph): ProgramInstance {
  const {graph: loops, packs} = fuse(lower(simplify(graph)));
  const {program} = emitProgram([{name: 'step', graph: loops}], packs, () => undefined);
  return new ProgramInstance(program, new wasm.Memory({initial: 1}));
}

/** What a step gives, eagerly and compiled; and the state after some steps of it. */
export interface BothWays {
  readonly eager: Readonly<Record<string, Float32Array>>;
  readonly compiled: Readonly<Record<string, Float32Array>>;
}

/**
 * Runs a step several times, eagerly on the cpu backend and compiled, from the same state. Gives the last results and the
 * state, by name.
 */
export function bothWays(
  inputs: Tensors,
  run: () => Tensors,
  {state = {}, steps = 1}: {state?: Readonly<Record<string, Variable>>; steps?: number} = {},
): BothWays {
  const first = Object.entries(state).map(([name, variable]) => [name, copyOf(variable)] as const);
  const graph = record(core, {inputs, state, run});
  const session = compileStep(graph);
  const {program} = session;
  const reset = () => {
    for (const [name, values] of first) {
      const {shape, dtype} = state[name];
      const value = core.tensor(values, shape, dtype as 'float32');
      state[name].assign(value);
      value.dispose();
    }
  };
  for (const [name, place] of program.inputs) writeInto(session, place, inputs[name]);
  reset();
  for (const [name, place] of program.state) writeInto(session, place, state[name]);
  for (let step = 0; step < steps; step++) session.run('step');
  const compiled: Record<string, Float32Array> = {};
  for (const [name, place] of program.results.get('step') ?? [])
    compiled[name] = numbersOf(session, place, graph.values[graph.results.get(name) ?? 0].dtype);
  for (const [name, place] of program.state) compiled[name] = numbersOf(session, place, state[name].dtype);
  const eager: Record<string, Float32Array> = {};
  for (let step = 0; step < steps; step++)
    core.tidy(() => {
      for (const [name, tensor] of Object.entries(run())) eager[name] = copyOf(tensor);
    });
  for (const name of Object.keys(compiled)) if (name in state) eager[name] = copyOf(state[name]);
  return {eager, compiled};
}

type Place = Parameters<ProgramInstance['floats']>[0];

function copyOf(tensor: Tensor): Float32Array {
  return Float32Array.from(tensor.dataSync());
}

function writeInto(session: ProgramInstance, place: Place, tensor: Tensor): void {
  (tensor.dtype === 'float32' ? session.floats(place) : session.integers(place)).set(tensor.dataSync());
}

function numbersOf(session: ProgramInstance, place: Place, dtype: string): Float32Array {
  return Float32Array.from(dtype === 'float32' ? session.floats(place) : session.integers(place));
}

/** The largest difference, relative to the largest number (but not to less than a floor); of numbers that aren't finite only whether they are the same. */
export function difference(a: ArrayLike<number>, b: ArrayLike<number>, floor = 1e-6): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let scale = floor;
  let largest = 0;
  for (let at = 0; at < a.length; at++) {
    if (Number.isFinite(a[at]) && Number.isFinite(b[at])) {
      scale = Math.max(scale, Math.abs(a[at]));
      largest = Math.max(largest, Math.abs(a[at] - b[at]));
    } else if (!Object.is(a[at], b[at])) return Number.POSITIVE_INFINITY;
  }
  return largest / scale;
}
