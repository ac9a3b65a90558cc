import {type Announcement, announced} from './announcements.js';
import {type GroupQueue, groupQueue} from './group-jobs.js';
import {namedQueues} from './known-queues.js';
import type {QueueConnection} from './queue-connection.js';
import {queueName, type ToolchainMatch} from './toolchain-match.js';

/** Groups of one toolchain that lie in a queue. */
export interface QueueOfToolchain {
  readonly name: string;
  readonly toolchain: ToolchainMatch;
  readonly waiting: number;
  readonly active: number;
  readonly failed: number;
}

/** A group that failed, and why; the newest ones of each queue. */
export interface FailedGroup {
  readonly job: string;
  readonly because: string;
}

/** What is in a queue, and who is there. */
export interface QueueState {
  readonly queues: readonly QueueOfToolchain[];
  readonly runs: readonly Announcement<'run'>[];
  readonly workers: readonly (Announcement<'worker'> & {readonly name: string})[];
  readonly failed: readonly FailedGroup[];
}

const MOST_FAILED = 20;

/** Looks at a queue, and changes nothing. */
export async function queueState(connection: QueueConnection): Promise<QueueState> {
  const [runs, workers] = await Promise.all([
    announced(connection.redis, 'run'),
    announced(connection.redis, 'worker'),
  ]);
  const there = new Set([...runs.values(), ...workers.values()].map(({toolchain}) => queueName(toolchain)));
  const queues: QueueOfToolchain[] = [];
  const failed: FailedGroup[] = [];
  for (const [name, toolchain] of await namedQueues(connection.redis)) {
    const queue = groupQueue(connection, name);
    const counts = await queue.getJobCounts('waiting', 'delayed', 'active', 'failed');
    const {waiting = 0, delayed = 0, active = 0} = counts;
    const found = {name, toolchain, waiting: waiting + delayed, active, failed: counts.failed ?? 0};
    if (there.has(name) || found.waiting + active + found.failed > 0) queues.push(found);
    if (found.failed > 0 && failed.length < MOST_FAILED) failed.push(...(await newestFailed(queue)));
    await queue.close();
  }
  return {
    queues,
    runs: [...runs.values()],
    workers: [...workers].map(([name, told]) => ({...told, name})),
    failed: failed.slice(0, MOST_FAILED),
  };
}

async function newestFailed(queue: GroupQueue): Promise<FailedGroup[]> {
  const ids = await queue.getRanges(['failed'], 0, MOST_FAILED - 1);
  return Promise.all(
    ids.map(async job => {
      // What somebody else has put there may be no group at all.
      const found = await queue.getJob(job).catch(() => undefined);
      return {job, because: found?.failedReason ?? "it can't be read"};
    }),
  );
}
