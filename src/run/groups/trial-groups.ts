import type {SharedRowsBySplit} from '../../data/8-windows/shared-rows.js';
import type {BackendName} from '../../engine/backends/backend.js';
import {mostTrialsTogether} from '../../engine/choose/expected-time.js';
import type {Loads, TrainingLoad} from '../../engine/choose/training-load.js';
import {programKey} from '../../engine/common/program-key.js';
import {togetherKey} from '../../engine/common/together-key.js';
import type {PreparedExperiment} from '../../plan/prepare.js';
import type {PreparedCombination} from '../../plan/prepared-combination.js';
import type {Trial} from '../../plan/trial.js';
import type {EngineName} from '../../training/result.js';
import {stepsPerEpoch} from '../../training/setup.js';

/** Trials that a worker gets at once; TensorFlow's engines train them by one program. It is plain data; data sets go by their keys. */
export interface TrialGroup {
  readonly trials: readonly Trial[];
  /** One per trial: the target rows that it is measured on besides its own. */
  readonly sharedRows: readonly SharedRowsBySplit[];
  readonly engine: EngineName;
  /** Trials that the program has room for: the same number in all groups of a program. */
  readonly room: number;
  /** Equal for groups that one compiled program trains. */
  readonly program: string;
}

/**
 * Groups that leave work for several cores: where a plan has fewer trials than this many full groups, its groups are smaller.
 * A number of its own and not that of the cores, because who is trained with whom decides about bits.
 */
const GROUPS_WANTED = 8;

/** Trials that one program can train together. */
interface Alike {
  readonly trials: Trial[];
  readonly sharedRows: SharedRowsBySplit[];
  readonly engine: EngineName;
  readonly most: number;
}

/** Which of some trials are trained together, in the order of the plan, which alone decides; `engines` has one per combination. */
export function trialGroups(
  {combinations}: Pick<PreparedExperiment, 'combinations'>,
  trials: Iterable<Trial> & {readonly length: number},
  backend: BackendName,
  engines: readonly EngineName[],
): TrialGroup[] {
  const wanted = new Set(Array.from(trials, ({id}) => id));
  const alike = new Map<string, Alike>();
  const alone: TrialGroup[] = [];
  const fair = Math.ceil(trials.length / GROUPS_WANTED);
  let index = 0;
  for (const {setup, trials: planned, measured} of combinations) {
    const {shared} = measured;
    // Combinations that a search comes to later are trained as its first ones are.
    const engine = engines[index++] ?? engines[0];
    const own = planned.filter(({id}) => wanted.has(id));
    if (!trainsTogether(engine)) {
      const program = `${engine} ${programKey(setup)}`;
      alone.push(...own.map(trial => ({trials: [trial], sharedRows: [shared], engine, room: 1, program})));
      continue;
    }
    const program = `${engine} ${togetherKey(setup)}`;
    const most = Math.min(fair, mostTrialsTogether(backend, engine, setup));
    const known = alike.get(program) ?? {trials: [], sharedRows: [], engine, most};
    known.trials.push(...own);
    known.sharedRows.push(...own.map(() => shared));
    alike.set(program, known);
  }
  return [...alone, ...[...alike].flatMap(([program, one]) => evenGroups(program, one))];
}

/** Whether an engine trains several trials by one program. */
function trainsTogether(engine: EngineName): boolean {
  switch (engine) {
    case 'eager':
    case 'compiled':
      return false;
    case 'graph':
    case 'xla':
      return true;
  }
}

/** As few groups as have room for all, of one size but for the last. */
function evenGroups(program: string, {trials, sharedRows, engine, most}: Alike): TrialGroup[] {
  if (trials.length === 0) return [];
  const room = Math.ceil(trials.length / Math.ceil(trials.length / most));
  return Array.from({length: Math.ceil(trials.length / room)}, (_, index) => {
    const [from, to] = [index * room, (index + 1) * room];
    return {trials: trials.slice(from, to), sharedRows: sharedRows.slice(from, to), engine, room, program};
  });
}

/** What is known of the trials before they are trained: one load per combination. */
export function loadsOf(prepared: PreparedExperiment): Loads {
  let known: readonly TrainingLoad[] | undefined;
  return {
    count: prepared.combinations.length,
    all() {
      known ??= allLoads(prepared);
      return known;
    },
  };
}

function allLoads({combinations, experiment: {seeds}}: PreparedExperiment): readonly TrainingLoad[] {
  const keys = combinations.map(({setup}) => togetherKey(setup));
  const alike = new Map<string, number>();
  for (const key of keys) alike.set(key, (alike.get(key) ?? 0) + seeds);
  return combinations.map(({setup: {graph, windows, training}}, index) => ({
    graph,
    windows,
    training,
    trials: seeds,
    alike: alike.get(keys[index]) ?? seeds,
  }));
}

/** Optimizer steps of a trial that doesn't stop early. */
export function stepsPerTrial({setup}: Pick<PreparedCombination, 'setup'>): number {
  return setup.training.epochs * stepsPerEpoch(setup);
}
