import {randomUUID} from 'node:crypto';
import {hostname} from 'node:os';
import {setTimeout as sleep} from 'node:timers/promises';
import type {Redis} from 'ioredis';
import {isMapping} from '../../document/json-schema.js';
import {isAlive} from '../../engine/process-alive.js';
import {
  type Announcement,
  announce,
  announced,
  announcementKey,
  BELIEVED,
  SAID_EVERY,
  withdraw,
} from './announcements.js';
import {parsedJson} from './parsed-json.js';
import {QueueError} from './queue-error.js';

type RunAnnouncement = Announcement<'run'>;
/** What a coordinator says of its run. */
export type ClaimedRun = Pick<RunAnnouncement, 'run' | 'name' | 'toolchain'>;

/** Milliseconds between two looks at a claim that may be nobody's any more. */
const LOOK_AFTER = 500;

/** Takes the place of a claim, or is the first one; only where the claim is still the one that was seen. */
const TAKE = `
local there = redis.call('GET', KEYS[1])
if there and there ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1`;

/** The claim of one process to be the only one that coordinates a run. */
export class RunClaim {
  private readonly text: string;
  private timer: NodeJS.Timeout | undefined;
  private lostTo: string | undefined;

  private constructor(
    private readonly redis: Redis,
    private readonly told: RunAnnouncement,
  ) {
    this.text = JSON.stringify(told);
  }

  /**
   * Claims a run; waits for the claim of a process that has ended to end, too, unless it is told to stop. Throws QueueError where
   * somebody else has the run.
   */
  static async of(
    redis: Redis,
    run: ClaimedRun,
    signal: AbortSignal,
    onWait: (owner: string) => void,
  ): Promise<RunClaim> {
    const own = {token: randomUUID(), host: hostname(), pid: process.pid, since: new Date().toISOString()};
    const claim = new RunClaim(redis, {...run, ...own});
    await claim.take(signal, onWait);
    if (signal.aborted) return claim;
    await announce(redis, 'run', run.run, claim.told);
    claim.timer = setInterval(() => void claim.renew().catch(() => {}), SAID_EVERY);
    return claim;
  }

  /** Throws QueueError once somebody else has taken the run over: where this process was not heard for too long. */
  check(): void {
    if (this.lostTo !== undefined)
      throw new QueueError(
        `run ${this.told.run} has been taken over by ${this.lostTo}, since this process was not heard of`,
      );
  }

  /** When the run was claimed, in milliseconds since 1970. */
  get since(): number {
    return Date.parse(this.told.since);
  }

  async release(): Promise<void> {
    clearInterval(this.timer);
    if (this.timer && this.lostTo === undefined) await withdraw(this.redis, 'run', this.told.run);
  }

  private async take(signal: AbortSignal, onWait: (owner: string) => void): Promise<void> {
    const key = announcementKey('run', this.told.run);
    let before: {readonly text: string; readonly left: number} | undefined;
    while (!signal.aborted) {
      const [text, left] = await Promise.all([this.redis.get(key), this.redis.pttl(key)]);
      const owner = text === null ? undefined : ownerOf(text);
      const isHere = owner?.host === hostname();
      const hasEnded = isHere && !isAlive(owner.pid);
      if (text === null || hasEnded) {
        if (await this.took(text ?? '')) return;
        continue;
      }
      // Of another machine, who renews it is alive.
      if (isHere || (before?.text === text && left > before.left))
        throw new QueueError(
          `run ${this.told.run} is being coordinated by ${nameOf(owner)}`,
          'one process coordinates a run; more workers make it faster',
        );
      if (!before) onWait(nameOf(owner));
      before = {text, left: before?.text === text ? Math.min(before.left, left) : left};
      await sleep(LOOK_AFTER);
    }
  }

  private async took(seen: string): Promise<boolean> {
    const {redis, text, told} = this;
    return (await redis.eval(TAKE, 1, announcementKey('run', told.run), seen, text, BELIEVED)) === 1;
  }

  /** A server that was started again without its data has no claims: then it is made once more. */
  private async renew(): Promise<void> {
    if (await this.took(this.text)) return;
    const other = (await announced(this.redis, 'run')).get(this.told.run);
    this.lostTo = nameOf(other);
    clearInterval(this.timer);
  }
}

function ownerOf(text: string): {readonly host: string; readonly pid: number} | undefined {
  const told = parsedJson(text);
  if (!isMapping(told)) return undefined;
  const {host, pid} = told;
  return typeof host === 'string' && typeof pid === 'number' ? {host, pid} : undefined;
}

function nameOf(owner: {readonly host: string; readonly pid: number} | undefined): string {
  return owner ? `process ${owner.pid} on ${owner.host}` : 'another process';
}
