import type {Shape} from '../../../model/shape.js';
import type {Operation} from '../../common/graph/kernel-graph.js';
import type {Attribute} from '../definitions.js';
import type {GraphTensor} from '../function-writer.js';
import {activated} from './elementwise.js';
import {type KernelRule, type Site, shapeOfOutput} from './kernel-rule.js';

/**
 * Multiplications of one product from which on oneDNN's are faster than TensorFlow's own, which are compiled for SSE: measured
 * with LSTM layers of 20 to 128 units on one thread, by up to 1.25 times, and by 1.4 for batches of products.
 */
const EIGEN_IS_FAST_UP_TO = 16384;
/** What TensorFlow's own rewriting of graphs marks these operations with. */
const ONE_DNN: Record<string, Attribute> = {_kernel: {text: 'MklNameChangeOp'}};

function product({inputs, attributes}: Operation, site: Site): GraphTensor {
  const [a, b] = [site.take(inputs.a), site.take(inputs.b)];
  const shape = shapeOfOutput(site);
  const [transposeA, transposeB] = [Boolean(attributes.transposeA), Boolean(attributes.transposeB)];
  const inner = a.shape[a.shape.length - (transposeA ? 2 : 1)];
  if (inner === 1) return outerProduct(a, b, shape, site);
  const oneDnn = site.oneDnn && shape.slice(-2).reduce((all, size) => all * size, inner) > EIGEN_IS_FAST_UP_TO;
  const marked = oneDnn ? ONE_DNN : {};
  if (Math.max(a.shape.length, b.shape.length, shape.length) > 2) {
    const adjoint = {adj_x: {flag: transposeA}, adj_y: {flag: transposeB}};
    return site.f.same(oneDnn ? '_MklBatchMatMulV2' : 'BatchMatMulV2', [a, b], shape, {...adjoint, ...marked});
  }
  const transposed = {transpose_a: {flag: transposeA}, transpose_b: {flag: transposeB}};
  return site.f.same(oneDnn ? '_MklMatMul' : 'MatMul', [a, b], shape, {...transposed, ...marked});
}

/** A column times a row: no sums to take. */
function outerProduct(a: GraphTensor, b: GraphTensor, shape: Shape, {f}: Site): GraphTensor {
  const seen = (tensor: GraphTensor, [rows, columns]: readonly [number, number]) =>
    f.reshape(tensor, [...tensor.shape.slice(0, -2), rows, columns]);
  const [rows, columns] = shape.slice(-2);
  return f.same('Mul', [seen(a, [rows, 1]), seen(b, [1, columns])], shape);
}

const fusedProduct: KernelRule = (operation, site) => {
  const made = product(operation, site);
  const {bias} = operation.inputs;
  return activated(bias ? withBias(made, site.take(bias), site) : made, operation, site);
};

/** Plus a bias per column. TensorFlow joins BiasAdd with the product before it. */
function withBias(x: GraphTensor, bias: GraphTensor, {f}: Site): GraphTensor {
  return bias.shape.length === 1 ? f.same('BiasAdd', [x, bias]) : f.same('AddV2', [x, bias]);
}

export const matrixRules: Readonly<Record<string, KernelRule>> = {
  BatchMatMul: product,
  _FusedMatMul: fusedProduct,
};
