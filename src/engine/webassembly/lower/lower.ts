import type {KernelGraph} from '../../common/graph/kernel-graph.js';
import {contractionRules} from './contractions.js';
import {convolutionRules} from './convolutions.js';
import {elementwiseRules} from './elementwise.js';
import {gatherRules} from './gathers.js';
import type {LoopGraph} from './loop-graph.js';
import {Lowering, type Rule} from './lowering.js';
import {poolingRules} from './pooling.js';
import {reductionRules} from './reductions.js';
import {shapeRules} from './shapes.js';

const rules: Readonly<Record<string, Rule>> = {
  ...contractionRules,
  ...convolutionRules,
  ...elementwiseRules,
  ...gatherRules,
  ...poolingRules,
  ...reductionRules,
  ...shapeRules,
};

/** Every kernel that can be compiled. */
export const LOWERED_KERNELS: readonly string[] = Object.keys(rules).sort();

/** Writes the kernels as loops over numbers in buffers. Throws UnsupportedError. */
export function lower(graph: KernelGraph): LoopGraph {
  const lowering = new Lowering(graph);
  for (const operation of graph.operations) lowering.write(operation, rules[operation.kernel]);
  const shown = (ids: KernelGraph['results']) =>
    new Map([...ids].map(([name, value]) => [name, lowering.dense(lowering.viewOf(value))] as const));
  return {
    results: shown(graph.results),
    nextState: shown(graph.nextState),
    buffers: lowering.buffers,
    operations: lowering.operations,
  };
}
