import type {Shape} from '../../../model/shape.js';
import {numbers} from '../../common/graph/attributes.js';
import type {Operation} from '../../common/graph/kernel-graph.js';
import {activated, contract} from './contractions.js';
import type {Term} from './loop-graph.js';
import type {Lowering, Rule} from './lowering.js';
import {padded} from './shapes.js';
import {broadcast, sliced, transposed, type View, without} from './view.js';

/** How windows lie along height or width. */
interface Axis {
  readonly length: number;
  readonly outLength: number;
  /** Elements of the window, and from one to the next. */
  readonly window: number;
  readonly dilation: number;
  readonly stride: number;
  readonly padBefore: number;
  readonly padAfter: number;
}

/** Height and width of a convolution or pooling of [batch, height, width, channels]. */
export function windowAxes(
  {attributes}: Operation,
  input: Shape,
  output: Shape,
  window: readonly number[],
  lowering: Lowering,
): [Axis, Axis] {
  if ((attributes.dataFormat ?? 'NHWC') !== 'NHWC') lowering.refuse('convolution or pooling of NCHW');
  const strides = pair(attributes.strides);
  const dilations = pair(attributes.dilations ?? 1);
  const axis = (at: 0 | 1): Axis => {
    const [length, outLength] = [input[at + 1], output[at + 1]];
    const span = (window[at] - 1) * dilations[at] + 1;
    const needed = Math.max(0, (outLength - 1) * strides[at] + span - length);
    const padBefore = padAt(attributes.pad, at, needed);
    const shared = {length, outLength, window: window[at], dilation: dilations[at], stride: strides[at]};
    return {...shared, padBefore, padAfter: Math.max(0, needed - padBefore)};
  };
  return [axis(0), axis(1)];
}

function pair(attribute: unknown): [number, number] {
  const [height, width] = numbers(attribute);
  return [height, width ?? height];
}

function padAt(pad: unknown, at: 0 | 1, needed: number): number {
  if (pad === 'valid') return 0;
  if (pad === 'same') return Math.floor(needed / 2);
  return Array.isArray(pad) ? Number(pad[at + 1][0]) : Number(pad);
}

/** The input with its edge. */
export function withEdge(lowering: Lowering, x: View, [height, width]: readonly [Axis, Axis], fill: number): View {
  const shape = [
    x.shape[0],
    height.padBefore + height.length + height.padAfter,
    width.padBefore + width.length + width.padAfter,
    x.shape[3],
  ];
  if (shape[1] === height.length && shape[2] === width.length) return x;
  return padded(lowering, x, shape, [0, height.padBefore, width.padBefore, 0], fill);
}

/** [batch, out height, out width, window height, window width, channels] of an input with its edge. */
export function windowsOf(x: View, [height, width]: readonly [Axis, Axis]): View {
  const [batch, down, right, channel] = x.strides;
  return {
    ...x,
    shape: [x.shape[0], height.outLength, width.outLength, height.window, width.window, x.shape[3]],
    strides: [
      batch,
      down * height.stride,
      right * width.stride,
      down * height.dilation,
      right * width.dilation,
      channel,
    ],
  };
}

/** dy spread out by the strides, with room around it, so that the gradient of the input slides over it with stride 1. */
export function spreadGradient(lowering: Lowering, dy: View, axes: readonly [Axis, Axis]): View {
  const before = axes.map(({window, dilation, padBefore}) => (window - 1) * dilation - padBefore);
  if (before.some(room => room < 0)) return lowering.refuse('convolution with more padding than its window');
  const lengths = axes.map(({length, window, dilation, outLength, stride}, at) =>
    Math.max(length + (window - 1) * dilation, before[at] + (outLength - 1) * stride + 1),
  );
  return padded(lowering, dy, [dy.shape[0], ...lengths, dy.shape[3]], [0, ...before, 0], 0, [
    1,
    axes[0].stride,
    axes[1].stride,
    1,
  ]);
}

/** The axes of the gradient sliding over dy spread out. */
export function gradientAxes(axes: readonly [Axis, Axis]): [Axis, Axis] {
  const one = ({window, dilation, length}: Axis): Axis => ({
    length: length + (window - 1) * dilation,
    outLength: length,
    window,
    dilation,
    stride: 1,
    padBefore: 0,
    padAfter: 0,
  });
  return [one(axes[0]), one(axes[1])];
}

/** One row of the window after the other: a[batch, out height; out width; window width, channels] times its weights. */
function rowTerms(windows: View, filter: View): Term[] {
  const [batch, outHeight, , height] = windows.shape;
  return Array.from({length: height}, (_, row) => {
    const weights = without(filter, 0, row);
    return {a: without(windows, 3, row), b: broadcast(weights, [batch, outHeight, ...weights.shape])};
  });
}

const conv2d: Rule = (operation, lowering) => {
  const [output] = operation.outputs;
  const x = lowering.take(operation.inputs.x);
  const filter = lowering.lastInOrder(lowering.take(operation.inputs.filter));
  const shape = lowering.shapeOf(output);
  const axes = windowAxes(operation, x.shape, shape, filter.shape, lowering);
  const result = lowering.fresh(shape, 'float32');
  const bias = 'bias' in operation.inputs ? broadcast(lowering.take(operation.inputs.bias), shape) : undefined;
  contract(
    lowering,
    shape.slice(0, 2),
    rowTerms(windowsOf(withEdge(lowering, x, axes, 0), axes), filter),
    result,
    bias,
  );
  lowering.give(output, activated(result, operation, lowering));
};

