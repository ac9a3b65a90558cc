import {groupBy} from '../document/group-by.js';
import {backends} from '../engine/backends/index.js';
import {type NotCompiled, notCompiledBecause} from '../engine/common/not-compiled.js';
import {programKey} from '../engine/common/program-key.js';
import type {GraphEngine} from '../engine/tensorflow/calling-graph.js';
import {trainingGraph} from '../engine/tensorflow/training-graph.js';
import {WebAssemblyEngine} from '../engine/webassembly/run/webassembly-engine.js';
import type {TensorFlow} from '../model/tensorflow.js';
import type {AlikeCombinations, PreparedExperiment} from '../plan/prepare.js';
import type {PreparedCombination} from '../plan/prepared-combination.js';
import type {EngineName} from '../training/result.js';
import type {TrainingSetup} from '../training/setup.js';

/** Combinations whose trials can't be compiled, and why. */
export interface Refusal {
  readonly refused: NotCompiled;
  readonly first: PreparedCombination;
  readonly combinations: number;
}

/**
 * What of an experiment can't be compiled by the engines that it is to be trained by, one per combination. Tries the largest
 * network of each kind (the same layers but for their sizes): if that can, so can the others; if not, each is tried.
 */
export async function notCompiled(prepared: PreparedExperiment, engines: readonly EngineName[]): Promise<Refusal[]> {
  const compiler = new WebAssemblyEngine(() => backends.cpu.load());
  const refusals = new Map<string, {refused: NotCompiled; first: PreparedCombination; combinations: number}>();
  const refusal = ({first, engine}: Trained) => refusalOf(compiler, engine, first);
  for (const kind of groupBy(
    trainedAlike(prepared, engines),
    ({first, engine}) => `${engine} ${kindOf(first)}`,
  ).values()) {
    const largest = kind.reduce((most, one) => (sizeOf(one.first) > sizeOf(most.first) ? one : most));
    if (!(await refusal(largest))) continue;
    for (const program of groupBy(kind, ({first}) => programKey(first.setup)).values()) {
      const refused = await refusal(program[0]);
      if (!refused) continue;
      const key = JSON.stringify(refused);
      const known = refusals.get(key) ?? {refused, first: program[0].first, combinations: 0};
      known.combinations += program.reduce((sum, {count}) => sum + count, 0);
      refusals.set(key, known);
    }
  }
  return [...refusals.values()];
}

/** Combinations that are alike, and who trains them. */
interface Trained extends AlikeCombinations {
  readonly engine: EngineName | undefined;
}

function trainedAlike({alike, combinations}: PreparedExperiment, engines: readonly EngineName[]): readonly Trained[] {
  const [engine, ...others] = new Set(engines);
  if (others.length === 0) return alike.map(({first, count}) => ({first, count, engine}));
  return combinations.map((first, index) => ({first, count: 1, engine: engines[index]}));
}

async function refusalOf(
  compiler: WebAssemblyEngine,
  engine: EngineName | undefined,
  one: PreparedCombination,
): Promise<NotCompiled | undefined> {
  switch (engine) {
    case 'compiled': {
      const compiled = await compiler.compile(one.setup);
      return 'refused' in compiled ? compiled.refused : undefined;
    }
    case 'graph':
    case 'xla':
      return refusedByTensorFlow(await backends.cpu.load(), one.setup, engine);
    case 'eager':
    case undefined:
      return undefined;
  }
}

/** Writes the graph without loading it: TensorFlow has every operation that is written. */
function refusedByTensorFlow(tf: TensorFlow, setup: TrainingSetup, engine: GraphEngine): NotCompiled | undefined {
  try {
    // Two trials at once: what can't be done for several is refused as well.
    trainingGraph(tf, setup, 2, engine, false);
    return undefined;
  } catch (error) {
    const refused = notCompiledBecause(error);
    if (refused) return refused;
    throw error;
  }
}

/** The layers, the loss and the optimizer without their numbers. */
function kindOf({setup: {graph, training}}: PreparedCombination): string {
  const {loss, optimizer} = training;
  const withoutNumbers = (_: string, value: unknown) => (typeof value === 'number' ? undefined : value);
  return JSON.stringify([graph.nodes.map(({entry}) => entry), loss, optimizer], withoutNumbers);
}

function sizeOf({setup: {graph, windows, training}}: PreparedCombination): number {
  return graph.parameterCount * windows.offsets.length * training.batchSize;
}
