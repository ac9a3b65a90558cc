import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {changeText} from '../../presentation/diff-text.js';
import {disagreementsText, mergedText} from '../../presentation/merge-text.js';
import {styleFor} from '../../presentation/style.js';
import {placeOfExpectation} from '../../results/expectations.js';
import {disk} from '../../results/file-tree.js';
import {runIn} from '../../results/found-run.js';
import {type Merging, mergeRuns} from '../../results/merge/merge-runs.js';
import {type RunResults, readRun} from '../../results/run-results.js';
import {RUN_FILES} from '../../run/store/run-folder.js';
import {writeMerged} from '../../run/store/write-merged.js';
import {ciFor} from '../ci.js';
import {EXIT, type ExitCode, InputError} from '../exit-codes.js';
import {tellAnswer} from '../run-answer.js';
import {runsOrThrow} from '../runs.js';
import {writing} from '../writing.js';

export interface MergeCommandOptions {
  readonly out: string;
  readonly json?: true;
  readonly ci?: boolean;
  readonly junit?: string;
}

/** Puts parts of one run together that were trained with --shard, and tells the answer. */
export async function merge(runs: readonly string[], options: MergeCommandOptions): Promise<ExitCode> {
  const found = await runsOrThrow(runs, options.out);
  const [{manifest}] = found;
  const path = join(options.out, manifest.name, manifest.run);
  const all = [...found, ...alreadyThere(path, found)];
  const merging = mergeRuns(all);
  const code = refused(merging);
  if (code !== undefined || merging.type !== 'merged') return code ?? EXIT.no;
  const {gaps, shared, run} = merging;
  const folder = await writing(async () => writeMerged(path, run));
  try {
    process.stderr.write(mergedText(all.length, run.manifest.trials.length, gaps, shared, path));
    const failed = run.records.filter(({status}) => status === 'failed').length;
    const answered = await tellAnswer(
      {folder, interrupted: false, failed},
      undefined,
      options,
      ciFor(options.ci),
      index => placeOfExpectation(run.manifest, index),
    );
    return answered === EXIT.fine && gaps.length > 0 ? EXIT.someFailed : answered;
  } finally {
    folder.release();
  }
}

/** What the folder holds already that is written to, unless it is one of the parts: nothing of it is lost. Throws InputError. */
function alreadyThere(path: string, parts: readonly RunResults[]): readonly RunResults[] {
  if (parts.some(({place}) => place.tree === disk && join(place.folder) === path)) return [];
  const there = runIn(disk, path);
  if (there) return [readRun(there)];
  if (existsSync(join(path, RUN_FILES.journal)))
    throw new InputError(`${path} has results, but no manifest that can be read`, 'name another place by --out');
  return [];
}

/** Tells why runs can't be put together. Throws InputError. */
function refused(merging: Merging): ExitCode | undefined {
  switch (merging.type) {
    case 'merged':
      return undefined;
    case 'disagreement':
      process.stderr.write(`${styleFor(process.stderr).red('error')} ${disagreementsText(merging.disagreements)}\n`);
      return EXIT.no;
    case 'other run': {
      const [first, other] = [merging.first, merging.other].map(({place}) => place.tree.show(place.folder));
      const changes = merging.changes.slice(0, 4).map(changeText);
      throw new InputError(
        `${first} and ${other} are not parts of one run`,
        changes.length > 0 ? `what differs: ${changes.join('; ')}` : 'tfsweep diff shows what differs',
      );
    }
  }
}
