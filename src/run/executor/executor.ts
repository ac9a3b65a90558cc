import type {Trained} from '../../engine/trained.js';
import type {Trial} from '../../plan/trial.js';
import type {TrialGroup} from '../groups/trial-groups.js';

/** Who is told how the training of groups goes on. */
export interface TrainingListener {
  /** Somebody is there who trains, and has got the first trials. */
  onHandedOut(): void;
  /** Steps were done, of a group where it is known of which. */
  onSteps(steps: number, group?: TrialGroup): void;
  onTrained(trial: Trial, trained: Trained): void;
  /** A worker has ended before it said what came of trials, of none as it started: they are trained again, one by one. */
  onLost?(because: string, trials: readonly Trial[]): void;
  /** Whether something can be what came of a trial at all: what is from another machine may be anything. */
  accepts?(trial: Trial, trained: Trained): boolean;
}

/**
 * Trains groups of trials: in worker processes, or in the process that asks. What goes in and what comes back is plain data, which
 * structured clones keep as it is: NaN, infinities and typed arrays included.
 */
export interface Executor {
  /** How many groups it trains at a time; the most so far where that changes. */
  readonly workers: number;
  /** Resolves when every group has been trained, or when it was stopped; rejects where none can be. May be called again, also meanwhile. */
  train(groups: readonly TrialGroup[], listener: TrainingListener): Promise<void>;
  /** Ends all training, and everything that it holds; resolves when that is gone. */
  stop(): Promise<void>;
}

/** Tells what came of each trial of a group. */
export function tellTrained(
  trials: readonly Trial[],
  trained: readonly Trained[],
  listener: Pick<TrainingListener, 'onTrained'>,
): void {
  trials.forEach((trial, index) => {
    listener.onTrained(trial, trained[index]);
  });
}

/** What came of a training whose worker ended before it said. */
export function crashedTraining(message: string, durationSeconds: number): Trained {
  return {
    outcome: {status: 'failed', error: {type: 'crashed', message}, history: [], durationSeconds},
    testForecasts: null,
    compileSeconds: 0,
    eagerBecause: undefined,
  };
}
