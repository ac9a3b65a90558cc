import {randomUUID} from 'node:crypto';
import {hostname} from 'node:os';
import {setTimeout as sleep} from 'node:timers/promises';
import type {Redis} from 'ioredis';
import {isAlive} from '../../disk/process-alive.js';
import {isMapping} from '../../document/json-schema.js';
import {
  type Announcement,
  announce,
  announced,
  announcementKey,
  BELIEVED,
  indexKey,
  SAID_EVERY,
} from './announcements.js';
import {parsedJson} from './parsed-json.js';
import {asQueueError, QueueError} from './queue-error.js';

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

/** Ends a claim that is still the one's who asks. */
const END = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[1])
redis.call('SREM', KEYS[2], ARGV[2])
return 1`;

/** The claim of one process to be the only one that coordinates a run. */
export class RunClaim {
  private readonly told: RunAnnouncement;
  private readonly text: string;
  private readonly key: string;
  private timer: NodeJS.Timeout | undefined;
  private isEnded = false;
  private lost: QueueError | undefined;

  constructor(
    private readonly redis: Redis,
    {run, name, toolchain}: ClaimedRun,
  ) {
    const own = {token: randomUUID(), host: hostname(), pid: process.pid, since: new Date().toISOString()};
    this.told = {run, name, toolchain, ...own};
    this.text = JSON.stringify(this.told);
    this.key = announcementKey('run', run);
  }

  /** Claims the run; waits for the claim of a process that has ended to end, too. Throws QueueError where somebody else has the run. */
  async take(onWait: (owner: string) => void): Promise<void> {
    let before: {readonly text: string; readonly left: number} | undefined;
    const begun = Date.now();
    while (!this.isEnded) {
      const [text, left] = await Promise.all([this.redis.get(this.key), this.redis.pttl(this.key)]);
      const owner = text === null ? undefined : ownerOf(text);
      const isHere = owner?.host === hostname();
      if (text === null || (isHere && !isAlive(owner.pid))) {
        if (await this.took(text ?? '')) return this.keep();
        continue;
      }
      // Of another machine, who renews it is alive; one that never ends isn't tfsweep's.
      const isRenewed = before?.text === text && left > before.left;
      if (isHere || isRenewed || Date.now() - begun > 2 * BELIEVED)
        throw new QueueError(
          `run ${this.told.run} is being coordinated by ${nameOf(owner)}`,
          'one process coordinates a run; more workers make it faster',
        );
      if (!before) onWait(nameOf(owner));
      before = {text, left: before?.text === text ? Math.min(before.left, left) : left};
      await sleep(LOOK_AFTER);
    }
  }

  /** Throws QueueError once somebody else has taken the run over, where this process was not heard for too long, or the claim is refused. */
  check(): void {
    if (this.lost) throw this.lost;
  }

  /** When the run was claimed, in milliseconds since 1970. */
  get since(): number {
    return Date.parse(this.told.since);
  }

  /** Whether nobody has taken the run over. */
  async isOwn(): Promise<boolean> {
    return this.lost === undefined && (await this.redis.get(this.key)) === this.text;
  }

  /** From now on it isn't renewed. */
  end(): void {
    this.isEnded = true;
    clearInterval(this.timer);
  }

  /** Lets others have the run. */
  async release(): Promise<void> {
    await this.redis.eval(END, 2, this.key, indexKey('run'), this.text, this.told.run);
  }

  private async keep(): Promise<void> {
    if (this.isEnded) return this.release();
    this.timer = setInterval(() => void this.renew(), SAID_EVERY);
    await announce(this.redis, 'run', this.told.run, this.told);
  }

  private async took(seen: string): Promise<boolean> {
    return (await this.redis.eval(TAKE, 1, this.key, seen, this.text, BELIEVED)) === 1;
  }

  /** A server that was started again without its data has no claims: then it is made once more. */
  private async renew(): Promise<void> {
    try {
      if (await this.took(this.text)) {
        await this.redis.sadd(indexKey('run'), this.told.run);
        return;
      }
      const other = (await announced(this.redis, 'run')).get(this.told.run);
      const {run} = this.told;
      this.lost = new QueueError(
        `run ${run} has been taken over by ${nameOf(other)}, since this process was not heard of`,
      );
    } catch (error) {
      const refusal = asQueueError(error);
      if (!(refusal instanceof QueueError)) return;
      this.lost = refusal;
    }
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
