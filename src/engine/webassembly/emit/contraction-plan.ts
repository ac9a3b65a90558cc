import {sizeOf} from '../../../model/shape.js';
import type {Contraction} from '../lower/loop-graph.js';
import type {View} from '../lower/view.js';
import {collapsed} from './nest.js';

/** Strides of an operand that is a matrix, per batch axis, row (or k) and column. */
interface MatrixStrides {
  readonly batch: readonly number[];
  readonly row: number;
  readonly column: number;
}

export interface TermPlan {
  /** The loops, from outside in. */
  readonly k: readonly number[];
  readonly a: {readonly batch: readonly number[]; readonly row: number; readonly k: readonly number[]};
  readonly b: {readonly batch: readonly number[]; readonly k: readonly number[]};
}

export interface ContractionPlan {
  readonly batch: readonly number[];
  readonly m: number;
  readonly n: number;
  readonly terms: readonly TermPlan[];
  readonly addend: MatrixStrides | undefined;
  readonly output: MatrixStrides;
}

/** How a contraction is walked through, by the strides of its operands. */
export function planOf({batch, m, n, terms, addend, output}: Contraction, operands: readonly View[]): ContractionPlan {
  const rank = batch.length;
  const joined = collapsed(
    batch,
    operands.map(({strides}) => ({strides: strides.slice(0, rank)})),
  );
  const batchOf = (operand: number) => joined.strides[operand];
  const matrix = (view: View, operand: number): MatrixStrides => ({
    batch: batchOf(operand),
    row: m === 1 ? 0 : view.strides[rank],
    column: n === 1 ? 1 : view.strides[rank + 1],
  });
  return {
    batch: joined.shape,
    m,
    n,
    terms: terms.map(({a, b}, index) => {
      const k = collapsed(a.shape.slice(rank + 1), [
        {strides: a.strides.slice(rank + 1)},
        {strides: b.strides.slice(rank, -1)},
      ]);
      return {
        k: k.shape,
        a: {batch: batchOf(2 * index), row: m === 1 ? 0 : a.strides[rank], k: k.strides[0]},
        b: {batch: batchOf(2 * index + 1), k: k.strides[1]},
      };
    }),
    addend: addend && matrix(addend, 2 * terms.length),
    output: matrix(output, operands.length - 1),
  };
}

/** Its sizes: batch, then rows, columns and the products per term. */
export function contractionName({batch, m, n, terms}: ContractionPlan): string {
  const depth = terms.map(({k}) => sizeOf(k)).join(' + ');
  return `contraction ${[...batch, m, n].join(' x ')} of ${depth || 'nothing'}`;
}
