import type {DataId, TensorInfo} from '@tensorflow/tfjs-core';
import {
  type ConstantData,
  type DataType,
  exactly,
  isDataType,
  type KernelGraph,
  type Operand,
  type Operation,
  type Origin,
  type Value,
  type ValueId,
} from '../graph/kernel-graph.js';
import {RecordingError} from './recording-error.js';

/** A kernel's call, as it was heard. */
interface Call {
  readonly kernel: string;
  readonly inputs: Readonly<Record<string, Operand>>;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly outputs: readonly TensorInfo[];
  readonly layer: string | undefined;
}

/** The graph while it is written. */
export class Notes {
  private readonly values: Value[] = [];
  private readonly operations: Operation[] = [];
  /** Tensors may show the same data in several types. */
  private readonly known = new Map<DataId, Map<DataType, ValueId>>();
  private readonly scalars = new Map<string, ValueId>();

  constructor(private readonly readData: (dataId: DataId) => ArrayLike<number>) {}

  define(tensor: TensorInfo, origin: Origin): ValueId {
    const id = this.values.length;
    this.values.push({shape: tensor.shape, dtype: dataType(tensor), origin});
    this.remember(tensor, id);
    return id;
  }

  /** The tensor as an operand; one that nobody defined is a constant. */
  take(tensor: TensorInfo): Operand {
    return {value: this.find(tensor) ?? this.constant(tensor), shape: tensor.shape};
  }

  isConstant(value: ValueId): boolean {
    return this.values[value].origin.kind === 'constant';
  }

  isState(tensor: TensorInfo, name: string): boolean {
    const id = this.find(tensor);
    const origin = id === undefined ? undefined : this.values[id].origin;
    return origin?.kind === 'state' && origin.name === name;
  }

  add({kernel, inputs, attributes, outputs, layer}: Call): void {
    if (kernel === 'Multinomial')
      throw new RecordingError('the operation multinomial draws random numbers inside of a step');
    // Reshape, Identity and the like give the data that they got.
    if (outputs.every(output => this.find(output) !== undefined)) return;
    // What depends on nothing that changes is a constant.
    if (Object.values(inputs).every(({value}) => this.isConstant(value))) {
      for (const output of outputs) if (this.find(output) === undefined) this.constant(output);
      return;
    }
    const ids = outputs.map(output => this.define(output, {kind: 'operation'}));
    this.operations.push({kernel, inputs, attributes, outputs: ids, layer});
  }

  graph(results: KernelGraph['results'], nextState: KernelGraph['nextState']): KernelGraph {
    return {values: this.values, operations: this.operations, results, nextState};
  }

  private find(tensor: TensorInfo): ValueId | undefined {
    return this.known.get(tensor.dataId)?.get(dataType(tensor));
  }

  /** Equal scalars are one value. */
  private constant(tensor: TensorInfo): ValueId {
    const data = constantData(this.readData(tensor.dataId), dataType(tensor));
    const key = `${tensor.dtype} ${exactly(data[0])}`;
    const same = data.length === 1 ? this.scalars.get(key) : undefined;
    if (same !== undefined) {
      this.remember(tensor, same);
      return same;
    }
    const id = this.define(tensor, {kind: 'constant', data});
    if (data.length === 1) this.scalars.set(key, id);
    return id;
  }

  private remember(tensor: TensorInfo, id: ValueId): void {
    const types = this.known.get(tensor.dataId) ?? new Map<DataType, ValueId>();
    types.set(dataType(tensor), id);
    this.known.set(tensor.dataId, types);
  }
}

function dataType({dtype}: TensorInfo): DataType {
  if (isDataType(dtype)) return dtype;
  throw new RecordingError(`a tensor of type ${dtype} can't be compiled`);
}

function constantData(data: ArrayLike<number>, dtype: DataType): ConstantData {
  return dtype === 'float32' ? Float32Array.from(data) : Int32Array.from(data);
}
