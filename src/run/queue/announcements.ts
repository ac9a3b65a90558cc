import type {Redis} from 'ioredis';
import type {JsonSchema, Static} from '../../document/json-schema.js';
import {parserOf} from '../../document/validator.js';
import {integerValue, mappingOf, recordSchema} from '../records/record-format.js';
import {parsedJson} from './parsed-json.js';
import {PREFIX} from './queue-connection.js';
import {compiledStrictly} from './strict-schema.js';
import {toolchainMatchSchema} from './toolchain-match.js';

/** So long it is believed that somebody is there who says nothing any more, in milliseconds. */
export const BELIEVED = 15_000;
/** Milliseconds from one word of who is there to the next. */
export const SAID_EVERY = 3000;

/** So many are believed to be there; who writes more wants to do harm. */
const MOST_THERE = 10_000;

const countValue = {type: 'integer', minimum: 0, maximum: 1e12} as const;
const shortText = {type: 'string', maxLength: 300} as const;

/** What is announced in a queue, and how that looks. */
const KINDS = {
  worker: recordSchema({
    host: shortText,
    pid: integerValue,
    toolchain: toolchainMatchSchema,
    /** Groups that it trains at a time, and how many these are now. */
    slots: {...countValue, minimum: 1, maximum: 1024},
    busy: countValue,
    trained: countValue,
    /** Steps of groups that are being trained, by run. */
    steps: mappingOf(countValue),
    since: shortText,
  }),
  run: recordSchema({
    /** Tells one process from another. */
    token: shortText,
    run: shortText,
    name: shortText,
    host: shortText,
    pid: integerValue,
    toolchain: toolchainMatchSchema,
    since: shortText,
  }),
} as const satisfies Readonly<Record<string, JsonSchema>>;

export type AnnouncementKind = keyof typeof KINDS;
export type Announcement<Kind extends AnnouncementKind> = Static<(typeof KINDS)[Kind]>;

const parsers = {
  worker: parserOf(() => compiledStrictly(KINDS.worker)),
  run: parserOf(() => compiledStrictly(KINDS.run)),
};

/** The names of all that may be there. */
export function indexKey(kind: AnnouncementKind): string {
  return `${PREFIX}:${kind}s`;
}

export function announcementKey(kind: AnnouncementKind, id: string): string {
  return `${PREFIX}:${kind}:${id}`;
}

/** Says that somebody is there; it has to be said again before BELIEVED is over. */
export async function announce<Kind extends AnnouncementKind>(
  redis: Redis,
  kind: Kind,
  id: string,
  told: Announcement<Kind>,
): Promise<void> {
  await redis.set(announcementKey(kind, id), JSON.stringify(told), 'PX', BELIEVED);
  await redis.sadd(indexKey(kind), id);
}

/** Says that somebody has gone. */
export async function withdraw(redis: Redis, kind: AnnouncementKind, id: string): Promise<void> {
  await Promise.all([redis.del(announcementKey(kind, id)), redis.srem(indexKey(kind), id)]);
}

/** All that are there, by their ids in order. */
export async function announced<Kind extends AnnouncementKind>(
  redis: Redis,
  kind: Kind,
): Promise<ReadonlyMap<string, Announcement<Kind>>>;
export async function announced(redis: Redis, kind: AnnouncementKind): Promise<ReadonlyMap<string, unknown>> {
  const ids = (await redis.smembers(indexKey(kind))).sort().slice(0, MOST_THERE);
  if (ids.length === 0) return new Map();
  const texts = await redis.mget(ids.map(id => announcementKey(kind, id)));
  const gone = ids.filter((_, index) => texts[index] === null);
  if (gone.length > 0) await redis.srem(indexKey(kind), ...gone);
  const found = ids.flatMap((id, index): [string, unknown][] => {
    const told = parsers[kind](parsedJson(texts[index] ?? ''));
    return told ? [[id, told]] : [];
  });
  return new Map(found);
}
