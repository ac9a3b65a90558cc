import {sizeOf} from '../../../model/shape.js';
import type {Contraction, Loop, LoopGraph, LoopOperation} from '../lower/loop-graph.js';
import {reshaped, sameView, squeezed, type View} from '../lower/view.js';
import {type Uses, usesOf} from './uses.js';

/** More would keep their inputs in memory for long, and make long programs. */
const MOST_TERMS = 2;

/**
 * Sums of matrix products become one: x W + h U + b is a contraction of two terms that starts from b, and a gradient that
 * is summed up over time steps is added to in place of being added. Products with zeros (a first state) go.
 */
export function mergeContractions(graph: LoopGraph): LoopGraph {
  const uses = usesOf(graph);
  const merged = new Map<LoopOperation, LoopOperation>();
  const gone = new Set<LoopOperation>();
  const products = new Map<number, Contraction>();
  for (const operation of graph.operations) {
    if (operation.kind === 'contraction') {
      const terms = operation.terms.filter(({a, b}) => !isZero(graph, a) && !isZero(graph, b));
      const contraction = {...operation, terms};
      merged.set(operation, contraction);
      products.set(operation.output.buffer, contraction);
    } else if (operation.kind === 'loop') {
      const sum = mergedSum(operation, graph, uses, products);
      if (!sum) continue;
      merged.set(operation, sum.contraction);
      products.set(sum.contraction.output.buffer, sum.contraction);
      for (const buffer of sum.taken) for (const writer of uses.writers(buffer)) gone.add(writer);
    }
  }
  return {
    ...graph,
    operations: graph.operations
      .filter(operation => !gone.has(operation))
      .map(operation => merged.get(operation) ?? operation),
  };
}

/** A loop that adds a product to something, as one contraction. */
function mergedSum(
  loop: Loop,
  graph: LoopGraph,
  uses: Uses,
  products: ReadonlyMap<number, Contraction>,
): {contraction: Contraction; taken: readonly number[]} | undefined {
  const added = addedViews(loop);
  if (!added) return undefined;
  const productOf = (view: View): Contraction | undefined => {
    const product = products.get(view.buffer);
    const own = uses.writers(view.buffer).length === 1 && uses.readers(view.buffer).length === 1;
    const free = graph.buffers[view.buffer].origin.kind === 'temporary' && uses.shown(view.buffer).length === 0;
    return product && own && free && sameView(squeezed(view), squeezed(product.output)) ? product : undefined;
  };
  const [first, second] = added.inputs;
  const [one, two] = [productOf(first), productOf(second)];
  if (one && two && one !== two && one.terms.length + two.terms.length <= MOST_TERMS && !(one.addend && two.addend)) {
    const parts = fitted(one, added.output, undefined);
    const same = one.m === two.m && one.n === two.n && sizeOf(one.batch) === sizeOf(two.batch);
    if (parts && same && one.batch.length === two.batch.length)
      return {
        contraction: {...parts, terms: [...one.terms, ...two.terms], addend: one.addend ?? two.addend},
        taken: [first.buffer, second.buffer],
      };
  }
  for (const [product, view, other] of [
    [two, second, first],
    [one, first, second],
  ] as const) {
    if (!product || product.addend || other.buffer === view.buffer) continue;
    const contraction = fitted(product, added.output, other);
    if (contraction) return {contraction, taken: [view.buffer]};
  }
  return undefined;
}

/** The two views that a loop adds, where it does nothing else. */
function addedViews({nodes, inputs, outputs}: Loop): {inputs: [View, View]; output: View} | undefined {
  if (outputs.length !== 1 || outputs[0].reduction) return undefined;
  const node = nodes[outputs[0].node];
  if (node.kind !== 'apply' || node.name !== 'add' || node.type !== 'float32') return undefined;
  const [a, b] = node.arguments.map(index => nodes[index]);
  if (a.kind !== 'input' || b.kind !== 'input') return undefined;
  return {inputs: [inputs[a.input], inputs[b.input]], output: outputs[0].view};
}

/** A contraction that writes to another place, starting from an addend; undefined where the axes don't match. */
function fitted(product: Contraction, output: View, addend: View | undefined): Contraction | undefined {
  const shape = [...product.batch, product.m, product.n];
  const place = reshaped(squeezed(output), shape);
  const start = addend && reshaped(squeezed(addend), shape);
  if (!place || (addend && !start) || start?.strides.some(stride => stride < 0)) return undefined;
  if (product.n > 1 && place.strides[place.strides.length - 1] !== 1) return undefined;
  return {...product, output: place, addend: start ?? product.addend};
}

function isZero({buffers}: LoopGraph, {buffer}: View): boolean {
  const {origin} = buffers[buffer];
  return origin.kind === 'constant' && origin.data.length === 1 && origin.data[0] === 0;
}
