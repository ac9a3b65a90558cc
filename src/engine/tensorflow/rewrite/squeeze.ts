import type {Shape} from '../../../model/shape.js';
import type {KernelGraph, Operand, Operation, Value} from '../../common/graph/kernel-graph.js';
import {elementwiseRules} from '../kernels/elementwise.js';

/**
 * Leaves out axes of length 1 that nothing needs: element-wise kernels and matrix products work on fewer axes, and their
 * results are seen in one shape. TensorFlow takes a microsecond for each change of shape.
 */
export function squeeze(graph: KernelGraph): KernelGraph {
  const values: Value[] = [...graph.values];
  const operations = graph.operations.map(operation => {
    const rank = matrixAxes(operation);
    if (rank === undefined) return operation;
    const [output] = operation.outputs;
    const own = values[output].shape;
    const shapes = [...Object.values(operation.inputs).map(({shape}) => shape), own];
    const most = Math.max(...shapes.map(shape => shape.length));
    const kept = Array.from({length: most}, (_, axis) => {
      // Counted from the end, as broadcasting does.
      const back = most - axis;
      return back <= rank || shapes.some(shape => back <= shape.length && shape[shape.length - back] !== 1);
    });
    const squeezed = (shape: Shape) => shape.filter((_, at) => kept[most - shape.length + at]);
    values[output] = {...values[output], shape: squeezed(own)};
    const inputs: Record<string, Operand> = Object.fromEntries(
      Object.entries(operation.inputs).map(([name, {value, shape}]) => [name, {value, shape: squeezed(shape)}]),
    );
    return {...operation, inputs};
  });
  return {...graph, values, operations};
}

/** How many last axes a kernel can't do without; undefined for kernels that name axes. */
function matrixAxes({kernel, inputs}: Operation): number | undefined {
  if (kernel === 'BatchMatMul') return 2;
  // Kernels of one axis' meaning: a condition that chooses rows, a mean per channel.
  if (kernel === 'FusedBatchNorm' || kernel === 'Select') return undefined;
  return Object.hasOwn(elementwiseRules, kernel) && Object.keys(inputs).length > 0 ? 0 : undefined;
}
