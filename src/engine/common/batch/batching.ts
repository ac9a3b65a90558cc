import type {Shape} from '../../../model/shape.js';
import type {
  ConstantData,
  DataType,
  KernelGraph,
  Operand,
  Operation,
  Origin,
  Value,
  ValueId,
} from '../graph/kernel-graph.js';
import {layerOf} from '../graph/layer-of.js';
import {UnsupportedError} from '../graph/unsupported-error.js';

/** How a kernel is done for several trials at once. */
export type BatchRule = (operation: Operation, batching: Batching) => void;

type Operands = Readonly<Record<string, Operand>>;
type Attributes = Operation['attributes'];

/** The graph for several trials while it is written: values that differ between trials have an axis of them in front. */
export class Batching {
  private readonly values: Value[] = [];
  private readonly operations: Operation[] = [];
  /** What of the graph for one trial has become what of this one, and whether it differs between trials. */
  private readonly batched = new Map<ValueId, {readonly value: ValueId; readonly varies: boolean}>();
  private readonly repeated = new Map<string, Operand>();
  private layer: string | undefined;

  constructor(
    private readonly graph: KernelGraph,
    /** Trials. */
    readonly count: number,
    varies: (origin: Origin) => boolean,
  ) {
    graph.values.forEach(({shape, dtype, origin}, id) => {
      if (origin.kind === 'operation') return;
      const own = varies(origin);
      this.batched.set(id, {value: this.define(own ? [count, ...shape] : shape, dtype, origin), varies: own});
    });
  }

  /** Does an operation by a rule; one whose inputs are the same in all trials is done once. */
  write(operation: Operation, rule: BatchRule | undefined): void {
    this.layer = operation.layer;
    if (!this.someVary(operation)) this.keep(operation);
    else if (rule) rule(operation, this);
    else
      throw new UnsupportedError(`no ${operation.kernel} for several trials at once`, layerOf(this.graph, operation));
  }

  private keep(operation: Operation): void {
    const inputs = Object.fromEntries(
      Object.entries(operation.inputs).map(([name, operand]) => [name, this.plain(operand)] as const),
    );
    const outputs = operation.outputs.map(output => {
      const {shape, dtype} = this.graph.values[output];
      const value = this.define(shape, dtype);
      this.batched.set(output, {value, varies: false});
      return value;
    });
    this.operations.push({...operation, inputs, outputs});
  }

  private someVary({inputs}: Operation): boolean {
    return Object.values(inputs).some(operand => this.varies(operand));
  }

  varies({value}: Operand): boolean {
    return this.find(value).varies;
  }

  shapeOf(value: ValueId): Shape {
    return this.graph.values[value].shape;
  }

  typeOf(value: ValueId): DataType {
    return this.graph.values[value].dtype;
  }

  /** An operand that doesn't vary; or one that does, seen without regard to its trials. */
  plain({value, shape}: Operand): Operand {
    return {value: this.find(value).value, shape};
  }

  /** The value with the axis of trials in front where it varies, and then axes of length 1 up to a rank. */
  aligned(operand: Operand, rank: number): Operand {
    if (!this.varies(operand)) return this.plain(operand);
    const missing = new Array<number>(Math.max(0, rank - operand.shape.length)).fill(1);
    return {...this.plain(operand), shape: [this.count, ...missing, ...operand.shape]};
  }

  /** The value with the axis of trials in front, whether it varies or not. */
  leading(operand: Operand): Operand {
    if (this.varies(operand)) return this.aligned(operand, 0);
    const key = JSON.stringify(operand);
    const known = this.repeated.get(key);
    if (known) return known;
    const {shape} = operand;
    const made = this.emit(
      'Tile',
      {x: {...this.plain(operand), shape: [1, ...shape]}},
      {reps: [this.count, ...shape.map(() => 1)]},
      [this.count, ...shape],
      this.typeOf(operand.value),
    );
    this.repeated.set(key, made);
    return made;
  }

  /** Trials and a first axis as one. */
  merged(operand: Operand): Operand {
    const {value, shape} = this.leading(operand);
    const [count, first, ...rest] = shape;
    return {value, shape: [count * first, ...rest]};
  }

  constant(data: ConstantData, shape: Shape, dtype: DataType): Operand {
    return {value: this.define(shape, dtype, {kind: 'constant', data}), shape};
  }

  /** Adds an operation of one output. */
  emit(kernel: string, inputs: Operands, attributes: Attributes, shape: Shape, dtype: DataType): Operand {
    return {value: this.emitAll(kernel, inputs, attributes, [{shape, dtype}])[0], shape};
  }

  emitAll(
    kernel: string,
    inputs: Operands,
    attributes: Attributes,
    made: readonly {readonly shape: Shape; readonly dtype: DataType}[],
  ): ValueId[] {
    const outputs = made.map(({shape, dtype}) => this.define(shape, dtype));
    this.operations.push({kernel, inputs, attributes, outputs, layer: this.layer});
    return outputs;
  }

  /** Does a kernel whose output has the axis of trials in front. */
  give(operation: Operation, inputs: Operands, attributes: Attributes = operation.attributes): void {
    const made = operation.outputs.map(output => ({
      shape: [this.count, ...this.shapeOf(output)],
      dtype: this.typeOf(output),
    }));
    this.emitAll(operation.kernel, inputs, attributes, made).forEach((value, index) => {
      this.batched.set(operation.outputs[index], {value, varies: true});
    });
  }

  /** Says what an output has become: a value with the axis of trials in front, or one of another shape with the same numbers. */
  giveSeen(output: ValueId, {value}: Operand): void {
    this.batched.set(output, {value, varies: true});
  }

  finish(): KernelGraph {
    // What leaves the graph differs between trials, whether it does here or not.
    const named = (ids: KernelGraph['results']) =>
      new Map(
        [...ids].map(([name, value]) => [name, this.leading({value, shape: this.shapeOf(value)}).value] as const),
      );
    const results = named(this.graph.results);
    const nextState = named(this.graph.nextState);
    return {values: this.values, operations: this.operations, results, nextState};
  }

  private find(value: ValueId): {readonly value: ValueId; readonly varies: boolean} {
    const found = this.batched.get(value);
    if (!found) throw new Error('an operand comes before the operation that makes it');
    return found;
  }

  private define(shape: Shape, dtype: DataType, origin: Origin = {kind: 'operation'}): ValueId {
    this.values.push({shape, dtype, origin});
    return this.values.length - 1;
  }
}
