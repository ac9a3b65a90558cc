import type {BackendName} from '../engine/backends/backend.js';
import type {Planner} from '../plan/planner.js';
import type {Trial} from '../plan/trial.js';
import type {EngineName} from '../training/result.js';
import type {QueueConnection} from './queue/queue-connection.js';
import type {Manifest} from './records/manifest.js';

/** How an experiment is to be trained, and where its results go. */
export interface RunOptions {
  readonly backend: BackendName;
  readonly backendVersion: string;
  /** One per combination. */
  readonly engines: readonly EngineName[];
  /** Why the backend and the engines were taken, where nobody asked for them by name. */
  readonly chosen: Manifest['chosen'];
  readonly workers: number | undefined;
  /** The threads of each worker, where that was decided before. */
  readonly threads?: number | undefined;
  /** The folder of all results. */
  readonly out: string;
  /** Which trials of the plan to train, by the number of the group that they are trained in; without it all. */
  readonly wants?: ((trial: Trial, group: number) => boolean) | undefined;
  /** Decides what is trained; without it every trial of the grid. */
  readonly planner?: Planner | undefined;
  /** Whether baselines are measured, too; they are unless it is said otherwise. */
  readonly baselines?: boolean | undefined;
  /** Trains by who takes groups out of a queue, and not by processes of this machine. */
  readonly queue?: {readonly connection: QueueConnection; readonly bits: string} | undefined;
  readonly signal: AbortSignal;
}
