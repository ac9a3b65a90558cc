import {EXIT} from './exit-codes.js';

/** Ctrl-C ends the run in order; a second one ends the process. */
export function interruptionSignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(EXIT.interrupted);
      controller.abort();
    });
  return controller.signal;
}
