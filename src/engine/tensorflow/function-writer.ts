import {type Shape, sizeOf} from '../../model/shape.js';
import {type ConstantData, exactly} from '../common/graph/kernel-graph.js';
import {sameShape} from '../common/graph/shapes.js';
import type {Argument, Attribute, ConstantTensor, FunctionDefinition, Node, TensorType} from './definitions.js';
import {outputName} from './output-names.js';

/** A tensor inside of a function. */
export interface GraphTensor {
  /** How operations of the function call it. */
  readonly reference: string;
  readonly type: TensorType;
  readonly shape: Shape;
}

export type Attributes = Readonly<Record<string, Attribute>>;

/** What an operation gives. */
export interface Made {
  readonly type: TensorType;
  readonly shape: Shape;
}

/** A function of TensorFlow's library while it is written. */
export class FunctionWriter {
  private readonly nodes: Node[] = [];
  private readonly parameters: Argument[] = [];
  private readonly constants = new Map<string, GraphTensor>();
  private readonly reshaped = new Map<string, GraphTensor>();

  constructor(readonly name: string) {}

  parameter(label: string, {type, shape}: Made): GraphTensor {
    const name = `p${this.parameters.length}`;
    this.parameters.push({name, label, type});
    return {reference: name, type, shape};
  }

  /** Adds an operation; gives its outputs. */
  add(
    operation: string,
    inputs: readonly GraphTensor[],
    attributes: Attributes,
    outputs: readonly Made[],
  ): GraphTensor[] {
    const name = `n${this.nodes.length}`;
    this.nodes.push({name, operation, inputs: inputs.map(({reference}) => reference), attributes});
    const output = outputName(operation);
    return outputs.map((made, index) => ({...made, reference: `${name}:${output}:${index}`}));
  }

  /** Adds an operation of one output. */
  one(operation: string, inputs: readonly GraphTensor[], attributes: Attributes, output: Made): GraphTensor {
    return this.add(operation, inputs, attributes, [output])[0];
  }

  /** Numbers that are known beforehand; equal small ones are one. */
  constant(numbers: ArrayLike<number>, type: TensorType, shape: Shape): GraphTensor {
    const key = numbers.length <= 16 ? `${type} [${shape}] ${Array.from(numbers, exactly)}` : undefined;
    const known = key === undefined ? undefined : this.constants.get(key);
    if (known) return known;
    const tensor: ConstantTensor = {type, shape, bytes: bytesOf(numbers, type)};
    const made = this.one('Const', [], {dtype: {type}, value: {tensor}}, {type, shape});
    if (key !== undefined) this.constants.set(key, made);
    return made;
  }

  scalar(value: number, type: TensorType): GraphTensor {
    return this.constant([value], type, []);
  }

  integers(values: readonly number[]): GraphTensor {
    return this.constant(values, 'int32', [values.length]);
  }

  reshape(tensor: GraphTensor, shape: Shape): GraphTensor {
    if (sameShape(tensor.shape, shape)) return tensor;
    if (sizeOf(tensor.shape) !== sizeOf(shape)) throw new Error(`[${tensor.shape}] can't be seen as [${shape}]`);
    const key = `${tensor.reference} [${shape}]`;
    const known = this.reshaped.get(key);
    if (known) return known;
    const attributes = {T: {type: tensor.type}, Tshape: {type: 'int32'}} as const;
    const made = this.one('Reshape', [tensor, this.integers([...shape])], attributes, {type: tensor.type, shape});
    this.reshaped.set(key, made);
    return made;
  }

  cast(tensor: GraphTensor, type: TensorType): GraphTensor {
    if (tensor.type === type) return tensor;
    return this.one('Cast', [tensor], {SrcT: {type: tensor.type}, DstT: {type}}, {type, shape: tensor.shape});
  }

  /** An operation of inputs of one type, `T`, with the type of the first one. */
  same(
    operation: string,
    inputs: readonly GraphTensor[],
    shape = inputs[0].shape,
    attributes: Attributes = {},
  ): GraphTensor {
    const [{type}] = inputs;
    return this.one(operation, inputs, {T: {type}, ...attributes}, {type, shape});
  }

  /** A comparison of two numbers of one type. */
  compare(operation: string, a: GraphTensor, b: GraphTensor, shape = a.shape): GraphTensor {
    return this.one(operation, [a, b], {T: {type: a.type}}, {type: 'bool', shape});
  }

  select(condition: GraphTensor, yes: GraphTensor, no: GraphTensor, shape = yes.shape): GraphTensor {
    return this.one('SelectV2', [condition, yes, no], {T: {type: yes.type}}, {type: yes.type, shape});
  }

  /** The function, which returns these. */
  finish(results: Readonly<Record<string, GraphTensor>>, attributes: Attributes = {}): FunctionDefinition {
    const named = Object.entries(results);
    return {
      name: this.name,
      parameters: this.parameters,
      results: named.map(([label, {type}], index) => ({name: `r${index}`, label, type})),
      nodes: this.nodes,
      returned: Object.fromEntries(named.map(([, {reference}], index) => [`r${index}`, reference])),
      attributes,
    };
  }
}

function bytesOf(numbers: ArrayLike<number>, type: TensorType): Uint8Array {
  const typed = typedArray(numbers, type);
  return new Uint8Array(typed.buffer, typed.byteOffset, typed.byteLength);
}

function typedArray(numbers: ArrayLike<number>, type: TensorType): ConstantData | Float64Array | Uint8Array {
  switch (type) {
    case 'float32':
      return Float32Array.from(numbers);
    case 'float64':
      return Float64Array.from(numbers);
    case 'int32':
      return Int32Array.from(numbers);
    case 'bool':
      return Uint8Array.from(numbers, value => (value === 0 ? 0 : 1));
  }
}
