import {findRun} from '../results/find-run.js';
import {type RunResults, readRun} from '../results/run-results.js';
import {InputError} from './exit-codes.js';

/** The results of a RUN that somebody named. Throws InputError. */
export function runOrThrow(run: string, out: string): RunResults {
  const found = findRun(run, out);
  if ('missing' in found)
    throw new InputError(
      found.missing,
      "a run folder, an experiment's name or file (then its newest run), or one of them at a git revision: main:NAME; --out names the folder of results",
    );
  return readRun(found);
}
