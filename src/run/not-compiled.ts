import {backends} from '../engine/backends/index.js';
import {CompiledEngine} from '../engine/compiled/compiled-engine.js';
import type {NotCompiled} from '../engine/not-compiled.js';
import {programKey} from '../engine/program-key.js';
import type {TrainingSetup} from '../training/training-session.js';
import type {PreparedCombination, PreparedExperiment} from './prepare.js';

/** Combinations whose trials can't be compiled, and why. */
export interface Refusal {
  readonly refused: NotCompiled;
  readonly combinations: readonly PreparedCombination[];
}

/**
 * What of an experiment can't be compiled. Tries the largest network of each kind (the same layers but for their sizes): if
 * that can, so can the others; if not, each is tried.
 */
export async function notCompiled({combinations}: PreparedExperiment): Promise<Refusal[]> {
  const engine = new CompiledEngine(() => backends.cpu.load());
  const refusals = new Map<string, {refused: NotCompiled; combinations: PreparedCombination[]}>();
  for (const kind of grouped(combinations, kindOf)) {
    const largest = kind.reduce((most, one) => (sizeOf(one) > sizeOf(most) ? one : most));
    if (!(await refusalOf(engine, largest))) continue;
    for (const program of grouped(kind, one => programKey(setupOf(one)))) {
      const refused = await refusalOf(engine, program[0]);
      if (!refused) continue;
      const key = JSON.stringify(refused);
      const known = refusals.get(key) ?? {refused, combinations: []};
      known.combinations.push(...program);
      refusals.set(key, known);
    }
  }
  return [...refusals.values()];
}

export function setupOf({graph, dataset, windows, combination, trials: [first]}: PreparedCombination): TrainingSetup {
  return {graph, dataset, windows, training: combination.experiment.training, seed: first.seed};
}

async function refusalOf(engine: CompiledEngine, one: PreparedCombination): Promise<NotCompiled | undefined> {
  const compiled = await engine.compile(setupOf(one));
  return 'refused' in compiled ? compiled.refused : undefined;
}

function grouped(
  combinations: readonly PreparedCombination[],
  keyOf: (one: PreparedCombination) => string,
): PreparedCombination[][] {
  const groups = new Map<string, PreparedCombination[]>();
  for (const one of combinations) {
    const key = keyOf(one);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

/** The layers, the loss and the optimizer without their numbers. */
function kindOf({graph, combination}: PreparedCombination): string {
  const {loss, optimizer} = combination.experiment.training;
  const withoutNumbers = (_: string, value: unknown) => (typeof value === 'number' ? undefined : value);
  return JSON.stringify([graph.nodes.map(({entry}) => entry), loss, optimizer], withoutNumbers);
}

function sizeOf({graph, combination}: PreparedCombination): number {
  return graph.parameterCount * combination.experiment.window.length * combination.experiment.training.batchSize;
}
