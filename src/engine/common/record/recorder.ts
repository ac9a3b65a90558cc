import type {KernelBackend, Tensor, TensorInfo, Variable} from '@tensorflow/tfjs-core';
import type {TensorFlow} from '../../../model/tensorflow.js';
import type {KernelGraph} from '../graph/kernel-graph.js';
import {knownOutputs} from './known-shapes.js';
import {Notes} from './notes.js';
import {Placeholders} from './placeholders.js';
import {RecordingError} from './recording-error.js';

/** What a step may take and change; everything else that it uses becomes a constant. */
export interface Recordable {
  readonly inputs: Readonly<Record<string, Tensor>>;
  readonly state: Readonly<Record<string, Variable>>;
  /** The layer that is at work, if one is. */
  layer?(): string | undefined;
  /** The step itself. What it gives is a result of the graph, by name. */
  run(): Readonly<Record<string, Tensor>>;
}

/**
 * Runs one step eagerly on the cpu backend, which has every kernel, and writes down each call of a kernel: its name,
 * inputs, attributes and outputs. Kernels that kernels call are left out. Throws RecordingError.
 */
export function record(core: TensorFlow['core'], {inputs, state, layer, run}: Recordable): KernelGraph {
  if (core.getBackend() !== 'cpu') throw new Error('steps are recorded on the cpu backend');
  const backend = core.backend() as KernelBackend;
  const readData = backend.readSync.bind(backend);
  const notes = new Notes(dataId => readData(dataId) as Float32Array);
  for (const [name, tensor] of Object.entries(inputs)) notes.define(tensor, {kind: 'input', name});
  for (const [name, variable] of Object.entries(state)) notes.define(variable, {kind: 'state', name});
  const kernels = listenToKernels(core, notes, layer ?? (() => undefined));
  const undo = [kernels.stop, forbidLooking(core, backend, kernels.inside), forbidRandom(core)];
  try {
    core.engine().startScope('step');
    const named = (tensors: readonly [string, TensorInfo][]) =>
      new Map(tensors.map(([name, tensor]) => [name, notes.take(tensor).value]));
    const results = named(Object.entries(run()));
    return notes.graph(results, named(Object.entries(state).filter(([name, tensor]) => !notes.isState(tensor, name))));
  } finally {
    core.engine().endScope();
    for (const restore of undo) restore();
  }
}

/** Kernels whose outputs are a list, even of one. */
const SEVERAL = new Set(['SplitV', 'Unpack']);

/** Notes every outermost call of a kernel. */
function listenToKernels(
  core: TensorFlow['core'],
  notes: Notes,
  layer: () => string | undefined,
): {inside: () => boolean; stop: () => void} {
  const kernels = core.getKernelsForBackend('cpu');
  const placeholders = new Placeholders(core.backend() as KernelBackend);
  let depth = 0;
  const replace = (kernel: (typeof kernels)[number]) => {
    core.unregisterKernel(kernel.kernelName, 'cpu');
    core.registerKernel(kernel);
  };
  for (const kernel of kernels)
    replace({
      ...kernel,
      kernelFunc(call) {
        if (depth > 0) return kernel.kernelFunc(call);
        const taken = Object.entries(call.inputs)
          // Arguments that may be left out are there, but undefined.
          .flatMap(([name, tensor]) => (tensor ? [[name, notes.take(tensor)] as const] : []));
        depth++;
        try {
          const known = taken.some(([, {value}]) => !notes.isConstant(value))
            ? knownOutputs(kernel.kernelName, call.inputs, call.attrs ?? {})
            : undefined;
          const outputs = known ? known.map(output => placeholders.make(output)) : kernel.kernelFunc(call);
          notes.add({
            kernel: kernel.kernelName,
            inputs: Object.fromEntries(taken),
            attributes: {...call.attrs},
            outputs: Array.isArray(outputs) ? outputs : [outputs],
            layer: layer(),
          });
          return Array.isArray(outputs) && outputs.length === 1 && !SEVERAL.has(kernel.kernelName)
            ? outputs[0]
            : outputs;
        } finally {
          depth--;
        }
      },
    });
  return {
    inside: () => depth > 0,
    stop() {
      for (const kernel of kernels) replace(kernel);
    },
  };
}

/** Makes reading a tensor's numbers an error, outside of kernels. */
function forbidLooking(core: TensorFlow['core'], backend: KernelBackend, inKernel: () => boolean): () => void {
  const {readSync, read} = backend;
  const refuse = () => {
    throw new RecordingError(`${operationName(core)} reads a tensor's numbers inside of a step`);
  };
  backend.readSync = dataId => (inKernel() ? readSync.call(backend, dataId) : refuse());
  backend.read = async dataId => (inKernel() ? read.call(backend, dataId) : refuse());
  return () => Object.assign(backend, {readSync, read});
}

/** TensorFlow.js seeds its random operations with Math.random, unless they have a seed: then they are constants. */
function forbidRandom(core: TensorFlow['core']): () => void {
  const {random} = Math;
  Math.random = () => {
    throw new RecordingError(`${operationName(core)} draws random numbers inside of a step`);
  };
  return () => {
    Math.random = random;
  };
}

function operationName(core: TensorFlow['core']): string {
  const name: string | undefined = core.engine().state.activeScope?.name;
  // Operations' scopes are called randomUniform__op and the like.
  return name ? `the operation ${name.replace(/_+op$/, '')}` : 'an operation';
}
