import type {QueueState} from '../run/queue/queue-state.js';
import type {ToolchainMatch} from '../run/queue/toolchain-match.js';
import {counted, duration, grouped} from './number.js';
import {printableLine} from './printable.js';
import type {Style} from './style.js';
import {textTable} from './text-table.js';

/** What is in a queue, and who is there, for a terminal. */
export function queueText({queues, runs, workers, failed}: QueueState, style: Style, now: Date): string {
  if (queues.length === 0) return 'Nobody is there: neither runs nor workers.\n';
  const parts = [
    queuesTable(queues, style),
    ...(runs.length > 0 ? [runsTable(runs, style, now)] : []),
    ...(workers.length > 0 ? [workersTable(workers, style, now)] : []),
    ...(failed.length > 0 ? [failedLines(failed)] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

function queuesTable(queues: QueueState['queues'], style: Style): string {
  return textTable(
    ['queue', 'tfsweep', 'backend', 'waiting', 'active', 'failed'],
    ['left', 'left', 'left', 'right', 'right', 'right'],
    queues.map(({name, toolchain, waiting, active, failed}) => [
      name,
      ...toolchainCells(toolchain),
      grouped(waiting),
      grouped(active),
      grouped(failed),
    ]),
    style,
  );
}

function runsTable(runs: QueueState['runs'], style: Style, now: Date): string {
  return textTable(
    ['run', 'experiment', 'coordinated by', 'for'],
    ['left', 'left', 'left', 'right'],
    runs.map(({run, name, host, pid, since}) => [
      printableLine(run),
      printableLine(name),
      printableLine(`process ${pid} on ${host}`),
      timeSince(since, now),
    ]),
    style,
  );
}

function workersTable(workers: QueueState['workers'], style: Style, now: Date): string {
  return textTable(
    ['worker', 'busy', 'trained', 'for', 'tfsweep', 'backend'],
    ['left', 'right', 'right', 'right', 'left', 'left'],
    workers.map(({name, busy, slots, trained, since, toolchain}) => [
      printableLine(name),
      `${busy} of ${slots}`,
      counted(trained, 'trial'),
      timeSince(since, now),
      ...toolchainCells(toolchain),
    ]),
    style,
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
