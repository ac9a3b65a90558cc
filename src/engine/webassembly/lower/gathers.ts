import {sizeOf} from '../../../model/shape.js';
import {numbers} from '../../common/graph/attributes.js';
import type {Operand} from '../../common/graph/kernel-graph.js';
import type {Lowering, Rule} from './lowering.js';
import {isDense, transposed, type View} from './view.js';

const gather: Rule = ({inputs, attributes, outputs: [output]}, lowering) => {
  const [axis] = numbers(attributes.axis);
  if (Number(attributes.batchDims ?? 0) !== 0) return void lowering.refuse('GatherV2 with batch dimensions');
  const x = lowering.take(inputs.x);
  const order = [axis, ...[...x.shape.keys()].filter(one => one !== axis)];
  const rows = axis === 0 ? x : transposed(x, order);
  const source = isDense(rows) ? rows : lowering.copy(rows);
  const pitch = sizeOf(rows.shape.slice(1));
  const {indices, first, run} = runs(inputs.indices, lowering);
  const count = sizeOf(indices.shape);
  const result = lowering.fresh([count, run * pitch], lowering.typeOfView(x));
  lowering.operations.push({
    kind: 'gather',
    source: {...source, offset: source.offset + first * pitch},
    pitch,
    length: run * pitch,
    indices: lowering.dense(lowering.reshape(indices, [count])),
    output: result,
  });
  const shown = lowering.reshape(result, [...inputs.indices.shape, ...rows.shape.slice(1)]);
  const rank = inputs.indices.shape.length;
  const back = [
    ...Array.from({length: axis}, (_, at) => rank + at),
    ...Array.from({length: rank}, (_, at) => at),
    ...Array.from({length: x.shape.length - 1 - axis}, (_, at) => rank + axis + at),
  ];
  lowering.give(output, transposed(shown, back));
};

/**
 * Indices that are a start plus 0, 1, 2, ...: windows. Then whole runs of rows are copied at once, straight from the
 * series. Other indices are runs of one row.
 */
function runs(operand: Operand, lowering: Lowering): {indices: View; first: number; run: number} {
  const plain = {indices: lowering.take(operand), first: 0, run: 1};
  const added = lowering.producer(operand.value);
  const length = operand.shape[operand.shape.length - 1];
  if (added?.kernel !== 'Add' || operand.shape.length === 0) return plain;
  const [a, b] = Object.values(added.inputs);
  for (const [starts, steps] of [
    [a, b],
    [b, a],
  ]) {
    const constant = lowering.constantOf(steps);
    const fits =
      constant?.length === length &&
      sizeOf(starts.shape) * length === sizeOf(operand.shape) &&
      starts.shape.at(-1) === 1;
    if (constant && fits && Array.from(constant).every((value, at) => value === constant[0] + at))
      return {indices: lowering.take(starts), first: constant[0], run: length};
  }
  return plain;
}

const segmentSum: Rule = ({inputs, outputs: [output]}, lowering) => {
  const x = lowering.take(inputs.x);
  const segments = lowering.take(inputs.segmentIds);
  const [count] = segments.shape;
  const length = sizeOf(x.shape.slice(1));
  const shape = lowering.shapeOf(output);
  const result = lowering.fresh([shape[0], length], lowering.typeOf(output));
  lowering.operations.push({
    kind: 'scatter-add',
    source: lowering.dense(lowering.reshape(x, [count, length])),
    segments: lowering.dense(segments),
    output: result,
  });
  lowering.give(output, result);
};

/** onValue where the index is the place along the last axis, else offValue. */
const oneHot: Rule = ({inputs, attributes, outputs: [output]}, lowering) => {
  const indices = lowering.take(inputs.indices);
  const depth = Number(attributes.depth);
  const type = lowering.typeOf(output);
  const places = lowering.fresh([depth], 'int32', {
    kind: 'constant',
    data: Int32Array.from({length: depth}, (_, at) => at),
  });
  const result = lowering.fresh(lowering.shapeOf(output), type);
  lowering.map(result, [lowering.reshape(indices, [...indices.shape, 1]), places], ([index, place], of) =>
    of.apply(
      'select',
      of.apply('equal', index, place),
      of.constant(Number(attributes.onValue), type),
      of.constant(Number(attributes.offValue), type),
    ),
  );
  lowering.give(output, result);
};

export const gatherRules: Readonly<Record<string, Rule>> = {
  GatherV2: gather,
  OneHot: oneHot,
  UnsortedSegmentSum: segmentSum,
};
