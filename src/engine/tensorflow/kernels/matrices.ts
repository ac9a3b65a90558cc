import type {Operation} from '../../graph/kernel-graph.js';
import type {Flow} from '../function-writer.js';
import {activated} from './elementwise.js';
import {type KernelRule, type Place, shapeOfOutput} from './kernel-rule.js';

function product({inputs, attributes}: Operation, place: Place): Flow {
  const [a, b] = [place.take(inputs.a), place.take(inputs.b)];
  const shape = shapeOfOutput(place);
  const [transposeA, transposeB] = [Boolean(attributes.transposeA), Boolean(attributes.transposeB)];
  if (a.shape.length > 2 || b.shape.length > 2 || shape.length > 2)
    return place.f.same('BatchMatMulV2', [a, b], shape, {adj_x: {flag: transposeA}, adj_y: {flag: transposeB}});
  return place.f.same('MatMul', [a, b], shape, {transpose_a: {flag: transposeA}, transpose_b: {flag: transposeB}});
}

const fusedProduct: KernelRule = (operation, place) => {
  const made = product(operation, place);
  const {bias} = operation.inputs;
  return activated(bias ? withBias(made, place.take(bias), place) : made, operation, place);
};

/** Plus a bias per column. TensorFlow joins BiasAdd with the product before it. */
function withBias(x: Flow, bias: Flow, {f}: Place): Flow {
  return bias.shape.length === 1 ? f.same('BiasAdd', [x, bias]) : f.same('AddV2', [x, bias]);
}

export const matrixRules: Readonly<Record<string, KernelRule>> = {
  BatchMatMul: product,
  _FusedMatMul: fusedProduct,
};
