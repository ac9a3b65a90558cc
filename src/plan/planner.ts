import type {SplitMetrics} from '../training/metrics/index.js';
import type {Trial} from './trial.js';

/** What a planner is told of a trial. */
export interface PlannedOutcome {
  readonly status: 'finished' | 'failed';
  /** Metrics on the validation rows that all combinations share; null where it failed. */
  readonly validation: Partial<SplitMetrics> | null;
}

/**
 * Decides what is trained next. It is asked for trials of the prepared experiment; when all of these have results, which it is
 * told, it is asked again, until it wants none. What it asks for must depend on nothing but what it was told: a run that was
 * interrupted asks it again from the beginning, and tells it what is there.
 */
export interface Planner {
  /** Whether it is asked again after each result, and not only when all are there: then it wants none as long as it must wait. */
  readonly asksEarly?: true;
  ask(): readonly Trial[];
  tell(trial: Trial, outcome: PlannedOutcome): void;
}

/** Every trial of a plan, at once. */
export function gridPlanner(trials: readonly Trial[]): Planner {
  let asked = false;
  return {
    ask() {
      if (asked) return [];
      asked = true;
      return trials;
    },
    tell() {},
  };
}
