import type {QueueState} from '../run/queue/queue-state.js';
import {counted, duration, grouped} from './number.js';
import {printable} from './printable.js';
import type {Style} from './style.js';
import {textTable} from './text-table.js';

/** What is in a queue, and who is there, for a terminal. */
export function queueText({queues, runs, workers, failed}: QueueState, style: Style, now: Date): string {
  const shown = (text: string) => printable(text);
  const since = (time: string) => duration(Math.max(0, (now.getTime() - Date.parse(time)) / 1000));
  const parts: string[] = [];
  if (queues.length === 0) parts.push('Nobody is there: neither runs nor workers.');
  else
    parts.push(
      textTable(
        ['queue', 'tfsweep', 'backend', 'waiting', 'active', 'failed'],
        ['left', 'left', 'left', 'right', 'right', 'right'],
        queues.map(({name, toolchain, waiting, active, failed: count}) => [
          shown(name),
          shown(toolchain.tfsweep),
          shown(`${toolchain.backend} ${toolchain.backendVersion}`),
          grouped(waiting),
          grouped(active),
          grouped(count),
        ]),
        style,
      ),
    );
  if (runs.length > 0)
    parts.push(
      textTable(
        ['run', 'experiment', 'coordinated by', 'for'],
        ['left', 'left', 'left', 'right'],
        runs.map(({run, name, host, pid, since: begun}) => [
          shown(run),
          shown(name),
          shown(`${host}, process ${pid}`),
          since(begun),
        ]),
        style,
      ),
    );
  if (workers.length > 0)
    parts.push(
      textTable(
        ['worker', 'busy', 'trained', 'for', 'tfsweep', 'backend'],
        ['left', 'right', 'right', 'right', 'left', 'left'],
        workers.map(({name, busy, slots, trained, since: begun, toolchain}) => [
          shown(name),
          `${busy} of ${slots}`,
          counted(trained, 'trial'),
          since(begun),
          shown(toolchain.tfsweep),
          shown(`${toolchain.backend} ${toolchain.backendVersion}`),
        ]),
        style,
      ),
    );
  if (failed.length > 0)
    parts.push(['Failed:', ...failed.map(({job, because}) => `  ${shown(job)}: ${shown(because.split('\n')[0])}`)].join('\n'));
  return `${parts.join('\n\n')}\n`;
}
