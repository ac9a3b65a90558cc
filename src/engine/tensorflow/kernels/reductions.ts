import {reducedAxes} from '../../common/graph/attributes.js';
import {type KernelRule, shapeOfOutput} from './kernel-rule.js';

const INDICES = {Tidx: {type: 'int32'}} as const;

function reduction(operation: string): KernelRule {
  return ({inputs, attributes}, site) => {
    const {f, outputs} = site;
    const x = f.cast(site.take(inputs.x), outputs[0].type);
    const axes = f.integers(reducedAxes(attributes, x.shape.length));
    const keeps = {keep_dims: {flag: Boolean(attributes.keepDims)}, ...INDICES};
    // Those of truth values have no type.
    const typed = outputs[0].type === 'bool' ? keeps : {T: {type: x.type}, ...keeps};
    return f.one(operation, [x, axes], typed, {type: x.type, shape: shapeOfOutput(site)});
  };
}

export const reductionRules: Readonly<Record<string, KernelRule>> = {
  All: reduction('All'),
  Any: reduction('Any'),
  Max: reduction('Max'),
  Mean: reduction('Mean'),
  Min: reduction('Min'),
  Prod: reduction('Prod'),
  Softmax: ({inputs}, {f, take}) => f.same('Softmax', [take(inputs.logits)]),
  Sum: reduction('Sum'),
};
