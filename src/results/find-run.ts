import {existsSync} from 'node:fs';
import {join} from 'node:path';
import type {Problem} from '../document/problem.js';
import {type Manifest, parseManifest} from '../run/records/manifest.js';
import {RUN_FILES} from '../run/store/run-folder.js';
import type {RunChanges} from './diff/manifest-changes.js';
import {disk, type FileTree, gitTree} from './file-tree.js';

/** A run that was found; its manifest may be large, and is read once. */
export interface FoundRun {
  readonly place: RunPlace;
  readonly manifest: Manifest;
}

/** Where a run lies. */
export interface RunPlace {
  readonly tree: FileTree;
  readonly folder: string;
}

/** Why there is no run. */
export type NoRun =
  | {readonly missing: string}
  /** A file of which no run is there as it is now; those of its name, and what differs, from them to the file. */
  | {readonly missing: string; readonly others: readonly OtherRun[]}
  /** What stands in the way of a file that somebody names. */
  | {readonly missing: string; readonly problems: readonly Problem[]};

export interface OtherRun {
  readonly manifest: Manifest;
  /** What differs, from it to the file. */
  changes(): RunChanges;
}

/**
 * The place of a RUN: a run folder; an experiment's file, which stands for the run of that file as it is now; an experiment's
 * name (then its newest run); NAME/RUN_ID or a run id, or how one begins; or one of these at a git revision (`main:NAME`).
 */
export async function findRun(run: string, out: string): Promise<FoundRun | NoRun> {
  const [, revision, inside] = /^([^:]{2,}):(.+)$/.exec(run) ?? [];
  if (revision === undefined || inside === undefined || existsSync(run)) return findIn(disk, run, out);
  const tree = gitTree(revision);
  return tree ? findIn(tree, inside, out) : {missing: `there is no git revision '${revision}' here`};
}

async function findIn(tree: FileTree, run: string, out: string): Promise<FoundRun | NoRun> {
  const own = runIn(tree, run);
  if (own) return own;
  if (/\.ya?ml$/.test(run)) {
    // Reading an experiment takes a third of the time that a table takes: loaded only where a file is named.
    const {runOfFile, runOfText} = await import('./run-of-file.js');
    return tree === disk ? runOfFile(run, out) : runOfText(tree, run, out);
  }
  // By name below the folder of results, or that very folder itself.
  const [newest] = newestFirst([...runsIn(tree, join(out, run)), ...runsIn(tree, run)]);
  return newest ?? byId(tree, run, out);
}

/** Runs whose id begins so, of one name (`NAME/ID`) or of any. */
function byId(tree: FileTree, run: string, out: string): FoundRun | NoRun {
  const none = {missing: `there is no run of '${run}' in ${tree.show(out)}`};
  const [, name, begin] = /^(?:(.+)\/)?([0-9a-f]{3,12})$/.exec(run) ?? [];
  if (begin === undefined) return none;
  const names = name === undefined ? tree.list(out) : [name];
  const found = names.flatMap(one =>
    tree
      .list(join(out, one))
      .filter(id => id.startsWith(begin))
      .flatMap(id => runIn(tree, join(out, one, id)) ?? []),
  );
  if (found.length < 2) return found[0] ?? none;
  const ids = found.map(({manifest}) => `${manifest.name}/${manifest.run}`);
  return {missing: `'${run}' may be each of ${ids.join(', ')}`};
}

/** The runs in a folder. */
export function runsIn(tree: FileTree, folder: string): FoundRun[] {
  return tree.list(folder).flatMap(id => runIn(tree, join(folder, id)) ?? []);
}

/** Runs by when they ran, the newest first. */
export function newestFirst(runs: readonly FoundRun[]): FoundRun[] {
  return runs.toSorted((a, b) => b.manifest.ranAt.localeCompare(a.manifest.ranAt));
}

/** The run of a run folder; undefined where it is none. */
export function runIn(tree: FileTree, folder: string): FoundRun | undefined {
  const file = join(folder, RUN_FILES.manifest);
  const text = tree.read(file);
  const manifest = text && parseManifest(text.toString(), tree.show(file));
  return manifest ? {place: {tree, folder}, manifest} : undefined;
}
