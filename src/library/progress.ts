import type {RunEvent} from '../run/events.js';
import type {Progress} from './types.js';

/** An event as the library tells it; undefined for those around queues, which a library has none of. */
function progressOf(event: RunEvent): Progress | undefined {
  switch (event.type) {
    case 'run-opened': {
      const {folder, trials, finishedBefore, backend, engine} = event;
      return {type: 'opened', folder, trials, finishedBefore, backend, engine};
    }
    case 'training-started':
      return {type: 'started', trials: event.trials, workers: event.workers, steps: event.steps};
    case 'training-grew':
      return {type: 'grew', trials: event.trials, steps: event.steps};
    case 'steps-done':
      return {type: 'steps', steps: event.steps};
    case 'trial-finished': {
      const {id, parameters, seed} = event.trial;
      const error = event.outcome.status === 'failed' ? event.outcome.error.message : null;
      return {type: 'trial', id, parameters, seed, error};
    }
    case 'training-finished':
      return {type: 'ended'};
    case 'manifest-replaced':
      return {type: 'warning', message: `${event.file} can't be read: it is written anew`};
    case 'lines-left-out':
      return {type: 'warning', message: `${event.file}: lines ${event.lines.join(', ')} are no results`};
    case 'folder-shared':
      return {type: 'warning', message: `${event.folder} is on a network share (${event.share})`};
    case 'worker-lost':
      return {type: 'warning', message: event.because};
    case 'queue-changed':
    case 'queue-without-worker':
    case 'worker-unfit':
    case 'run-claimed':
    case 'groups-put-again':
    case 'result-refused':
    case 'queue-lost':
    case 'queue-back':
      return undefined;
  }
}

/** Somebody who listens; what a listener throws ends the training, and is thrown where it was asked for. */
export class Listener {
  /** What was thrown first. */
  private thrown: {readonly error: unknown} | undefined;

  constructor(
    private readonly listen: (progress: Progress) => void,
    private readonly end: () => void,
  ) {}

  tell(event: RunEvent): void {
    const progress = progressOf(event);
    if (!progress || this.thrown) return;
    try {
      this.listen(progress);
    } catch (error) {
      this.thrown = {error};
      this.end();
    }
  }

  /** Throws what the listener has thrown. */
  rethrow(): void {
    if (this.thrown) throw this.thrown.error;
  }
}
