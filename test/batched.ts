import type {NamedAttrMap, NamedTensorMap, Tensor} from '@tensorflow/tfjs-core';
import type {KernelGraph, Operation, ValueId} from '../src/engine/common/graph/kernel-graph.js';
import {core, type Tensors} from './compiled-step.js';
import type {Draws} from './random-graphs.js';

/** Runs a graph kernel by kernel on the cpu backend. */
export function interpret(graph: KernelGraph, given: Tensors): Record<string, Tensor> {
  const made = new Map<ValueId, Tensor>();
  const find = (value: ValueId): Tensor => {
    const {origin, shape, dtype} = graph.values[value];
    if (origin.kind === 'constant') return core.tensor(origin.data, [...shape], dtype);
    const found = origin.kind === 'operation' ? made.get(value) : given[origin.name];
    if (!found) throw new Error(`value ${value} is not there`);
    return found;
  };
  for (const {kernel, inputs, attributes, outputs} of graph.operations) {
    const taken: NamedTensorMap = Object.fromEntries(
      Object.entries(inputs).map(([name, {value, shape}]) => [name, core.reshape(find(value), [...shape])]),
    );
    const given = [run(kernel, taken, attributes)].flat();
    outputs.forEach((output, index) => {
      made.set(output, core.reshape(given[index], [...graph.values[output].shape]));
    });
  }
  return Object.fromEntries([...graph.results, ...graph.nextState].map(([name, value]) => [name, find(value)]));
}

function run(kernel: string, taken: NamedTensorMap, attributes: Operation['attributes']): Tensor | Tensor[] {
  const call = (inputs: NamedTensorMap | Tensor[]): Tensor | Tensor[] =>
    core.engine().runKernel(kernel, inputs as NamedTensorMap, attributes as NamedAttrMap);
  switch (kernel) {
    case 'Select':
      // TensorFlow.js broadcasts before it calls this kernel.
      return core.where(taken.condition, taken.t, taken.e);
    case 'ResizeNearestNeighborGrad': {
      // Its cpu kernel takes the gradient of all images but the first from wrong places.
      const images = core.split(taken.images, taken.images.shape[0]);
      const gradients = core.split(taken.dy, taken.dy.shape[0]);
      return core.concat(images.flatMap((one, at) => call({images: one, dy: gradients[at]})));
    }
    case 'AddN':
    case 'Concat':
    case 'Pack':
      return call(Object.values(taken));
    default:
      return call(taken);
  }
}

/** Some inputs made different for each trial: what trials take, and the same with an axis of them in front. */
export function trialsOf(
  inputs: Tensors,
  count: number,
  draw: Draws,
): {varying: ReadonlySet<string>; trials: Tensors[]; together: Tensors} {
  const names = Object.keys(inputs);
  // A tensor that is given twice is one input.
  const tensors = [...new Set(Object.values(inputs))];
  const chosen = tensors.filter(() => draw.chance(0.7));
  const changing = chosen.length > 0 ? chosen : tensors.slice(0, 1);
  const varying = new Set(names.filter(name => changing.includes(inputs[name])));
  const trials = Array.from({length: count}, () => {
    const own = new Map(changing.map(tensor => [tensor, changed(tensor, draw)]));
    return Object.fromEntries(names.map(name => [name, own.get(inputs[name]) ?? inputs[name]]));
  });
  const together = Object.fromEntries(
    names.map(name => [name, varying.has(name) ? core.stack(trials.map(trial => trial[name])) : inputs[name]]),
  );
  return {varying, trials, together};
}

/** Other numbers of the same kind: floats stretched a little, keeping their signs, integers in another order. */
function changed(tensor: Tensor, draw: Draws): Tensor {
  const values = [...tensor.dataSync()];
  if (tensor.dtype === 'int32') values.push(...values.splice(0, draw.below(values.length)));
  const own = tensor.dtype === 'int32' ? values : values.map(value => value * (0.8 + 0.4 * (draw.below(1000) / 1000)));
  return core.tensor(own, tensor.shape, tensor.dtype);
}

/** What each trial gave, one after the other. */
export function inOne(results: readonly Record<string, Tensor>[]): Record<string, Float32Array> {
  return Object.fromEntries(
    Object.keys(results[0]).map(name => [
      name,
      Float32Array.from(results.flatMap(one => Array.from(one[name].dataSync()))),
    ]),
  );
}
