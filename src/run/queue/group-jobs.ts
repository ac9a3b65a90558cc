import type {JobsOptions, Queue} from 'bullmq';
import type {GroupMessage} from './group-message.js';
import {PREFIX, type QueueConnection} from './queue-connection.js';

/** A group of trials as a job of BullMQ; nothing comes back by it. */
export type GroupQueue = Queue<GroupMessage, null>;

/** So often a group is trained that ends its worker before it says of what. */
export const MOST_ATTEMPTS = 5;
/** So often a group may be lost with its worker: none is lost more often without being the reason. */
export const MOST_STALLS = 20;
/** What lies there failed and is nobody's goes after a week. */
const FAILED_KEPT = {age: 7 * 24 * 3600};

export const JOB_OPTIONS: JobsOptions = {
  attempts: MOST_ATTEMPTS,
  // Long enough for another worker to take it.
  backoff: {type: 'fixed', delay: 1000},
  removeOnComplete: true,
  removeOnFail: FAILED_KEPT,
};

/** The queue of a name. */
export function groupQueue({bullmq, redis}: QueueConnection, name: string): GroupQueue {
  const queue: GroupQueue = new bullmq.Queue(name, {
    connection: redis,
    prefix: PREFIX,
    // Nobody listens to events: results have a stream of their own.
    streams: {events: {maxLen: 100}},
  });
  queue.on('error', () => {});
  return queue;
}
