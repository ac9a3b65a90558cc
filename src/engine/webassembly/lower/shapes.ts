import {axesOf, numbers, positive} from '../../common/graph/attributes.js';
import type {Operation} from '../../common/graph/kernel-graph.js';
import type {Lowering, Rule} from './lowering.js';
import {broadcast, sliced, transposed, type View, without} from './view.js';

/** A kernel that only shows the same numbers in another way. */
const seen =
  (look: (x: View, operation: Operation, lowering: Lowering) => View): Rule =>
  (operation, lowering) => {
    lowering.give(operation.outputs[0], look(lowering.take(inputOf(operation)), operation, lowering));
  };

const inputOf = ({inputs}: Operation) => Object.values(inputs)[0];

/** Inputs side by side along an axis, each copied to its place; `join` says where each lies. */
function joined(join: (inputs: readonly View[], output: View, operation: Operation) => View[]): Rule {
  return (operation, lowering) => {
    const [output] = operation.outputs;
    const inputs = Object.values(operation.inputs).map(operand => lowering.take(operand));
    const whole = lowering.fresh(lowering.shapeOf(output), lowering.typeOf(output));
    join(inputs, whole, operation).forEach((place, index) => {
      if (inputs[index].shape.every(length => length > 0)) lowering.copyInto(inputs[index], place);
    });
    lowering.give(output, whole);
  };
}

const concat = joined((inputs, output, {attributes}) => {
  const axis = positive(Number(attributes.axis), output.shape.length);
  let at = 0;
  return inputs.map(({shape}) => {
    const begin = shape.map((_, index) => (index === axis ? at : 0));
    at += shape[axis];
    return sliced(output, begin, shape);
  });
});

const pack = joined((inputs, output, {attributes}) => {
  const axis = positive(Number(attributes.axis), output.shape.length);
  return inputs.map((_, index) => without(output, axis, index));
});

const unpack: Rule = (operation, lowering) => {
  const x = lowering.take(inputOf(operation));
  const axis = positive(Number(operation.attributes.axis), x.shape.length);
  operation.outputs.forEach((output, index) => {
    lowering.give(output, without(x, axis, index));
  });
};

const split: Rule = (operation, lowering) => {
  const x = lowering.take(inputOf(operation));
  const axis = positive(Number(operation.attributes.axis), x.shape.length);
  let at = 0;
  for (const output of operation.outputs) {
    const shape = lowering.shapeOf(output);
    lowering.give(
      output,
      sliced(
        x,
        shape.map((_, index) => (index === axis ? at : 0)),
        shape,
      ),
    );
    at += shape[axis];
  }
};

/** Only steps forward through plain ranges: what layers do. */
const stridedSlice = seen((x, {attributes, outputs: [output]}, lowering) => {
  const begin = numbers(attributes.begin).map((start, axis) => positive(start, x.shape[axis]));
  const steps = numbers(attributes.strides);
  const masks = ['beginMask', 'endMask', 'ellipsisMask', 'newAxisMask', 'shrinkAxisMask'];
  if (masks.some(mask => Number(attributes[mask] ?? 0) !== 0) || steps.some(step => step < 1))
    return lowering.refuse('StridedSlice with masks or backward steps');
  return sliced(x, begin, lowering.shapeOf(output), steps);
});

/** Each axis becomes (repetitions, length), with the first seen again and again. */
const tile = seen((x, {attributes}, lowering) => {
  const repetitions = numbers(attributes.reps);
  const spread = lowering.reshape(
    x,
    x.shape.flatMap(length => [1, length]),
  );
  return broadcast(
    spread,
    x.shape.flatMap((length, axis) => [repetitions[axis], length]),
  );
});

const pad: Rule = (operation, lowering) => {
  const x = lowering.take(inputOf(operation));
  const [output] = operation.outputs;
  const paddings = operation.attributes.paddings as readonly (readonly [number, number])[];
  lowering.give(
    output,
    padded(
      lowering,
      x,
      lowering.shapeOf(output),
      paddings.map(([before]) => before),
      Number(operation.attributes.constantValue),
    ),
  );
};

/** A view copied into a larger buffer of one value; with steps, spread out. */
export function padded(
  lowering: Lowering,
  view: View,
  shape: readonly number[],
  before: readonly number[],
  fill: number,
  steps?: readonly number[],
): View {
  const whole = lowering.fresh(shape, lowering.typeOfView(view), {kind: 'prepared', fill});
  lowering.copyInto(view, sliced(whole, before, view.shape, steps));
  return whole;
}

const reverse = seen((x, {attributes}) => {
  const axes = axesOf(attributes.dims, x.shape.length);
  return sliced(
    x,
    x.shape.map((length, axis) => (axes.includes(axis) ? length - 1 : 0)),
    x.shape,
    x.shape.map((_, axis) => (axes.includes(axis) ? -1 : 1)),
  );
});

/** Upsampling by whole factors, [batch, height, width, channels]. */
const resizeNearest = seen((x, {outputs: [output]}, lowering) => {
  const [batch, height, width, channels] = x.shape;
  const [, outHeight, outWidth] = lowering.shapeOf(output);
  if (outHeight % height !== 0 || outWidth % width !== 0) return lowering.refuse('ResizeNearestNeighbor by a fraction');
  return broadcast(lowering.reshape(x, [batch, height, 1, width, 1, channels]), [
    batch,
    height,
    outHeight / height,
    width,
    outWidth / width,
    channels,
  ]);
});

const resizeNearestGradient: Rule = ({inputs, outputs: [output]}, lowering) => {
  const dy = lowering.take(inputs.dy);
  const [batch, outHeight, outWidth, channels] = dy.shape;
  const [, height, width] = lowering.shapeOf(output);
  if (outHeight % height !== 0 || outWidth % width !== 0)
    return void lowering.refuse('ResizeNearestNeighborGrad by a fraction');
  const parts = lowering.reshape(dy, [batch, height, outHeight / height, width, outWidth / width, channels]);
  lowering.give(output, lowering.reduce(parts, [2, 4], 'sum'));
};

export const shapeRules: Readonly<Record<string, Rule>> = {
  Concat: concat,
  ExpandDims: seen(x => x),
  Identity: seen(x => x),
  Pack: pack,
  PadV2: pad,
  Reshape: seen(x => x),
  ResizeNearestNeighbor: resizeNearest,
  ResizeNearestNeighborGrad: resizeNearestGradient,
  Reverse: reverse,
  Slice: seen((x, {attributes, outputs: [output]}, lowering) =>
    sliced(x, numbers(attributes.begin), lowering.shapeOf(output)),
  ),
  SplitV: split,
  StridedSlice: stridedSlice,
  Tile: tile,
  Transpose: seen((x, {attributes}) => transposed(x, numbers(attributes.perm))),
  Unpack: unpack,
};
