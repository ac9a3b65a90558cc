import type {Shape} from '../../../model/shape.js';
import {numbers} from '../../common/graph/attributes.js';
import type {Operation} from '../../common/graph/kernel-graph.js';
import type {Attributes, GraphTensor} from '../function-writer.js';
import {activated} from './elementwise.js';
import {type KernelRule, type Site, shapeOfOutput} from './kernel-rule.js';

const pair = (attribute: unknown): [number, number] => {
  const [height, width] = numbers(attribute);
  return [height, width ?? height];
};

/** Strides and padding of a convolution or pooling of [batch, height, width, channels]. */
function sliding({attributes}: Operation, {refuse}: Site): Attributes {
  if ((attributes.dataFormat ?? 'NHWC') !== 'NHWC') refuse('convolution or pooling of NCHW');
  const {pad} = attributes;
  const padding =
    pad === 'same' || pad === 'valid'
      ? {padding: {text: pad.toUpperCase()}}
      : {padding: {text: 'EXPLICIT'}, explicit_paddings: {integers: explicitPadding(pad)}};
  return {strides: {integers: [1, ...pair(attributes.strides), 1]}, data_format: {text: 'NHWC'}, ...padding};
}

function explicitPadding(pad: unknown): number[] {
  if (Array.isArray(pad)) return pad.flat().map(Number);
  const edge = Number(pad);
  return [0, 0, edge, edge, edge, edge, 0, 0];
}

function convolving(operation: Operation, site: Site): Attributes {
  return {
    ...sliding(operation, site),
    dilations: {integers: [1, ...pair(operation.attributes.dilations ?? 1), 1]},
  };
}

function convolution(tensorFlow: string): KernelRule {
  return (operation, site) => {
    const {f, take} = site;
    const {x, filter, bias} = operation.inputs;
    const made = f.same(tensorFlow, [take(x), take(filter)], shapeOfOutput(site), convolving(operation, site));
    return activated(bias ? f.same('AddV2', [made, take(bias)], made.shape) : made, operation, site);
  };
}

/** The gradient of a convolution's input or filter; `other` is what is known besides dy. */
function gradient(tensorFlow: string, other: 'x' | 'filter'): KernelRule {
  return (operation, site) => {
    const {f, take} = site;
    const shape = shapeOfOutput(site);
    const size = f.integers([...shape]);
    const [known, dy] = [take(operation.inputs[other]), take(operation.inputs.dy)];
    const taken = other === 'x' ? [known, size, dy] : [size, known, dy];
    return f.one(tensorFlow, taken, {T: {type: 'float32'}, ...convolving(operation, site)}, {type: 'float32', shape});
  };
}

function pooling(operation: Operation, site: Site): Attributes {
  return {...sliding(operation, site), ksize: {integers: [1, ...pair(operation.attributes.filterSize), 1]}};
}

function pool(tensorFlow: string): KernelRule {
  return (operation, site) =>
    site.f.same(tensorFlow, [site.take(operation.inputs.x)], shapeOfOutput(site), pooling(operation, site));
}

const maxPoolGradient: KernelRule = (operation, site) => {
  const {f, take} = site;
  const [x, dy] = [take(operation.inputs.input), take(operation.inputs.dy)];
  const attributes = pooling(operation, site);
  const largest = f.same('MaxPool', [x], dy.shape, attributes);
  return f.same('MaxPoolGrad', [x, largest, dy], x.shape, attributes);
};

/** As TensorFlow.js has it: every element of a window gets its size's share, edge or not. That is a convolution's gradient. */
const averagePoolGradient: KernelRule = (operation, site) => {
  const {f, take} = site;
  const shape = shapeOfOutput(site);
  const dy = take(operation.inputs.dy);
  const window = pair(operation.attributes.filterSize);
  const filter: Shape = [...window, shape[3], 1];
  const share: GraphTensor = f.constant(
    new Float32Array(window[0] * window[1] * shape[3]).fill(1 / (window[0] * window[1])),
    'float32',
    filter,
  );
  return f.one(
    'DepthwiseConv2dNativeBackpropInput',
    [f.integers([...shape]), share, dy],
    {T: {type: 'float32'}, ...convolving(operation, site)},
    {type: 'float32', shape},
  );
};

export const convolutionRules: Readonly<Record<string, KernelRule>> = {
  AvgPool: pool('AvgPool'),
  AvgPoolGrad: averagePoolGradient,
  Conv2D: convolution('Conv2D'),
  Conv2DBackpropFilter: gradient('Conv2DBackpropFilter', 'x'),
  Conv2DBackpropInput: gradient('Conv2DBackpropInput', 'filter'),
  DepthwiseConv2dNative: convolution('DepthwiseConv2dNative'),
  DepthwiseConv2dNativeBackpropFilter: gradient('DepthwiseConv2dNativeBackpropFilter', 'x'),
  DepthwiseConv2dNativeBackpropInput: gradient('DepthwiseConv2dNativeBackpropInput', 'filter'),
  FusedConv2D: convolution('Conv2D'),
  FusedDepthwiseConv2D: convolution('DepthwiseConv2dNative'),
  MaxPool: pool('MaxPool'),
  MaxPoolGrad: maxPoolGradient,
};
