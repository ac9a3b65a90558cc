import {printKernelGraph} from '../engine/common/graph/print.js';
import {printLoopGraph} from '../engine/webassembly/lower/print.js';
import type {CompiledGraph} from '../engine/webassembly/run/compile-program.js';
import {counted} from './number.js';
import type {Style} from './style.js';

/** The graphs of a training: each as recorded, without what is done twice or for nothing, and as the loops that run. */
export function graphsText(graphs: ReadonlyMap<string, CompiledGraph>, style: Style): string {
  return [...graphs]
    .flatMap(([name, {recorded, simplified, fused}]) => [
      section(`${name}, as recorded: ${counted(recorded.operations.length, 'kernel')}`, printKernelGraph(recorded)),
      section(`${name}, simplified: ${counted(simplified.operations.length, 'kernel')}`, printKernelGraph(simplified)),
      section(`${name}, as compiled: ${counted(fused.operations.length, 'loop')}`, printLoopGraph(fused)),
    ])
    .join('\n');

  function section(title: string, lines: readonly string[]): string {
    return `${style.bold(title)}\n${lines.map(line => `  ${line}\n`).join('')}`;
  }
}
