import type {ExperimentFile} from '../experiment/experiment-file.generated.js';
import type {Graph, GraphNode} from '../model/graph.js';
import type {BackendName} from './backends/backend.js';
import {backends} from './backends/index.js';
import type {EngineChoice} from './choose-engine.js';

/** What is known of a combination before it is trained. */
export interface Work {
  readonly graph: Graph;
  readonly batchSize: number;
}

/** A backend that can be used, and why it was taken; or why the one that was asked for can't be. */
export type BackendChoice =
  | {readonly ok: true; readonly backend: BackendName; readonly version: string; readonly reason: string | undefined}
  | {readonly ok: false; readonly message: string; readonly remedy: string};

/**
 * Multiplications of one forward pass per operation from which on TensorFlow's faster kernels outweigh its overhead of
 * some 25 us per operation; fitted to test/bench/backends.ts (one thread, 60 operations: equal at 24 million for compiled
 * steps, at 0.5 million for eager ones).
 */
const NATIVE_PAYS_FROM: Readonly<Record<EngineChoice, number>> = {auto: 400_000, compiled: 400_000, eager: 10_000};

/** The backend that was asked for by name, or of those that work here the one expected to be faster. */
export function chooseBackend(
  wanted: ExperimentFile['backend'],
  work: readonly Work[],
  engine: EngineChoice,
): BackendChoice {
  if (wanted !== 'auto') {
    const status = backends[wanted].status();
    if (!status.works)
      return {ok: false, message: `the ${wanted} backend can't be used: ${status.reason}`, remedy: status.remedy};
    return {ok: true, backend: wanted, version: status.version, reason: undefined};
  }
  const native = backends.native.status();
  const heavy = work.some(
    ({graph, batchSize}) => multiplications(graph) * batchSize >= NATIVE_PAYS_FROM[engine] * operations(graph),
  );
  if (native.works && heavy)
    return {
      ok: true,
      backend: 'native',
      version: native.version,
      reason: 'auto: expected to be faster for networks of this size',
    };
  const wasm = backends.wasm.status();
  if (!wasm.works) return {ok: false, message: `the wasm backend can't be used: ${wasm.reason}`, remedy: wasm.remedy};
  const why = native.works ? 'expected to be faster for networks of this size' : `native is ${native.reason}`;
  return {ok: true, backend: 'wasm', version: wasm.version, reason: `auto: ${why}`};
}

/** Multiplications of weights with inputs, per window: every weight once, in recurrent layers once per time step. */
function multiplications({nodes}: Graph): number {
  return nodes.reduce((sum, node) => sum + node.parameterCount * timeSteps(node), 0);
}

/** Operations of a training step, about: those of a dense layer, and of a recurrent layer's every time step. */
function operations({nodes}: Graph): number {
  return nodes.reduce((sum, node) => sum + 15 + (isRecurrent(node) ? 45 * timeSteps(node) : 0), 0);
}

function isRecurrent({entry}: GraphNode): boolean {
  return entry.type === 'simple-rnn' || entry.type === 'lstm' || entry.type === 'gru';
}

function timeSteps({inputShapes: [first]}: GraphNode): number {
  return first.length > 1 ? first[0] : 1;
}
