import {QueueError} from './queue-error.js';

/** Where a queue is, and what lets one in. */
export interface QueueAddress {
  readonly host: string;
  readonly port: number;
  /** The number of the data base in a server of Redis. */
  readonly database: number;
  /** Whether the connection is encrypted (TLS). */
  readonly isEncrypted: boolean;
  readonly username: string | undefined;
  readonly password: string | undefined;
}

/** Environment variables; what they hold needn't stand in a command, which every user of a machine can see. */
const QUEUE_VARIABLES = {
  url: 'TFSWEEP_QUEUE',
  username: 'TFSWEEP_QUEUE_USERNAME',
  password: 'TFSWEEP_QUEUE_PASSWORD',
} as const;

/** Whether a scheme of URLs stands for an encrypted connection. */
const SCHEMES: ReadonlyMap<string, boolean> = new Map([
  ['redis:', false],
  ['rediss:', true],
  ['valkey:', false],
  ['valkeys:', true],
]);

const EXAMPLE = 'such as redis://localhost:6379, or rediss://USER:PASSWORD@HOST:PORT/0 for TLS';

/** The address that a URL, or without one the environment, says. Throws QueueError, which doesn't show the URL: it may hold a password. */
export function queueAddress(url: string | undefined, environment: NodeJS.ProcessEnv): QueueAddress {
  const written = url ?? environment[QUEUE_VARIABLES.url];
  if (!written)
    throw new QueueError('there is no URL of a queue', `name one, or set ${QUEUE_VARIABLES.url}: ${EXAMPLE}`);
  const parsed = parsedUrl(written);
  const isEncrypted = parsed && SCHEMES.get(parsed.protocol);
  if (!parsed || isEncrypted === undefined || !parsed.hostname)
    throw new QueueError("the URL of the queue can't be read", `write it as redis://HOST:PORT, ${EXAMPLE}`);
  const database = /^\/?(\d{0,5})$/.exec(parsed.pathname)?.[1];
  if (database === undefined)
    throw new QueueError('what follows the host in the URL of the queue is no number of a data base', EXAMPLE);
  return {
    host: parsed.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(parsed.port || 6379),
    database: Number(database),
    isEncrypted,
    username: environment[QUEUE_VARIABLES.username] || decoded(parsed.username),
    password: environment[QUEUE_VARIABLES.password] || decoded(parsed.password),
  };
}

/** An address as it may be shown: without what lets one in. */
export function shownAddress({host, port, database, isEncrypted}: QueueAddress): string {
  const shownHost = host.includes(':') ? `[${host}]` : host;
  return `${isEncrypted ? 'rediss' : 'redis'}://${shownHost}:${port}${database > 0 ? `/${database}` : ''}`;
}

function parsedUrl(written: string): URL | undefined {
  try {
    return new URL(written);
  } catch {
    return undefined;
  }
}

function decoded(part: string): string | undefined {
  if (part === '') return undefined;
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
