import type {Shape} from '../../model/shape.js';
import type {DataType} from '../common/graph/kernel-graph.js';

/** Types of tensors inside of TensorFlow; the kernels' own know no double precision. */
export type TensorType = DataType | 'float64';

/** Their numbers in TensorFlow's types.proto. */
export const TYPE_NUMBERS: Readonly<Record<TensorType, number>> = {float32: 1, float64: 2, int32: 3, bool: 10};

/** An attribute of an operation, as attr_value.proto has it. */
export type Attribute =
  | {readonly type: TensorType}
  | {readonly types: readonly TensorType[]}
  | {readonly flag: boolean}
  | {readonly integer: number}
  | {readonly integers: readonly number[]}
  | {readonly float: number}
  | {readonly text: string}
  | {readonly shape: Shape}
  | {readonly shapes: readonly Shape[]}
  | {readonly function: string}
  | {readonly tensor: ConstantTensor};

export interface ConstantTensor {
  readonly type: TensorType;
  readonly shape: Shape;
  /** The numbers as they lie in memory. */
  readonly bytes: Uint8Array;
}

/** One operation of a graph or function. */
export interface Node {
  readonly name: string;
  readonly operation: string;
  /** Outputs of others, as `name:output:0` in functions and `name:0` in graphs. */
  readonly inputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** A parameter or result of a function. */
export interface Argument {
  /** What it is called in TensorFlow, which is strict about letters. */
  readonly name: string;
  /** What it is called here. */
  readonly label: string;
  readonly type: TensorType;
}

/** A function of a graph's library. */
export interface FunctionDefinition {
  readonly name: string;
  readonly parameters: readonly Argument[];
  readonly results: readonly Argument[];
  readonly nodes: readonly Node[];
  /** What each result is. */
  readonly returned: Readonly<Record<string, string>>;
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** A graph with the functions that it calls. */
export interface GraphDefinition {
  readonly nodes: readonly Node[];
  readonly functions: readonly FunctionDefinition[];
}