const conv2dInputGradient: Rule = (operation, lowering) => {
  const [output] = operation.outputs;
  const dy = lowering.take(operation.inputs.dy);
  const filter = lowering.take(operation.inputs.filter);
  const shape = lowering.shapeOf(output);
  const axes = windowAxes(operation, shape, dy.shape, filter.shape, lowering);
  const spread = spreadGradient(lowering, dy, axes);
  const [height, width, channels, outChannels] = filter.shape;
  // The window backwards, from output to input channels.
  const backwards = lowering.copy(
    transposed(
      sliced(filter, [height - 1, width - 1, 0, 0], [height, width, channels, outChannels], [-1, -1, 1, 1]),
      [0, 1, 3, 2],
    ),
  );
  const result = lowering.fresh(shape, 'float32');
  contract(lowering, shape.slice(0, 2), rowTerms(windowsOf(spread, gradientAxes(axes)), backwards), result, undefined);
  lowering.give(output, result);
};

const conv2dFilterGradient: Rule = (operation, lowering) => {
  const [output] = operation.outputs;
  const x = lowering.take(operation.inputs.x);
  const dy = lowering.take(operation.inputs.dy);
  const shape = lowering.shapeOf(output);
  const axes = windowAxes(operation, x.shape, dy.shape, shape, lowering);
  const windows = windowsOf(withEdge(lowering, x, axes, 0), axes);
  const result = lowering.fresh(shape, 'float32');
  const [height, width] = shape;
  const term = {
    a: transposed(windows, [3, 4, 5, 0, 1, 2]),
    b: broadcast(lowering.lastInOrder(dy), [height, width, ...dy.shape]),
  };
  contract(lowering, [height, width], [term], result, undefined);
  lowering.give(output, result);
};

/** Products over [batch, out height, out width, window height, window width, channels, multiplier], summed over some. */
function summedProducts(lowering: Lowering, a: View, b: View, axes: readonly number[]): View {
  const shape = a.shape.map((length, axis) => Math.max(length, b.shape[axis]));
  const products = lowering.fresh(shape, 'float32');
  lowering.map(products, [a, b], ([x, y], of) => of.apply('multiply', x, y));
  return lowering.reduce(products, axes, 'sum');
}

const depthwise: Rule = (operation, lowering) => {
  const [output] = operation.outputs;
  const x = lowering.take(operation.inputs.x);
  const filter = lowering.take(operation.inputs.filter);
  const axes = windowAxes(operation, x.shape, lowering.shapeOf(output), filter.shape, lowering);
  const windows = windowsOf(withEdge(lowering, x, axes, 0), axes);
  const sums = summedProducts(
    lowering,
    lowering.reshape(windows, [...windows.shape, 1]),
    lowering.reshape(filter, [1, 1, 1, ...filter.shape]),
    [3, 4],
  );
  const shaped = lowering.reshape(sums, lowering.shapeOf(output));
  lowering.give(output, activated(withBias(shaped, operation, lowering), operation, lowering));
};

function withBias(x: View, {inputs}: Operation, lowering: Lowering): View {
  if (!('bias' in inputs)) return x;
  const result = lowering.fresh(x.shape, 'float32');
  lowering.map(result, [x, lowering.take(inputs.bias)], ([value, bias], of) => of.apply('add', value, bias));
  return result;
}

const depthwiseInputGradient: Rule = (operation, lowering) => {
  const [output] = operation.outputs;
  const dy = lowering.take(operation.inputs.dy);
  const filter = lowering.take(operation.inputs.filter);
  const [height, width, channels, multiplier] = filter.shape;
  const axes = windowAxes(operation, lowering.shapeOf(output), dy.shape, filter.shape, lowering);
  const windows = windowsOf(spreadGradient(lowering, dy, axes), gradientAxes(axes));
  const backwards = sliced(filter, [height - 1, width - 1, 0, 0], filter.shape, [-1, -1, 1, 1]);
  const sums = summedProducts(
    lowering,
    lowering.reshape(windows, [...windows.shape.slice(0, 5), channels, multiplier]),
    {...backwards, shape: [1, 1, 1, ...filter.shape], strides: [0, 0, 0, ...backwards.strides]},
    [3, 4, 6],
  );
  lowering.give(output, sums);
};

const depthwiseFilterGradient: Rule = (operation, lowering) => {
  const [output] = operation.outputs;
  const x = lowering.take(operation.inputs.x);
  const dy = lowering.take(operation.inputs.dy);
  const shape = lowering.shapeOf(output);
  const [, , channels, multiplier] = shape;
  const axes = windowAxes(operation, x.shape, dy.shape, shape, lowering);
  const windows = windowsOf(withEdge(lowering, x, axes, 0), axes);
  const [batch, outHeight, outWidth] = dy.shape;
  const sums = summedProducts(
    lowering,
    transposed(lowering.reshape(windows, [...windows.shape, 1]), [3, 4, 0, 1, 2, 5, 6]),
    lowering.reshape(dy, [1, 1, batch, outHeight, outWidth, channels, multiplier]),
    [2, 3, 4],
  );
  lowering.give(output, sums);
};

export const convolutionRules: Readonly<Record<string, Rule>> = {
  Conv2D: conv2d,
  Conv2DBackpropFilter: conv2dFilterGradient,
  Conv2DBackpropInput: conv2dInputGradient,
  DepthwiseConv2dNative: depthwise,
  DepthwiseConv2dNativeBackpropFilter: depthwiseFilterGradient,
  DepthwiseConv2dNativeBackpropInput: depthwiseInputGradient,
  FusedConv2D: conv2d,
  FusedDepthwiseConv2D: depthwise,
};
