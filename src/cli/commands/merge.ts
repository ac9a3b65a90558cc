import {existsSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {changeText} from '../../presentation/diff-text.js';
import {disagreementsText, mergedText} from '../../presentation/merge-text.js';
import {styleFor} from '../../presentation/style.js';
import {placeOfExpectation} from '../../results/expectations.js';
import {disk} from '../../results/file-tree.js';
import {runIn} from '../../results/found-run.js';
import {type Merging, mergeRuns} from '../../results/merge/merge-runs.js';
import {type RunResults, readRun} from '../../results/run-results.js';
import {RUN_FILES, RunFolder} from '../../run/store/run-folder.js';
import {writeMerged} from '../../run/store/write-merged.js';
import {ciFor} from '../ci.js';
import {EXIT, type ExitCode, InputError} from '../exit-codes.js';
import {tellAnswer} from '../run-answer.js';
import {runsOrThrow} from '../runs.js';
import {writeErr} from '../streams.js';
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
  // What is there already must not change while it is read.
  const locked = existsSync(path) ? await writing(async () => new RunFolder(path)) : undefined;
  try {
    const all = [...alreadyThere(path), ...distinctRuns(found, path)];
    const merging = mergeRuns(all);
    const code = refused(merging);
    if (code !== undefined || merging.type !== 'merged') return code ?? EXIT.no;
    if (locked) return await written(all, merging, locked, options);
    const made = await writing(async () => new RunFolder(path));
    if (!existsSync(made.file('journal'))) return await written(all, merging, made, options);
    made.release();
  } finally {
    locked?.release();
  }
  // Somebody has trained there meanwhile: that takes part, too.
  return merge(runs, options);
}

/** Writes what came of it, and tells the answer. */
async function written(
  all: readonly RunResults[],
  {gaps, shared, run}: Extract<Merging, {readonly type: 'merged'}>,
  folder: RunFolder,
  options: MergeCommandOptions,
): Promise<ExitCode> {
  try {
    await writing(async () => writeMerged(folder, run));
    const {path} = folder;
    writeErr(mergedText(all.length, run.manifest.trials.length, gaps, shared, path));
    const failed = run.records.filter(({status}) => status === 'failed').length;
    const answered = await tellAnswer(
      {folder, interrupted: false, failed, wanted: new Set()},
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

/** Runs that are named, each folder once, without the one that is written to: that takes part anyway. */
function distinctRuns(runs: readonly RunResults[], path: string): readonly RunResults[] {
  const keyOf = ({place: {tree, folder}}: RunResults) => (tree === disk ? resolve(folder) : tree.show(folder));
  const byFolder = new Map(runs.map(one => [keyOf(one), one]));
  byFolder.delete(resolve(path));
  return [...byFolder.values()];
}

/** What the folder holds already that is written to: nothing of it is lost. Throws InputError. */
function alreadyThere(path: string): readonly RunResults[] {
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
      writeErr(`${styleFor(process.stderr).red('error')} ${disagreementsText(merging.disagreements)}\n`);
      return EXIT.no;
    case 'other plans':
      throw new InputError(
        'these searches came to different trials',
        'merge parts of one search as it is now; tfsweep run FILE goes on with it',
      );
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
