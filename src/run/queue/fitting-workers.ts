import type {Redis} from 'ioredis';
import type {QueueEvent} from '../events.js';
import {announced} from './announcements.js';
import type {GroupQueue} from './group-jobs.js';
import {mismatch, type ToolchainMatch} from './toolchain-match.js';

/** So many that don't fit are told of; more would be somebody's joke. */
const MOST_UNFIT_TOLD = 20;

/** What a look at the workers of a run has shown. */
export interface SeenWorkers {
  /** Groups that they train at a time. */
  readonly slots: number;
  /** Groups of all runs that are being trained. */
  readonly active: number;
  /** Steps that have been done of groups of this run that are being trained. */
  readonly steps: number;
}

/** Who is there that may train a run, and who is not one of them; tells both. */
export class FittingWorkers {
  private readonly unfit = new Set<string>();
  private isAlone = false;

  constructor(
    private readonly redis: Redis,
    private readonly queue: GroupQueue,
    private readonly run: {readonly run: string; readonly toolchain: ToolchainMatch},
    private readonly emit: (event: QueueEvent) => void,
  ) {}

  /** Looks who is there; `ahead` groups are not in the queue yet, and `address` is told where groups are and nobody trains them. */
  async look(ahead: number, hasGroups: boolean, address: string): Promise<SeenWorkers> {
    const [counts, workers] = await Promise.all([
      this.queue.getJobCounts('waiting', 'delayed', 'active', 'failed'),
      announced(this.redis, 'worker'),
    ]);
    const {run, toolchain} = this.run;
    const own = [...workers.values()].filter(worker => mismatch(worker.toolchain, toolchain) === undefined);
    for (const [id, worker] of workers) this.tellUnfit(id, worker.toolchain);
    const slots = own.reduce((sum, worker) => sum + worker.slots, 0);
    const {waiting = 0, delayed = 0, active = 0, failed = 0} = counts;
    const all = waiting + delayed + ahead;
    this.emit({type: 'queue-changed', waiting: all, active, failed, workers: own.length, slots});
    const isAlone = own.length === 0 && hasGroups;
    if (isAlone && !this.isAlone) this.emit({type: 'queue-without-worker', address});
    this.isAlone = isAlone;
    return {slots, active, steps: own.reduce((sum, {steps}) => sum + (steps[run] ?? 0), 0)};
  }

  private tellUnfit(worker: string, toolchain: ToolchainMatch): void {
    const because = mismatch(toolchain, this.run.toolchain);
    if (because === undefined || this.unfit.has(worker) || this.unfit.size >= MOST_UNFIT_TOLD) return;
    this.unfit.add(worker);
    this.emit({type: 'worker-unfit', worker, because});
  }
}
