import {reducedAxes} from '../../common/graph/attributes.js';
import type {ReductionKind} from './loop-graph.js';
import type {Lowering, Rule} from './lowering.js';
import type {View} from './view.js';

/** A reduction over axes; `finish` makes of it and the number of elements what the kernel gives. */
function reduction(kind: ReductionKind, finish?: (reduced: View, count: number, lowering: Lowering) => View): Rule {
  return ({inputs, attributes, outputs: [output]}, lowering) => {
    const x = lowering.cast(lowering.take(inputs.x), lowering.typeOf(output));
    const axes = reducedAxes(attributes, x.shape.length);
    const reduced = lowering.reduce(x, axes, kind);
    const count = axes.reduce((product, one) => product * x.shape[one], 1);
    lowering.give(output, finish ? finish(reduced, count, lowering) : reduced);
  };
}

const mean = reduction('sum', (sum, count, lowering) => {
  const result = lowering.fresh(sum.shape, 'float32');
  lowering.map(result, [sum], ([x], of) => of.with('divide', x, count));
  return result;
});

/** exp(x - max) / sum(exp(x - max)) along the last axis. */
const softmax: Rule = ({inputs, outputs: [output]}, lowering) => {
  const x = lowering.take(inputs.logits);
  const last = x.shape.length - 1;
  const perRow = [...x.shape.slice(0, last), 1];
  const largest = lowering.reshape(lowering.reduce(x, [last], 'maximum'), perRow);
  const raised = lowering.fresh(x.shape, 'float32');
  lowering.map(raised, [x, largest], ([value, most], of) => of.apply('exp', of.apply('subtract', value, most)));
  const sum = lowering.reshape(lowering.reduce(raised, [last], 'sum'), perRow);
  const result = lowering.fresh(x.shape, 'float32');
  lowering.map(result, [raised, sum], ([value, total], of) => of.apply('divide', value, total));
  lowering.give(output, result);
};

export const reductionRules: Readonly<Record<string, Rule>> = {
  All: reduction('minimum'),
  Any: reduction('maximum'),
  Max: reduction('maximum'),
  Mean: mean,
  Min: reduction('minimum'),
  Prod: reduction('product'),
  Softmax: softmax,
  Sum: reduction('sum'),
};
