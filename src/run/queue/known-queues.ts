import type {Redis} from 'ioredis';
import {parserOf} from '../../document/validator.js';
import {parsedJson} from './parsed-json.js';
import {PREFIX} from './queue-connection.js';
import {compiledStrictly} from './strict-schema.js';
import {queueName, type ToolchainMatch, toolchainMatchSchema} from './toolchain-match.js';

/** Versions and backends that are in use at the same time are few. */
const MOST_QUEUES = 100;
const KEY = `${PREFIX}:queues`;
const parse = parserOf(() => compiledStrictly(toolchainMatchSchema));

/** Says that there is a queue for a toolchain: it may hold groups when neither runs nor workers are there any more. */
export async function nameQueue(redis: Redis, toolchain: ToolchainMatch): Promise<void> {
  await redis.hset(KEY, queueName(toolchain), JSON.stringify(toolchain));
}

/** The queues that somebody has had, by their names in order. */
export async function namedQueues(redis: Redis): Promise<ReadonlyMap<string, ToolchainMatch>> {
  const found = Object.entries(await redis.hgetall(KEY)).flatMap(([name, text]): [string, ToolchainMatch][] => {
    const toolchain = parse(parsedJson(text));
    return toolchain && queueName(toolchain) === name ? [[name, toolchain]] : [];
  });
  return new Map(found.sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, MOST_QUEUES));
}
