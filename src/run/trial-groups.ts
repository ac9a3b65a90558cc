import type {SharedRowsBySplit} from '../data/shared-rows.js';
import type {BackendName} from '../engine/backends/backend.js';
import {mostTrialsTogether} from '../engine/expected-time.js';
import {programKey} from '../engine/program-key.js';
import {togetherKey} from '../engine/tensorflow/together-key.js';
import type {Work} from '../engine/work.js';
import type {Trial} from '../plan/trial.js';
import {stepsPerEpoch} from '../training/epoch-inputs.js';
import type {EngineName} from '../training/result.js';
import {type PreparedCombination, type PreparedExperiment, setupOf} from './prepare.js';

/** Trials that a worker gets at once; TensorFlow's engines train them by one program. */
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

/** Which trials are trained together, in the order of the plan, which alone decides; `engines` has one per combination. */
export function trialGroups(
  {combinations, trials: planned}: PreparedExperiment,
  backend: BackendName,
  engines: readonly EngineName[],
): TrialGroup[] {
  const alike = new Map<string, {readonly trials: Trial[]; readonly engine: EngineName; readonly most: number}>();
  const groups: TrialGroup[] = [];
  const shared = new Map(combinations.flatMap(one => one.trials.map(({id}) => [id, one.measured.shared] as const)));
  const sharedBy = (trials: readonly Trial[]) => trials.map(({id}) => shared.get(id) ?? {});
  const fair = Math.ceil(planned.length / GROUPS_WANTED);
  combinations.forEach((one, index) => {
    const engine = engines[index];
    const setup = setupOf(one);
    if (engine === 'eager' || engine === 'compiled') {
      const program = `${engine} ${programKey(setup)}`;
      groups.push(
        ...one.trials.map(trial => ({trials: [trial], sharedRows: sharedBy([trial]), engine, room: 1, program})),
      );
      return;
    }
    const program = `${engine} ${togetherKey(setup)}`;
    const most = Math.min(fair, mostTrialsTogether(backend, engine, setup));
    const known = alike.get(program) ?? {trials: [], engine, most};
    known.trials.push(...one.trials);
    alike.set(program, known);
  });
  for (const [program, {trials, engine, most}] of alike) {
    const count = Math.ceil(trials.length / most);
    const room = Math.ceil(trials.length / count);
    for (let from = 0; from < trials.length; from += room) {
      const own = trials.slice(from, from + room);
      groups.push({trials: own, sharedRows: sharedBy(own), engine, room, program});
    }
  }
  return groups;
}

/** What is known of the trials before they are trained: one work per combination. */
export function worksOf({combinations}: Pick<PreparedExperiment, 'combinations'>): Work[] {
  const keys = combinations.map(one => togetherKey(setupOf(one)));
  const alike = new Map<string, number>();
  combinations.forEach(({trials}, index) => {
    alike.set(keys[index], (alike.get(keys[index]) ?? 0) + trials.length);
  });
  return combinations.map((one, index) => {
    const {graph, windows, training} = setupOf(one);
    const trials = one.trials.length;
    return {graph, windows, training, trials, alike: alike.get(keys[index]) ?? trials};
  });
}

/** Optimizer steps of a trial that doesn't stop early. */
export function stepsPerTrial({windows, combination}: PreparedCombination): number {
  const {training} = combination.experiment;
  return training.epochs * stepsPerEpoch({windows, training});
}
