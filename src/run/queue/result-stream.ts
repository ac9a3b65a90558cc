import type {Redis} from 'ioredis';
import {PREFIX} from './queue-connection.js';

const FIELD = 'result';
/** What a result of a group may take. */
const MOST_BYTES = 64 * 2 ** 20;
/** Results of a run that nobody coordinates any more are kept so long. */
const KEPT_SECONDS = 7 * 24 * 3600;

/** A result as it lies in the stream, and where. */
export interface StreamedResult {
  readonly at: string;
  readonly text: string;
}

/**
 * The results of a run, from its workers to its coordinator: a stream of Redis. BullMQ would keep each result at its job and tell
 * it as an event, which is lost on who isn't there; from here a coordinator takes many at once, also those that came while it
 * was away, and removes them once they are in its journal.
 */
export class ResultStream {
  private readonly key: string;

  constructor(
    private readonly redis: Redis,
    /** The queue's name: results of others have other bits. */
    queue: string,
    run: string,
  ) {
    this.key = `${PREFIX}:results:${queue}:${run}`;
  }

  async send(text: string): Promise<void> {
    await Promise.all([this.redis.xadd(this.key, '*', FIELD, text), this.redis.expire(this.key, KEPT_SECONDS)]);
  }

  /** The results behind a place, '0' for all; waits for one on a connection that may be blocked so long. */
  async read(
    after: string,
    most: number,
    waiting?: {readonly redis: Redis; readonly milliseconds: number},
  ): Promise<StreamedResult[]> {
    const answer = waiting
      ? await waiting.redis.xreadBuffer('COUNT', most, 'BLOCK', waiting.milliseconds, 'STREAMS', this.key, after)
      : await this.redis.xreadBuffer('COUNT', most, 'STREAMS', this.key, after);
    const [[, entries]] = answer ?? [[Buffer.alloc(0), []]];
    return entries.map(([at, [, content]]) => ({at: at.toString(), text: textOf(content)}));
  }

  async remove(results: readonly StreamedResult[]): Promise<void> {
    if (results.length > 0) await this.redis.xdel(this.key, ...results.map(({at}) => at));
  }

  /** Ends the stream of a run of which nothing is outstanding. */
  async end(): Promise<void> {
    await this.redis.del(this.key);
  }
}

/** A result that is larger is none. */
function textOf(content: Buffer | undefined): string {
  return content && content.length <= MOST_BYTES ? content.toString() : '';
}
