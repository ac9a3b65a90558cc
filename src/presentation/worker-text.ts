import type {WorkerEvent} from '../run/queue/queue-worker.js';
import {counted} from './number.js';
import {printableLine as shown} from './printable.js';
import type {Style} from './style.js';

const MILLISECONDS_BETWEEN_LINES = 10_000;

/** Shows what a worker of a queue does: a line for what is worth one, and now and then how much it has trained. */
export function workerReporter(
  stream: NodeJS.WritableStream,
  style: Style,
  address: string,
): (event: WorkerEvent) => void {
  let trials = 0;
  let last = performance.now();
  return event => {
    if (event.type === 'group-trained') {
      trials += event.trials;
      if (performance.now() - last < MILLISECONDS_BETWEEN_LINES) return;
      last = performance.now();
      stream.write(`${counted(trials, 'trial')} trained\n`);
    } else stream.write(`${lineOf(event, style, address)}\n`);
  };
}

function lineOf(event: Exclude<WorkerEvent, {type: 'group-trained'}>, style: Style, address: string): string {
  switch (event.type) {
    case 'worker-began': {
      const {tfsweep, backend, backendVersion, bits} = event.toolchain;
      const what = `tfsweep ${tfsweep} on ${backend} ${backendVersion}, bits ${bits}`;
      return `worker ${shown(event.name)} takes ${counted(event.slots, 'group')} at a time from ${address} (${what}); Ctrl-C ends it`;
    }
    case 'run-begun':
      return `run ${shown(event.run)} of ${shown(event.name)}`;
    case 'group-refused':
      return `${style.red('refused')} ${shown(event.job)}: ${shown(event.because)}`;
    case 'group-crashed':
      return `${style.red('crashed')} ${shown(event.job)}: ${shown(event.because)}; ${event.isLast ? 'it is given up' : 'it is trained again'}`;
    case 'worker-troubled':
      return `${style.red('trouble')} ${shown(event.because)}; what was begun is left to others`;
    case 'worker-pauses':
      return `the last ${event.crashes} groups crashed here: the next one is taken in ${event.seconds} s`;
    case 'locks-lost':
      return `${counted(event.jobs, 'group')} may be trained by others now, since this worker was not heard of for a while`;
    case 'run-unfit':
      return `${style.yellow('left out')} run ${shown(event.run)} of ${shown(event.name)}: this worker does not fit, ${shown(event.because)}`;
    case 'queue-complained':
      return `${style.red('queue')} ${shown(event.message)}`;
    case 'queue-lost':
      return 'the queue does not answer; waiting for it';
    case 'queue-back':
      return 'the queue answers again';
  }
}
