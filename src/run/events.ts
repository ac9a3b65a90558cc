import type {NotCompiled} from '../engine/common/not-compiled.js';
import type {Trial} from '../plan/trial.js';
import type {Outcome} from '../training/result.js';

/** What happens in a run, for whoever shows it. */
export type RunEvent =
  | {
      readonly type: 'run-opened';
      readonly folder: string;
      readonly trials: number;
      readonly finishedBefore: number;
      /** Whether more will be asked for, by what comes of these. */
      readonly goesOn?: boolean;
      readonly backend: string;
      readonly engine: string;
    }
  /** A manifest that can't be read: it is written anew. */
  | {readonly type: 'manifest-replaced'; readonly file: string}
  /** Lines of a journal, counted from 1, that are no results: they are left out, and trained again. */
  | {readonly type: 'lines-left-out'; readonly file: string; readonly lines: readonly number[]}
  /** The run folder is on a network share, where a lock of another machine may be seen late. */
  | {readonly type: 'folder-shared'; readonly folder: string; readonly share: string}
  /**
   * Only where something is left to train; `steps` if no trial stops early. What they are expected to take is in seconds of one
   * worker on some machine: it says what share of the work is done.
   */
  | {
      readonly type: 'training-started';
      readonly trials: number;
      readonly workers: number;
      readonly steps: number;
      readonly expected: number;
      /** The parameter whose values are compared, where there is one. */
      readonly comparedBy?: string | undefined;
    }
  /** More than was known at the start: a search goes on. */
  | {readonly type: 'training-grew'; readonly trials: number; readonly steps: number; readonly expected: number}
  | {readonly type: 'steps-done'; readonly steps: number; readonly expected: number}
  | {
      readonly type: 'trial-finished';
      readonly trial: Trial;
      readonly outcome: Outcome;
      /** Why it was trained eagerly, where it should have been compiled. */
      readonly eagerBecause: NotCompiled | undefined;
      readonly plannedSteps: number;
      /** What a step of it was expected to take. */
      readonly expectedPerStep: number;
    }
  /** A worker ended, or was ended, before it said what came of trials, of none as it started: they are trained again. */
  | {readonly type: 'worker-lost'; readonly because: string; readonly trials: number}
  | {readonly type: 'training-finished'}
  | QueueEvent;

/** What happens around a queue that trains a run. */
export type QueueEvent =
  /** Groups of all runs that share the queue, and who trains them: `slots` groups at a time. */
  | {
      readonly type: 'queue-changed';
      readonly waiting: number;
      readonly active: number;
      readonly failed: number;
      readonly workers: number;
      readonly slots: number;
    }
  /** Groups wait, and nobody trains them. */
  | {readonly type: 'queue-without-worker'; readonly address: string}
  | {readonly type: 'worker-unfit'; readonly worker: string; readonly because: string}
  /** Another process has the run, or had it until it ended: that shows in some seconds. */
  | {readonly type: 'run-claimed'; readonly owner: string}
  /** The queue no longer had groups that were in it, as after it was started again without its data. */
  | {readonly type: 'groups-put-again'; readonly groups: number}
  | {readonly type: 'result-refused'; readonly worker: string; readonly group: string}
  | {readonly type: 'queue-lost'}
  | {readonly type: 'queue-back'};

export type Emit = (event: RunEvent) => void;
