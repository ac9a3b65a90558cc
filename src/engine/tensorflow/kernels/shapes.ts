import {sizeOf} from '../../../model/shape.js';
import {axesOf, numbers, positive} from '../../common/graph/attributes.js';
import type {GraphTensor} from '../function-writer.js';
import {type KernelRule, type Site, shapeOfOutput} from './kernel-rule.js';

const INDICES = {Tidx: {type: 'int32'}} as const;

/** Every kernel here takes one tensor, whatever it calls it. */
const first = (inputs: Parameters<KernelRule>[0]['inputs'], {take}: Site): GraphTensor =>
  take(Object.values(inputs)[0]);

const seen: KernelRule = ({inputs}, site) => site.f.reshape(first(inputs, site), shapeOfOutput(site));

const concat: KernelRule = ({inputs, attributes}, site) => {
  const shape = shapeOfOutput(site);
  const {f} = site;
  // TensorFlow.js leaves out nothing, and TensorFlow has no single one.
  const tensors = Object.values(inputs)
    .map(operand => site.take(operand))
    .filter(tensor => sizeOf(tensor.shape) > 0);
  if (tensors.length === 1) return tensors[0];
  const axis = f.scalar(positive(Number(attributes.axis), shape.length), 'int32');
  const [{type}] = tensors;
  return f.one('ConcatV2', [...tensors, axis], {N: {integer: tensors.length}, T: {type}, ...INDICES}, {type, shape});
};

const pack: KernelRule = ({inputs, attributes}, site) => {
  const tensors = Object.values(inputs).map(operand => site.take(operand));
  const shape = shapeOfOutput(site);
  const axis = {integer: positive(Number(attributes.axis), shape.length)};
  return site.f.same('Pack', tensors, shape, {N: {integer: tensors.length}, axis});
};

const unpack: KernelRule = ({inputs, attributes}, site) => {
  const x = first(inputs, site);
  const axis = {integer: positive(Number(attributes.axis), x.shape.length)};
  const {outputs, f} = site;
  return f.add('Unpack', [x], {num: {integer: outputs.length}, T: {type: x.type}, axis}, outputs);
};

const split: KernelRule = ({inputs, attributes}, site) => {
  const x = first(inputs, site);
  const axis = positive(Number(attributes.axis), x.shape.length);
  const {f, outputs} = site;
  if (outputs.length === 1) return x;
  const sizes = f.integers(outputs.map(({shape}) => shape[axis]));
  const attribute = {num_split: {integer: outputs.length}, T: {type: x.type}, Tlen: {type: 'int32'}} as const;
  return f.add('SplitV', [x, sizes, f.scalar(axis, 'int32')], attribute, outputs);
};

const slice: KernelRule = ({inputs, attributes}, site) => {
  const x = first(inputs, site);
  const {f} = site;
  const shape = shapeOfOutput(site);
  const taken = [x, f.integers(numbers(attributes.begin)), f.integers([...shape])];
  return f.same('Slice', taken, shape, {Index: {type: 'int32'}});
};

const MASKS = ['beginMask', 'endMask', 'ellipsisMask', 'newAxisMask', 'shrinkAxisMask'];

/** Steps forward through plain ranges: what layers do. */
const stridedSlice: KernelRule = ({inputs, attributes}, site) => {
  const x = first(inputs, site);
  const steps = numbers(attributes.strides);
  if (MASKS.some(mask => Number(attributes[mask] ?? 0) !== 0) || steps.some(step => step < 1))
    return site.refuse('StridedSlice with masks or backward steps');
  const {f} = site;
  const shape = shapeOfOutput(site);
  const begin = numbers(attributes.begin).map((start, axis) => positive(start, x.shape[axis]));
  const end = shape.map((length, axis) => begin[axis] + (length - 1) * steps[axis] + 1);
  const taken = [x, ...[begin, end, steps].map(values => f.integers(values))];
  return f.same('StridedSlice', taken, shape, {Index: {type: 'int32'}});
};

const pad: KernelRule = ({inputs, attributes}, site) => {
  const x = first(inputs, site);
  const {f} = site;
  const paddings = attributes.paddings as readonly (readonly [number, number])[];
  if (paddings.length === 0) return x;
  const edges = f.constant(paddings.flat(), 'int32', [paddings.length, 2]);
  const filling = f.scalar(Number(attributes.constantValue), x.type);
  return f.same('PadV2', [x, edges, filling], shapeOfOutput(site), {Tpaddings: {type: 'int32'}});
};

const tile: KernelRule = ({inputs, attributes}, site) => {
  const x = first(inputs, site);
  const {f} = site;
  const repetitions = f.integers(numbers(attributes.reps));
  return f.same('Tile', [x, repetitions], shapeOfOutput(site), {Tmultiples: {type: 'int32'}});
};

const transpose: KernelRule = ({inputs, attributes}, site) => {
  const x = first(inputs, site);
  const {f} = site;
  return f.same('Transpose', [x, f.integers(numbers(attributes.perm))], shapeOfOutput(site), {
    Tperm: {type: 'int32'},
  });
};

const reverse: KernelRule = ({inputs, attributes}, site) => {
  const x = first(inputs, site);
  const {f} = site;
  return f.same('ReverseV2', [x, f.integers(axesOf(attributes.dims, x.shape.length))], x.shape, INDICES);
};

/** Factors by which height and width, [batch, height, width, channels], grow. */
function factors(small: GraphTensor['shape'], large: GraphTensor['shape'], what: string, site: Site): [number, number] {
  if (large[1] % small[1] !== 0 || large[2] % small[2] !== 0) return site.refuse(`${what} by a fraction`);
  return [large[1] / small[1], large[2] / small[2]];
}

/** Upsampling by whole factors: every pixel again and again. */
const resizeNearest: KernelRule = ({inputs}, site) => {
  const x = first(inputs, site);
  const {f} = site;
  const shape = shapeOfOutput(site);
  const [batch, height, width, channels] = x.shape;
  const [down, right] = factors(x.shape, shape, 'ResizeNearestNeighbor', site);
  const spread = [batch, height, down, width, right, channels];
  const single = f.reshape(x, [batch, height, 1, width, 1, channels]);
  return f.reshape(f.same('BroadcastTo', [single, f.integers(spread)], spread, INDICES), shape);
};

const resizeNearestGradient: KernelRule = ({inputs}, site) => {
  const {f} = site;
  const dy = site.take(inputs.dy);
  const shape = shapeOfOutput(site);
  const [batch, height, width, channels] = shape;
  const [down, right] = factors(shape, dy.shape, 'ResizeNearestNeighborGrad', site);
  const parts = f.reshape(dy, [batch, height, down, width, right, channels]);
  return f.same('Sum', [parts, f.integers([2, 4])], shape, {keep_dims: {flag: false}, ...INDICES});
};

export const shapeRules: Readonly<Record<string, KernelRule>> = {
  Concat: concat,
  ExpandDims: seen,
  Identity: seen,
  Pack: pack,
  PadV2: pad,
  Reshape: seen,
  ResizeNearestNeighbor: resizeNearest,
  ResizeNearestNeighborGrad: resizeNearestGradient,
  Reverse: reverse,
  Slice: slice,
  SplitV: split,
  StridedSlice: stridedSlice,
  Tile: tile,
  Transpose: transpose,
  Unpack: unpack,
};
