import {sizeOf} from '../../model/shape.js';
import type {KernelGraph, Operand, ValueId} from '../common/graph/kernel-graph.js';
import {type Compute, type DoubleTensor, doubleKernels, UnknownInDouble} from './double-kernels.js';

/** A graph that is computed in double precision, again and again in the same memory. */
export class DoubleGraph {
  private readonly tensors: readonly DoubleTensor[];
  private readonly steps: readonly Compute[];
  private readonly named = new Map<string, Float64Array>();

  /** Throws UnknownInDouble. */
  constructor(private readonly graph: KernelGraph) {
    this.tensors = graph.values.map(({shape, origin}) => ({
      shape,
      data: origin.kind === 'constant' ? Float64Array.from(origin.data) : new Float64Array(sizeOf(shape)),
    }));
    graph.values.forEach(({origin}, id) => {
      if (origin.kind === 'input' || origin.kind === 'state') this.named.set(origin.name, this.tensors[id].data);
    });
    this.steps = graph.operations.map(({kernel, inputs, attributes, outputs}) => {
      const prepare = doubleKernels[kernel];
      if (!prepare) throw new UnknownInDouble(kernel);
      return prepare({
        inputs: Object.fromEntries(Object.entries(inputs).map(([name, operand]) => [name, this.seen(operand)])),
        attributes,
        outputs: outputs.map(id => this.tensors[id]),
      });
    });
  }

  private seen({value, shape}: Operand): DoubleTensor {
    return {shape, data: this.tensors[value].data};
  }

  /** The numbers of an input or a state, to be written; undefined where the graph doesn't use it. */
  given(name: string): Float64Array | undefined {
    return this.named.get(name);
  }

  /** Computes everything once. */
  run(): void {
    for (const compute of this.steps) compute();
  }

  /** The numbers of a result, as they are now. */
  result(name: string): Float64Array {
    const id: ValueId | undefined = this.graph.results.get(name);
    if (id === undefined) throw new Error(`the graph has no ${name}`);
    return this.tensors[id].data;
  }
}
