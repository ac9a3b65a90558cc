import type {Shape} from '../../../model/shape.js';

/** What a step computes, as TensorFlow.js' kernels on values: the common ground of all compiled engines. */
export interface KernelGraph {
  readonly values: readonly Value[];
  /** The operations, in an order in which every input comes before. */
  readonly operations: readonly Operation[];
  /** What the graph gives, by name: results, and the next values of state. */
  readonly results: ReadonlyMap<string, ValueId>;
  readonly nextState: ReadonlyMap<string, ValueId>;
}

export type ValueId = number;
export type DataType = 'float32' | 'int32' | 'bool';

export interface Value {
  readonly shape: Shape;
  readonly dtype: DataType;
  readonly origin: Origin;
}

/** Where a value comes from. */
export type Origin =
  | {readonly kind: 'input'; readonly name: string}
  | {readonly kind: 'state'; readonly name: string}
  | {readonly kind: 'constant'; readonly data: ConstantData}
  | {readonly kind: 'operation'};

export type ConstantData = Float32Array | Int32Array;

/** A value as a kernel takes it; a reshape is no operation, it only shows here. */
export interface Operand {
  readonly value: ValueId;
  readonly shape: Shape;
}

export interface Operation {
  /** The kernel's name in TensorFlow.js. */
  readonly kernel: string;
  readonly inputs: Readonly<Record<string, Operand>>;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly outputs: readonly ValueId[];
  /** The layer in whose forward pass it was recorded. */
  readonly layer: string | undefined;
}

/** A number as text that tells it from all others: JSON and String lose -0, JSON also NaN and infinity. */
export function exactly(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** Whether graphs can hold numbers of a type of TensorFlow.js. */
export function isDataType(dtype: string): dtype is DataType {
  return dtype === 'float32' || dtype === 'int32' || dtype === 'bool';
}
