import {lstatSync, realpathSync, statSync} from 'node:fs';
import {basename, join, relative, resolve} from 'node:path';
import {globSync} from 'tinyglobby';
import {isFileError, isMissing} from '../disk/file-error.js';
import {readTextIfThere} from '../disk/read-file.js';
import type {Checked} from '../document/problem.js';
import {remembered} from '../document/remembered.js';
import {NO_FILE, prepareExperiment} from '../files/prepare-file.js';
import type {PreparedExperiment} from '../plan/prepare.js';
import {NewerFormatError} from '../run/records/record-format.js';
import {manifestAsNow} from './as-now.js';
import {type RunChanges, runChanges} from './diff/manifest-changes.js';
import {disk} from './file-tree.js';
import {type FoundRun, newestFirst, runIn} from './found-run.js';
import {placeOfFile} from './place-of-file.js';

/** How a run stands to the files of experiments. */
export type Standing =
  /** A file stands for it, with what --set has laid over it, whatever engine or version has made it. */
  | {readonly type: 'as now'; readonly made: RunChanges['toolchain']}
  | {readonly type: 'differs'; readonly changes: RunChanges}
  | {readonly type: 'no file'}
  /** What nobody can tell: the file has problems, can't be looked at, or never was one. */
  | {readonly type: 'unsure'; readonly because: string};

/** A run in a folder of results. */
export interface ListedRun {
  readonly found: FoundRun;
  /** The experiment's file, as seen from here: the one that stands for it now, or that it was made of. */
  readonly file: string;
  readonly standing: Standing;
}

/** The runs in a folder of results, by name, and of each name the newest first; and folders that can't be read, with the reason. */
export async function listedRuns(
  out: string,
): Promise<{readonly runs: readonly ListedRun[]; readonly unreadable: readonly string[]}> {
  const unreadable: string[] = [];
  const found = [...disk.list(out)].sort().flatMap(name => newestFirst(runsOf(join(out, name), unreadable)));
  const files = new ExperimentFiles(out);
  const runs: ListedRun[] = [];
  for (const one of found) runs.push({found: one, ...(await files.standingOf(one))});
  return {runs, unreadable};
}

function runsOf(folder: string, unreadable: string[]): FoundRun[] {
  return disk.list(folder).flatMap(id => {
    try {
      return runIn(disk, join(folder, id)) ?? [];
    } catch (error) {
      if (!(error instanceof NewerFormatError)) throw error;
      unreadable.push(error.message);
      return [];
    }
  });
}

/** Whether a run folder lies where its manifest says, and is no link: what a link leads to is somebody else's. */
export function isOwnFolder({place, manifest}: FoundRun, out: string): boolean {
  try {
    if (lstatSync(place.folder).isSymbolicLink()) return false;
    return realpathSync(place.folder) === join(realpathSync(out), manifest.name, manifest.run);
  } catch (error) {
    if (isFileError(error)) return false;
    throw error;
  }
}

/** So many files are looked through for the experiment of a run. */
const MOST_FILES = 2000;

/** The experiment files around a folder of results, each looked at once. */
class ExperimentFiles {
  private readonly prepared = new Map<string, Promise<Checked<PreparedExperiment>>>();
  private readonly texts = new Map<string, string>();
  private around: readonly string[] | undefined;

  constructor(private readonly out: string) {}

  /** The best that any file says, and which one: the one that is recorded, or another one that tells of the same name. */
  async standingOf(run: FoundRun): Promise<Pick<ListedRun, 'file' | 'standing'>> {
    const recorded = placeOfFile(run);
    if (basename(run.manifest.experiment.file) === NO_FILE)
      return {file: recorded, standing: {type: 'unsure', because: 'it was made of a text'}};
    const own = await this.standingBy(run, recorded);
    if (own.type === 'as now') return {file: recorded, standing: own};
    for (const file of this.others(run.manifest.name, recorded)) {
      const other = await this.standingBy(run, file);
      if (other.type === 'as now') return {file: relative('.', file), standing: other};
    }
    return {file: recorded, standing: own};
  }

  private async standingBy({manifest}: FoundRun, file: string): Promise<Standing> {
    const missing = whyMissing(file);
    if (missing?.type === 'no file' && resolve(this.out, '..') !== resolve('.'))
      return {type: 'unsure', because: 'its file is not seen from here'};
    if (missing) return missing;
    const {overrides} = manifest.experiment;
    const prepared = await remembered(this.prepared, JSON.stringify([file, overrides]), () =>
      prepareExperiment(file, overrides),
    );
    if (!prepared.ok) return {type: 'unsure', because: 'its file has problems'};
    const now = manifestAsNow(prepared.value, manifest.toolchain);
    if (now.run === manifest.run && now.name === manifest.name) return {type: 'as now', made: []};
    const changes = runChanges(manifest, now);
    if (changes.experiment.length + changes.data.length > 0) return {type: 'differs', changes};
    return {type: 'as now', made: changes.toolchain};
  }

  /** Files here, and beside the folder of results, that tell of a name. */
  private others(name: string, recorded: string): readonly string[] {
    const folders = [...new Set([resolve('.'), resolve(this.out, '..')])];
    this.around ??= folders.flatMap(cwd =>
      globSync(['**/*.{yaml,yml}'], {cwd, absolute: true, ignore: ['**/node_modules/**', '**/.git/**'], deep: 8}),
    );
    return this.around
      .slice(0, MOST_FILES)
      .filter(file => file !== resolve(recorded))
      .filter(file => remembered(this.texts, file, () => textOf(file)).includes(name));
  }
}

function textOf(file: string): string {
  try {
    return readTextIfThere(file) ?? '';
  } catch (error) {
    if (isFileError(error)) return '';
    throw error;
  }
}

/** Why a file can't be looked at; only where it is surely not there a run has none. */
function whyMissing(file: string): Standing | undefined {
  try {
    statSync(file);
    return undefined;
  } catch (error) {
    if (isMissing(error)) return {type: 'no file'};
    if (isFileError(error)) return {type: 'unsure', because: "its file can't be looked at"};
    throw error;
  }
}
