import type {KernelGraph, Operand, Operation} from '../../common/graph/kernel-graph.js';
import {sameShape} from '../../common/graph/shapes.js';
import {numberOf, producersOf} from './producers.js';

/**
 * Gradients of tanh and sigmoid as the one operation that TensorFlow has for each: dy (1 - y^2) and dy y (1 - y), which
 * TensorFlow.js writes as three.
 */
export function activationGradients(graph: KernelGraph): KernelGraph {
  const producers = producersOf(graph);
  const madeBy = (operand: Operand | undefined, kernel: string): Operation | undefined => {
    const made = operand && producers.get(operand.value);
    return made?.kernel === kernel ? made : undefined;
  };
  /** 1 - x: gives x. */
  const complement = (operand: Operand): Operand | undefined => {
    const made = madeBy(operand, 'Sub');
    return made && numberOf(graph, made.inputs.a) === 1 ? made.inputs.b : undefined;
  };
  const tanhGradient = (slope: Operand): Operand | undefined => {
    const squared = complement(slope);
    return squared && madeBy(squared, 'Square')?.inputs.x;
  };
  const sigmoidGradient = (slope: Operand): Operand | undefined => {
    const made = madeBy(slope, 'Multiply');
    if (!made) return undefined;
    const {a, b} = made.inputs;
    if (complement(b)?.value === a.value) return a;
    return complement(a)?.value === b.value ? b : undefined;
  };
  const operations = graph.operations.map((operation): Operation => {
    if (operation.kernel !== 'Multiply') return operation;
    const {a, b} = operation.inputs;
    if (!sameShape(a.shape, b.shape)) return operation;
    for (const [slope, dy] of [
      [a, b],
      [b, a],
    ])
      for (const [kernel, find] of [
        ['TanhGrad', tanhGradient],
        ['SigmoidGrad', sigmoidGradient],
      ] as const) {
        const y = find(slope);
        if (y) return {...operation, kernel, inputs: {y: {value: y.value, shape: dy.shape}, dy}, attributes: {}};
      }
    return operation;
  });
  return {...graph, operations};
}
