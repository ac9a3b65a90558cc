import {contentHash} from '../experiment/content-hash.js';
import type {Trial} from '../plan/trial.js';
import type {Means} from './manifest.js';

/**
 * Names a run by what is trained (the trials' content, which holds the data's) and by what means: the same name is the
 * same numbers. How the experiment is written, commented or compared doesn't matter.
 */
export function runId(trials: readonly Trial[], means: Means): string {
  return contentHash({trials: trials.map(({id, parameters}) => ({id, parameters})), means});
}
