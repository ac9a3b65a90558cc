import type {QueueState} from '../run/queue/queue-state.js';
import type {ToolchainMatch} from '../run/queue/toolchain-match.js';
import {fittedTable, left, right} from './fitted-table.js';
import {counted, duration, grouped} from './number.js';
import {printableLine} from './printable.js';
import type {Screen} from './screen.js';

/** What is in a queue, and who is there, for a terminal. */
export function queueText({queues, runs, workers, failed}: QueueState, screen: Screen, now: Date): string {
  if (queues.length === 0) return 'Nobody is there: neither runs nor workers.\n';
  const parts = [
    queuesTable(queues, screen),
    ...(runs.length > 0 ? [runsTable(runs, screen, now)] : []),
    ...(workers.length > 0 ? [workersTable(workers, screen, now)] : []),
    ...(failed.length > 0 ? [failedLines(failed)] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

function queuesTable(queues: QueueState['queues'], screen: Screen): string {
  return fittedTable(
    [...['queue', 'tfsweep', 'backend'].map(left), ...['waiting', 'active', 'failed'].map(right)],
    queues.map(({name, toolchain, waiting, active, failed}) => [
      name,
      ...toolchainCells(toolchain),
      grouped(waiting),
      grouped(active),
      grouped(failed),
    ]),
    screen,
  );
}

function runsTable(runs: QueueState['runs'], screen: Screen, now: Date): string {
  return fittedTable(
    [...['run', 'experiment', 'coordinated by'].map(left), right('for')],
    runs.map(({run, name, host, pid, since}) => [
      printableLine(run),
      printableLine(name),
      printableLine(`process ${pid} on ${host}`),
      timeSince(since, now),
    ]),
    screen,
  );
}

function workersTable(workers: QueueState['workers'], screen: Screen, now: Date): string {
  return fittedTable(
    [left('worker'), ...['busy', 'trained', 'for'].map(right), ...['tfsweep', 'backend'].map(left)],
    workers.map(({name, busy, slots, trained, since, toolchain}) => [
      printableLine(name),
      `${busy} of ${slots}`,
      counted(trained, 'trial'),
      timeSince(since, now),
      ...toolchainCells(toolchain),
    ]),
    screen,
  );
}

function failedLines(failed: QueueState['failed']): string {
  return ['Failed:', ...failed.map(({job, because}) => `  ${printableLine(job)}: ${printableLine(because)}`)].join(
    '\n',
  );
}

function toolchainCells({tfsweep, backend, backendVersion}: ToolchainMatch): string[] {
  return [printableLine(tfsweep), printableLine(`${backend} ${backendVersion}`)];
}

function timeSince(time: string, now: Date): string {
  const seconds = (now.getTime() - Date.parse(time)) / 1000;
  return Number.isFinite(seconds) ? duration(Math.max(0, seconds)) : '?';
}
