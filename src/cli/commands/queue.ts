import {jsonText} from '../../presentation/json-text.js';
import {queueText} from '../../presentation/queue-text.js';
import {shownAddress} from '../../run/queue/queue-address.js';
import {queueState} from '../../run/queue/queue-state.js';
import {EXIT, type ExitCode} from '../exit-codes.js';
import {closeQueue, openedQueue} from '../opened-queue.js';
import {outScreen, writeOut, writeText} from '../streams.js';

/** Shows what waits in a queue, what is trained, what failed, and who is there. */
export async function queue(url: string | undefined, {json}: {readonly json?: true}): Promise<ExitCode> {
  const connection = await openedQueue(url);
  try {
    const state = await queueState(connection);
    const {server, address} = connection;
    if (json) writeOut(jsonText({queue: shownAddress(address), server, ...state}));
    else writeText(`${shownAddress(address)}, ${server}\n\n${queueText(state, outScreen(), new Date())}`);
  } finally {
    closeQueue(connection);
  }
  return EXIT.fine;
}
