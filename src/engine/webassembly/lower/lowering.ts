import {type Shape, sizeOf} from '../../../model/shape.js';
import type {DataType, KernelGraph, Operand, Operation, ValueId} from '../../common/graph/kernel-graph.js';
import {layerOf} from '../../common/graph/layer-of.js';
import {UnsupportedError} from '../../common/graph/unsupported-error.js';
import {type Expression, ExpressionWriter} from './expression.js';
import type {Buffer, BufferOrigin, LoopOperation, LoopOutput, ReductionKind} from './loop-graph.js';
import {broadcast, isDense, reshaped, type View, wholeBuffer} from './view.js';

/** How a kernel is written as loops. */
export type Rule = (operation: Operation, lowering: Lowering) => void;

/** The loops while they are written: which view shows a value, and how new buffers come about. */
export class Lowering {
  readonly buffers: Buffer[] = [];
  readonly operations: LoopOperation[] = [];
  private readonly views = new Map<ValueId, View>();
  private readonly producers = new Map<ValueId, Operation>();
  /** Copies that were made, by what they copy: a value never changes. */
  private readonly copies = new Map<string, View>();
  private current: Operation | undefined;

  constructor(readonly graph: KernelGraph) {
    for (const operation of graph.operations)
      for (const output of operation.outputs) this.producers.set(output, operation);
    graph.values.forEach(({shape, dtype, origin}, id) => {
      if (origin.kind === 'operation') return;
      if (origin.kind === 'constant' && origin.data.length > 1) {
        const [first] = origin.data;
        if (origin.data.every(value => Object.is(value, first))) {
          this.views.set(id, this.uniform(first, shape, dtype));
          return;
        }
      }
      const own: BufferOrigin = origin.kind === 'state' ? {kind: 'state', names: [origin.name]} : origin;
      this.views.set(id, wholeBuffer(this.buffer(sizeOf(shape), dtype, own), shape));
    });
  }

  /** Writes one operation by a rule. Throws UnsupportedError. */
  write(operation: Operation, rule: Rule | undefined): void {
    this.current = operation;
    if (rule) rule(operation, this);
    else this.refuse(operation.kernel);
  }

  /** Says that something can't be compiled. */
  refuse(what: string): never {
    throw new UnsupportedError(`the compiled engine has no ${what}`, this.current && layerOf(this.graph, this.current));
  }

  /** The operation that makes a value. */
  producer(value: ValueId): Operation | undefined {
    return this.producers.get(value);
  }

  /** A view of one number. */
  uniform(value: number, shape: Shape, dtype: DataType): View {
    const data = dtype === 'float32' ? Float32Array.of(value) : Int32Array.of(value);
    const buffer = this.buffer(1, dtype, {kind: 'constant', data});
    return {buffer, shape, strides: shape.map(() => 0), offset: 0};
  }

  buffer(size: number, dtype: DataType, origin: BufferOrigin = {kind: 'temporary'}): number {
    this.buffers.push({size, dtype, origin});
    return this.buffers.length - 1;
  }

  /** A new buffer, seen whole. */
  fresh(shape: Shape, dtype: DataType, origin?: BufferOrigin): View {
    return wholeBuffer(this.buffer(sizeOf(shape), dtype, origin), shape);
  }

  shapeOf(value: ValueId): Shape {
    return this.graph.values[value].shape;
  }

  typeOf(value: ValueId): DataType {
    return this.graph.values[value].dtype;
  }

  typeOfView({buffer}: View): DataType {
    return this.buffers[buffer].dtype;
  }

  /** The constant numbers of an operand; undefined where it is computed. */
  constantOf({value}: Operand): ArrayLike<number> | undefined {
    const {origin} = this.graph.values[value];
    return origin.kind === 'constant' ? origin.data : undefined;
  }

  /** What an operand shows, in its shape. */
  take({value, shape}: Operand): View {
    const view = this.views.get(value);
    if (!view) throw new Error('an operand comes before the operation that makes it');
    return this.reshape(view, shape);
  }

  /** The view in a shape; copied where it can't be seen so. */
  reshape(view: View, shape: Shape): View {
    return reshaped(view, shape) ?? {...this.copy(view), shape, strides: wholeBuffer(0, shape).strides};
  }

  /** The same numbers without gaps. */
  copy(view: View): View {
    const key = JSON.stringify(view);
    const known = this.copies.get(key);
    if (known) return known;
    const output = this.fresh(view.shape, this.typeOfView(view));
    this.copyInto(view, output);
    this.copies.set(key, output);
    return output;
  }

  dense(view: View): View {
    return isDense(view) ? view : this.copy(view);
  }

  /** The same numbers with the last axis in order. */
  lastInOrder(view: View): View {
    const last = view.shape.length - 1;
    return view.shape[last] === 1 || view.strides[last] === 1 ? view : this.copy(view);
  }

  /** The same numbers, walked forwards. */
  forwards(view: View): View {
    return view.strides.some(stride => stride < 0) ? this.copy(view) : view;
  }

  cast(view: View, type: DataType): View {
    if (this.typeOfView(view) === type) return view;
    const output = this.fresh(view.shape, type);
    this.map(output, [view], ([x], of) => of.cast(x, type));
    return output;
  }

  copyInto(view: View, output: View): void {
    this.map(output, [view], ([x]) => x);
  }

  /** Says which view shows a value. */
  give(value: ValueId, view: View): void {
    this.views.set(value, this.reshape(view, this.shapeOf(value)));
  }

  viewOf(value: ValueId): View {
    return this.take({value, shape: this.shapeOf(value)});
  }

  /** Fills a view with expressions of others, which are broadcast to its shape. */
  map(
    output: View,
    inputs: readonly View[],
    write: (inputs: readonly Expression[], of: ExpressionWriter) => Expression,
  ): void {
    const writer = new ExpressionWriter();
    const views = inputs.map(view => broadcast(view, output.shape));
    const taken = views.map((view, input) => writer.input(input, this.typeOfView(view)));
    const {node} = write(taken, writer);
    const outputs: LoopOutput[] = [{node, view: output, reduction: undefined}];
    this.operations.push({kind: 'loop', space: output.shape, inputs: views, nodes: writer.nodes, outputs});
  }

  /** The reduction of a view over axes, in the shape of the axes that are left. */
  reduce(view: View, axes: readonly number[], kind: ReductionKind): View {
    const reduced = view.shape.map((_, axis) => axes.includes(axis));
    const left = view.shape.filter((_, axis) => !reduced[axis]);
    const output = this.fresh(left, this.typeOfView(view));
    let at = 0;
    const strides = reduced.map(gone => (gone ? 0 : output.strides[at++]));
    this.operations.push({
      kind: 'loop',
      space: view.shape,
      inputs: [view],
      nodes: [{kind: 'input', input: 0, type: this.typeOfView(view)}],
      outputs: [{node: 0, view: {...output, shape: view.shape, strides}, reduction: {kind, reduced}}],
    });
    return output;
  }
}
