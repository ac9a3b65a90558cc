import type {Shape} from '../../../model/shape.js';
import {numbers} from '../../common/graph/attributes.js';
import type {KernelGraph, Operand, Operation, Value, ValueId} from '../../common/graph/kernel-graph.js';
import {sameShape} from '../../common/graph/shapes.js';
import {elementwiseRules} from '../kernels/elementwise.js';

/**
 * Leaves out axes of length 1 that nothing needs: element-wise kernels, matrix products and indices of a gather work on fewer
 * axes, and their results are seen in one shape. TensorFlow takes a microsecond for each change of shape.
 */
export function squeeze(graph: KernelGraph): KernelGraph {
  const values: Value[] = [...graph.values];
  const operations = graph.operations.map(operation => {
    if (operation.kernel === 'GatherV2') return squeezedGather(operation, values);
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
  seeInputsAsTaken(values, operations);
  return {...graph, values, operations};
}

/** Gives an input that only gathers take, all in one shape, this shape, so that no step has to change it. */
function seeInputsAsTaken(values: Value[], operations: readonly Operation[]): void {
  const seen = new Map<ValueId, (Shape | undefined)[]>();
  for (const {kernel, inputs} of operations)
    for (const [name, {value, shape}] of Object.entries(inputs)) {
      const own = kernel === 'GatherV2' && name === 'x' ? shape : undefined;
      seen.set(value, [...(seen.get(value) ?? []), own]);
    }
  for (const [value, [first, ...others]] of seen)
    if (first && values[value].origin.kind === 'input' && others.every(shape => shape && sameShape(shape, first)))
      values[value] = {...values[value], shape: first};
}

/**
 * A gather without the last axis of its indices where this has length 1, and then also without the last axis of `x` where this
 * has length 1: a target of one column in one row is gathered as plain numbers. XLA rounds the loss by which axes there are.
 */
function squeezedGather(operation: Operation, values: Value[]): Operation {
  const {inputs, attributes, outputs} = operation;
  const {x, indices} = inputs;
  const [axis] = numbers(attributes.axis);
  if (Number(attributes.batchDims ?? 0) > 0 || indices.shape.length < 2 || indices.shape.at(-1) !== 1) return operation;
  const rows = x.shape.slice(0, axis + 1);
  const columns = x.shape.slice(axis + 1);
  const kept = columns.at(-1) === 1 ? columns.slice(0, -1) : columns;
  const starts = indices.shape.slice(0, -1);
  const [output] = outputs;
  values[output] = {...values[output], shape: [...rows.slice(0, -1), ...starts, ...kept]};
  return {
    ...operation,
    inputs: {x: {value: x.value, shape: [...rows, ...kept]}, indices: {value: indices.value, shape: starts}},
  };
}

/** How many last axes a kernel can't do without; undefined for kernels that name axes. */
function matrixAxes({kernel, inputs}: Operation): number | undefined {
  if (kernel === 'BatchMatMul') return 2;
  // Kernels of one axis' meaning: a condition that chooses rows, a mean per channel.
  if (kernel === 'FusedBatchNorm' || kernel === 'Select') return undefined;
  return Object.hasOwn(elementwiseRules, kernel) && Object.keys(inputs).length > 0 ? 0 : undefined;
}
