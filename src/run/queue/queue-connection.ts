import {isIP} from 'node:net';
import {setTimeout as sleep} from 'node:timers/promises';
import type {Queue, Worker} from 'bullmq';
import type {Redis, RedisOptions} from 'ioredis';
import {type QueueAddress, shownAddress} from './queue-address.js';
import {isConnectionError, QueueError} from './queue-error.js';

/** What keys of a queue begin with. */
export const PREFIX = 'tfsweep';

/** BullMQ 6 and what this needs of Redis came with it: streams that are trimmed by id, SET with GET. */
const OLDEST_REDIS = 7;
const SECONDS_TO_CONNECT = 10;
/** Milliseconds. */
const TRY_AGAIN_AFTER = 300;
/** A server that keeps silent for longer, as behind a network that is gone, is connected to anew; who waits for jobs hears of it sooner. */
const SECONDS_TO_ANSWER = 20;

/** A queue that answers. */
export interface QueueConnection {
  readonly address: QueueAddress;
  /** The server and its version, such as "Redis 7.0.15". */
  readonly server: string;
  readonly redis: Redis;
  readonly bullmq: {readonly Queue: typeof Queue; readonly Worker: typeof Worker} & BullmqErrors;
  /** What is odd about the server, where anything is. */
  readonly warnings: readonly string[];
  close(): void;
}

type BullmqErrors = Pick<typeof import('bullmq'), 'DelayedError' | 'UnrecoverableError' | 'WaitingError'>;

/** Connects to a queue. Throws QueueError where a package is missing, or where no server lets us in that can be used. */
export async function connectQueue(address: QueueAddress): Promise<QueueConnection> {
  const {bullmq, IoRedis} = await installed();
  let hasConnected = false;
  let last: unknown;
  // What is asked while a server restarts is asked again; the first time nobody waits.
  const redis = new IoRedis(optionsOf(address, times => (hasConnected ? Math.min(100 * times, 2000) : null)));
  redis.on('error', error => {
    last = error;
  });
  try {
    await redis.connect();
    // A number that the server hasn't got would be the first data base, and no error.
    if (address.database > 0) await redis.select(address.database);
    const {server, warnings} = serverOf(await redis.info());
    hasConnected = true;
    return {address, server, redis, bullmq, warnings, close: () => redis.disconnect()};
  } catch (error) {
    redis.disconnect();
    if (error instanceof QueueError) throw error;
    throw new QueueError(
      `${shownAddress(address)} can't be used as a queue: ${reasonOf(last ?? error)}`,
      hintOf(last ?? error),
    );
  }
}

/** The same server once more: for commands that wait. It is the caller's to close. */
export function anotherConnection({redis}: QueueConnection): Redis {
  const other = redis.duplicate({lazyConnect: false});
  other.on('error', () => {});
  return other;
}

/** Does something whose connection may be lost meanwhile, until it is done or `isOver`; what the server refuses is an error. */
export async function insistently<T>(work: () => Promise<T>, isOver: () => boolean): Promise<T | undefined> {
  for (;;) {
    if (isOver()) return undefined;
    try {
      return await work();
    } catch (error) {
      if (!isConnectionError(error) && !isOver()) throw error;
      await sleep(TRY_AGAIN_AFTER);
    }
  }
}

async function installed() {
  try {
    const [bullmq, {Redis: IoRedis}] = await Promise.all([import('bullmq'), import('ioredis')]);
    return {bullmq, IoRedis};
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')
      throw new QueueError('BullMQ, which keeps the queue, is not installed', 'npm install bullmq ioredis');
    throw error;
  }
}

function optionsOf(
  {host, port, database, isEncrypted, username, password}: QueueAddress,
  retryStrategy: (times: number) => number | null,
): Omit<RedisOptions, 'replyMapping'> {
  return {
    host,
    port,
    db: database,
    username,
    password,
    ...(isEncrypted ? {tls: isIP(host) ? {} : {servername: host}} : {}),
    lazyConnect: true,
    retryStrategy,
    connectTimeout: SECONDS_TO_CONNECT * 1000,
    socketTimeout: SECONDS_TO_ANSWER * 1000,
    keepAlive: 10_000,
    // Nothing is on its way when a command ends, and nobody waits two seconds for a server that isn't there.
    disconnectTimeout: 100,
    maxRetriesPerRequest: null,
  };
}

/** Reads what INFO says. Throws QueueError for a server that is too old. */
function serverOf(info: string): {readonly server: string; readonly warnings: readonly string[]} {
  const told = new Map(
    info.split(/\r?\n/).map((line): [string, string] => [line.split(':')[0], line.slice(line.indexOf(':') + 1)]),
  );
  const [valkey, version] = [told.get('valkey_version'), told.get('redis_version') ?? '0'];
  const server = valkey ? `Valkey ${valkey}` : `Redis ${version}`;
  if (Number.parseInt(version, 10) < OLDEST_REDIS)
    throw new QueueError(`the queue is ${server}: Redis 7 or Valkey is needed`);
  const policy = told.get('maxmemory_policy');
  const mayForget = Number(told.get('maxmemory') ?? 0) > 0 && policy !== undefined && policy !== 'noeviction';
  const warnings = mayForget
    ? [`${server} may forget what it holds where memory is short (maxmemory-policy is ${policy}): set it to noeviction`]
    : [];
  return {server, warnings};
}

/** What a server or the network said. Their messages hold neither names nor passwords. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (/WRONGPASS|invalid password/i.test(message)) return 'the name or the password is wrong';
  if (/NOAUTH/.test(message)) return 'it wants a password';
  if (/ECONNREFUSED/.test(message)) return 'nobody answers there';
  if (/ENOTFOUND|EAI_AGAIN/.test(message)) return 'there is no such host';
  if (/ETIMEDOUT/.test(message)) return `nobody answered within ${SECONDS_TO_CONNECT} seconds`;
  if (/Socket timeout/.test(message)) return `it did not answer within ${SECONDS_TO_ANSWER} seconds`;
  if (/DB index is out of range/.test(message)) return 'it has no data base of this number';
  if (/Connection is closed/.test(message)) return 'it closed the connection; does it speak TLS, or should it not?';
  return message;
}

function hintOf(error: unknown): string | undefined {
  const message = error instanceof Error ? error.message : String(error);
  if (/WRONGPASS|NOAUTH|invalid password/i.test(message))
    return 'redis://USER:PASSWORD@HOST:PORT, or TFSWEEP_QUEUE_USERNAME and TFSWEEP_QUEUE_PASSWORD';
  if (/certificate|self.signed/i.test(message))
    return 'NODE_EXTRA_CA_CERTS names a file with the certificate of your authority';
  return undefined;
}
