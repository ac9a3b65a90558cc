import type {Shape} from '../../../model/shape.js';
import type {ConstantData, DataType} from '../../common/graph/kernel-graph.js';
import type {View} from './view.js';

/** What a step computes, as loops over numbers in buffers. A buffer is written once, in pieces that don't overlap. */
export interface LoopGraph {
  readonly buffers: readonly Buffer[];
  readonly operations: readonly LoopOperation[];
  readonly results: ReadonlyMap<string, View>;
  readonly nextState: ReadonlyMap<string, View>;
}

export interface Buffer {
  readonly size: number;
  readonly dtype: DataType;
  readonly origin: BufferOrigin;
}

export type BufferOrigin =
  | {readonly kind: 'input'; readonly name: string}
  /** State variables, one after the other. */
  | {readonly kind: 'state'; readonly names: readonly string[]}
  | {readonly kind: 'constant'; readonly data: ConstantData}
  /** Starts as one value everywhere; the edge around what is written stays. */
  | {readonly kind: 'prepared'; readonly fill: number}
  | {readonly kind: 'temporary'};

export type LoopOperation = Loop | Contraction | Gather | ScatterAdd | MaxPoolGradient;

/** For every point of a space: expressions of the inputs there, stored or reduced. */
export interface Loop {
  readonly kind: 'loop';
  readonly space: Shape;
  /** Each shaped as the space. */
  readonly inputs: readonly View[];
  readonly nodes: readonly Node[];
  readonly outputs: readonly LoopOutput[];
}

export interface LoopOutput {
  readonly node: number;
  /** Shaped as the space; reduced axes have the stride 0. */
  readonly view: View;
  readonly reduction: Reduction | undefined;
}

export interface Reduction {
  readonly kind: ReductionKind;
  /** Per axis of the space. */
  readonly reduced: readonly boolean[];
}

export type ReductionKind = 'sum' | 'product' | 'maximum' | 'minimum';

/** A part of an expression; arguments are indices of nodes before it. */
export type Node =
  | {readonly kind: 'input'; readonly input: number; readonly type: DataType}
  | {readonly kind: 'constant'; readonly value: number; readonly type: DataType}
  | {
      readonly kind: 'apply';
      readonly name: FunctionName;
      /** The type of the arguments (of the last ones, for select). */
      readonly type: DataType;
      readonly arguments: readonly number[];
    };

export type FunctionName =
  | ArithmeticName
  | ComparisonName
  | 'and'
  | 'or'
  | 'not'
  | 'select'
  | 'to-float'
  | 'to-integer'
  | 'to-bool';
export type ArithmeticName =
  | 'add'
  | 'subtract'
  | 'multiply'
  | 'divide'
  | 'maximum'
  | 'minimum'
  | 'negate'
  | 'absolute'
  | 'sign'
  | 'square-root'
  | 'floor'
  | 'ceiling'
  | 'round'
  /** max(x, bound) and min(x, bound) in one instruction each; a NaN in x is kept. */
  | 'at-least'
  | 'at-most'
  | TranscendentalName;
export type TranscendentalName = 'exp' | 'expm1' | 'log' | 'log1p' | 'tanh' | 'sigmoid' | 'softplus' | 'erf' | 'power';
export type ComparisonName = 'less' | 'less-or-equal' | 'greater' | 'greater-or-equal' | 'equal' | 'not-equal';

/** output[batch, m, n] = addend + sum over terms and k of a[batch, m, k] b[batch, k, n]. */
export interface Contraction {
  readonly kind: 'contraction';
  readonly batch: Shape;
  readonly m: number;
  readonly n: number;
  readonly terms: readonly Term[];
  /** [batch, m, n] */
  readonly addend: View | undefined;
  /** [batch, m, n], the last stride is 1. */
  readonly output: View;
}

export interface Term {
  /** [batch, m, k...] */
  readonly a: View;
  /** [batch, k..., n], the last stride is 1. */
  readonly b: View;
}

/** output[i, j] = source[indices[i] pitch + j], j below a length. */
export interface Gather {
  readonly kind: 'gather';
  readonly source: View;
  readonly pitch: number;
  readonly length: number;
  readonly indices: View;
  /** [count, length], dense. */
  readonly output: View;
}

/** output[segments[i], j] is the sum of source[i, j]; the rest is 0. Shapes [count, length] and [segments, length], dense. */
export interface ScatterAdd {
  readonly kind: 'scatter-add';
  readonly source: View;
  readonly segments: View;
  readonly output: View;
}

/** The gradient of max pooling: dy goes to the first largest of each window; elsewhere it is 0. */
export interface MaxPoolGradient {
  readonly kind: 'max-pool-gradient';
  /** [batch, out height, out width, channels, window height, window width] of the padded input. */
  readonly windows: View;
  /** [batch, out height, out width, channels] */
  readonly dy: View;
  /** Where the same windows lie in the padded gradient; a whole buffer of its own. */
  readonly output: View;
}

/** Every view that an operation reads. */
export function readsOf(operation: LoopOperation): readonly View[] {
  switch (operation.kind) {
    case 'loop':
      return operation.inputs;
    case 'contraction':
      return [...operation.terms.flatMap(({a, b}) => [a, b]), ...(operation.addend ? [operation.addend] : [])];
    case 'gather':
      return [operation.source, operation.indices];
    case 'scatter-add':
      return [operation.source, operation.segments];
    case 'max-pool-gradient':
      return [operation.windows, operation.dy];
  }
}

/** Every view that an operation writes. */
export function writesOf(operation: LoopOperation): readonly View[] {
  return operation.kind === 'loop' ? operation.outputs.map(({view}) => view) : [operation.output];
}

/** The operation with other views in place of its own. */
export function withViews(
  operation: LoopOperation,
  read: (view: View) => View,
  write: (view: View) => View,
): LoopOperation {
  switch (operation.kind) {
    case 'loop':
      return {
        ...operation,
        inputs: operation.inputs.map(read),
        outputs: operation.outputs.map(output => ({...output, view: write(output.view)})),
      };
    case 'contraction':
      return {
        ...operation,
        terms: operation.terms.map(({a, b}) => ({a: read(a), b: read(b)})),
        addend: operation.addend && read(operation.addend),
        output: write(operation.output),
      };
    case 'gather':
      return {
        ...operation,
        source: read(operation.source),
        indices: read(operation.indices),
        output: write(operation.output),
      };
    case 'scatter-add':
      return {
        ...operation,
        source: read(operation.source),
        segments: read(operation.segments),
        output: write(operation.output),
      };
    case 'max-pool-gradient':
      return {...operation, windows: read(operation.windows), dy: read(operation.dy), output: write(operation.output)};
  }
}
