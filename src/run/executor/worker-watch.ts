import {processActivity} from '../../disk/process-alive.js';
import type {WorkerProcess} from './worker-process.js';

/** Counted in looks and not in time: a machine that slept has not looked. */
const MILLISECONDS_BETWEEN_LOOKS = 1000;
const MOST_LOOKS_STOPPED = 10;
const MOST_LOOKS_IDLE = 60;

/** How a worker that should train was seen. */
interface Seen {
  ticks: number;
  idle: number;
  stopped: number;
}

/**
 * Looks from outside whether workers that should train do so: whether somebody has stopped them, and whether they use the
 * processor at all. Their own word would need them to be able to say it. Only Linux tells; elsewhere nothing is seen.
 */
export class WorkerWatch {
  private readonly seen = new Map<WorkerProcess, Seen>();
  private timer: NodeJS.Timeout | undefined;

  add(worker: WorkerProcess): void {
    this.seen.set(worker, {ticks: -1, idle: 0, stopped: 0});
    this.timer ??= setInterval(() => this.look(), MILLISECONDS_BETWEEN_LOOKS).unref();
  }

  remove(worker: WorkerProcess): void {
    this.seen.delete(worker);
    if (this.seen.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private look(): void {
    for (const [worker, seen] of this.seen) {
      const now = worker.pid === undefined ? undefined : processActivity(worker.pid);
      if (!now) continue;
      seen.stopped = now.isStopped ? seen.stopped + 1 : 0;
      seen.idle = now.ticks === seen.ticks ? seen.idle + 1 : 0;
      seen.ticks = now.ticks;
      if (seen.stopped >= MOST_LOOKS_STOPPED) worker.stop(`was stopped for ${MOST_LOOKS_STOPPED} seconds`);
      else if (seen.idle >= MOST_LOOKS_IDLE) worker.stop(`did nothing for ${MOST_LOOKS_IDLE} seconds`);
    }
  }
}
