import {EXIT} from './exit-codes.js';

/** Signals that come together, such as Ctrl-C and what npm sends besides, are one wish. */
const TOGETHER_MILLISECONDS = 500;

/** What shells show of a process that SIGQUIT, Ctrl-\, has ended. */
const QUIT = 131;

/** Ctrl-C, or the end of a terminal, ends the run in order; once more, later, ends the process. */
export function interruptionSignal(): AbortSignal {
  const controller = new AbortController();
  let first: number | undefined;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      if (first === undefined) {
        first = performance.now();
        controller.abort();
      } else if (performance.now() - first > TOGETHER_MILLISECONDS) process.exit(EXIT.interrupted);
    });
  // At once, but by way of what puts the terminal back.
  process.on('SIGQUIT', () => process.exit(QUIT));
  return controller.signal;
}
