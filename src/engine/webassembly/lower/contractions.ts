import type {Shape} from '../../../model/shape.js';
import type {Operation} from '../../common/graph/kernel-graph.js';
import {fusedActivations} from './elementwise.js';
import type {Term} from './loop-graph.js';
import type {Lowering, Rule} from './lowering.js';
import {broadcast, transposed, type View} from './view.js';

const matMul: Rule = (operation, lowering) => {
  lowering.give(operation.outputs[0], product(operation, lowering, undefined));
};

const fusedMatMul: Rule = (operation, lowering) => {
  const {inputs, outputs} = operation;
  const shape = lowering.shapeOf(outputs[0]);
  const bias = 'bias' in inputs ? broadcast(lowering.take(inputs.bias), shape) : undefined;
  lowering.give(outputs[0], activated(product(operation, lowering, bias), operation, lowering));
};

/** The activation that a fused kernel ends with. */
export function activated(x: View, {inputs, attributes}: Operation, lowering: Lowering): View {
  const name = String(attributes.activation ?? 'linear');
  if (name === 'linear') return x;
  const result = lowering.fresh(x.shape, 'float32');
  if (name === 'prelu') {
    const alpha = lowering.take(inputs.preluActivationWeights);
    lowering.map(result, [x, alpha], ([value, slope], of) =>
      of.apply('select', of.with('less', value, 0), of.apply('multiply', slope, value), value),
    );
    return result;
  }
  const formula = fusedActivations[name] ?? lowering.refuse(`the fused activation ${name}`);
  lowering.map(result, [x], ([value], of) => formula(of, value, Number(attributes.leakyreluAlpha ?? 0)));
  return result;
}

function product({inputs, attributes, outputs}: Operation, lowering: Lowering, addend: View | undefined): View {
  const output = lowering.fresh(lowering.shapeOf(outputs[0]), 'float32');
  const batch = output.shape.slice(0, -2);
  const a = matrices(lowering.take(inputs.a), Boolean(attributes.transposeA), batch);
  const b = matrices(lowering.take(inputs.b), Boolean(attributes.transposeB), batch);
  contract(lowering, batch, [{a, b}], output, addend);
  return output;
}

/** [batch, rows, columns], whatever lies in memory. */
function matrices(view: View, swap: boolean, batch: Shape): View {
  const rank = view.shape.length;
  const [rows, columns] = swap ? [rank - 1, rank - 2] : [rank - 2, rank - 1];
  const order = [...view.shape.keys()].slice(0, -2).concat(rows, columns);
  const ordered = transposed(view, order);
  return broadcast(ordered, [...batch, ...ordered.shape.slice(-2)]);
}

/** Adds output[batch, m, n] = addend + sum of terms; sees to it that the vectors of b and output lie in order. */
export function contract(
  lowering: Lowering,
  batch: Shape,
  terms: readonly Term[],
  output: View,
  addend: View | undefined,
): void {
  const rank = batch.length;
  const [m, n] = output.shape.slice(rank);
  // A single column is worth turning when the rows of a lie in order: they become the vectors.
  const turn = n === 1 && m > 1 && terms.every(({a}) => a.strides[rank] === 1) && output.strides[rank] === 1;
  const ready = turn ? terms.map(({a, b}) => ({a: turned(b, rank), b: turned(a, rank)})) : terms;
  lowering.operations.push({
    kind: 'contraction',
    batch,
    m: turn ? n : m,
    n: turn ? m : n,
    terms: ready.map(({a, b}) => ({a: lowering.forwards(a), b: lowering.lastInOrder(lowering.forwards(b))})),
    addend: addend && turn ? swapped(addend, rank) : addend,
    output: turn ? swapped(output, rank) : output,
  });
}

/** [batch, x, k...] as [batch, k..., x] and back. */
function turned(view: View, rank: number): View {
  const axes = [...view.shape.keys()];
  const inner = axes.slice(rank);
  // Of a, the first inner axis goes last; of b, the last goes first.
  const order = [...axes.slice(0, rank), ...inner.slice(1), inner[0]];
  return inner.length === 2 ? swapped(view, rank) : transposed(view, order);
}

function swapped(view: View, rank: number): View {
  const order = [...view.shape.keys()];
  return transposed(view, [...order.slice(0, rank), rank + 1, rank]);
}

export const contractionRules: Readonly<Record<string, Rule>> = {
  BatchMatMul: matMul,
  _FusedMatMul: fusedMatMul,
};
