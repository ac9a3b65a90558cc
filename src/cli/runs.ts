import {leftOutText} from '../presentation/left-out-text.js';
import {problemsText} from '../presentation/problems-text.js';
import {shownText} from '../presentation/run-name.js';
import {otherRunsText} from '../presentation/runs-text.js';
import {styleFor} from '../presentation/style.js';
import {findRun} from '../results/find-run.js';
import {type RunResults, readRun} from '../results/run-results.js';
import {InputError} from './exit-codes.js';
import {errScreen, writeErr} from './streams.js';

/** The results of a RUN that somebody named. Throws InputError. */
export async function runOrThrow(run: string, out: string): Promise<RunResults> {
  const found = await findRun(run, out);
  if (!('missing' in found)) {
    const results = readRun(found);
    const {file, lines} = results.leftOut;
    if (lines.length > 0) writeErr(`${leftOutText(file, lines, styleFor(process.stderr))}\n`);
    return results;
  }
  if ('problems' in found) {
    writeErr(`${problemsText(found, errScreen())}\n`);
    throw new InputError(found.missing, 'mend it, or name a run by its name, id or folder');
  }
  if ('others' in found) throw new InputError(found.missing, otherRunsText(run, found.others, new Date()));
  throw new InputError(
    found.missing,
    "a run folder, an experiment's file (its run as it is now) or name (then its newest run), a run id or its beginning, or one of them at a git revision: main:NAME; --out names the folder of results",
  );
}

/** The results of every RUN that somebody named, before anything is done with one. Throws InputError. */
export async function runsOrThrow(runs: readonly string[], out: string): Promise<RunResults[]> {
  const found: RunResults[] = [];
  for (const run of runs) found.push(await runOrThrow(run, out));
  return found;
}

/** Tells on stderr which run is shown: a name stands for its newest one. */
export function tellShown(results: RunResults): void {
  writeErr(`${shownText(results, new Date())}\n`);
}
