import {styleFor} from '../presentation/style.js';
import {queueAddress} from '../run/queue/queue-address.js';
import {connectQueue, type QueueConnection} from '../run/queue/queue-connection.js';
import {writeErr} from './streams.js';

/** The queue of an option, or without a URL that of the environment; what is odd about it is told. Throws QueueError. */
export async function openedQueue(url: string | true | undefined): Promise<QueueConnection> {
  const connection = await connectQueue(queueAddress(url === true ? undefined : url, process.env));
  const style = styleFor(process.stderr);
  for (const warning of connection.warnings) writeErr(`${style.yellow('warning')} ${warning}\n`);
  return connection;
}

/** Milliseconds after which a process ends that only a lost connection keeps. */
const GONE_AFTER = 500;

/** Leaves a queue; what BullMQ still waits for, from a server that may never answer, doesn't keep the process. */
export function closeQueue(connection: QueueConnection): void {
  connection.close();
  setTimeout(() => process.exit(), GONE_AFTER).unref();
}
