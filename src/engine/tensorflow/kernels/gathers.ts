import {numbers} from '../../common/graph/attributes.js';
import {type KernelRule, shapeOfOutput} from './kernel-rule.js';

const gather: KernelRule = ({inputs, attributes}, site) => {
  const {f, take} = site;
  const [x, indices] = [take(inputs.x), take(inputs.indices)];
  const [axis] = numbers(attributes.axis);
  return f.one(
    'GatherV2',
    [x, indices, f.scalar(axis, 'int32')],
    {
      batch_dims: {integer: Number(attributes.batchDims ?? 0)},
      Tparams: {type: x.type},
      Tindices: {type: 'int32'},
      Taxis: {type: 'int32'},
    },
    {type: x.type, shape: shapeOfOutput(site)},
  );
};

/** Rows summed up by segments. */
const segmentSum: KernelRule = ({inputs}, site) => {
  const {f, take} = site;
  const shape = shapeOfOutput(site);
  const taken = [take(inputs.x), take(inputs.segmentIds), f.scalar(shape[0], 'int32')];
  return f.same('UnsortedSegmentSum', taken, shape, {Tindices: {type: 'int32'}, Tnumsegments: {type: 'int32'}});
};

const oneHot: KernelRule = ({inputs, attributes}, site) => {
  const {f, take, outputs} = site;
  const [{type}] = outputs;
  const taken = [
    take(inputs.indices),
    f.scalar(Number(attributes.depth), 'int32'),
    f.scalar(Number(attributes.onValue), type),
    f.scalar(Number(attributes.offValue), type),
  ];
  return f.one('OneHot', taken, {axis: {integer: -1}, T: {type}, TI: {type: 'int32'}}, outputs[0]);
};

export const gatherRules: Readonly<Record<string, KernelRule>> = {
  GatherV2: gather,
  OneHot: oneHot,
  UnsortedSegmentSum: segmentSum,
};
