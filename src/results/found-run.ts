import {join} from 'node:path';
import {isFileError} from '../disk/file-error.js';
import type {Problem} from '../document/problem.js';
import {type Manifest, parseManifest} from '../run/records/manifest.js';
import {RUN_FILES} from '../run/store/run-folder.js';
import type {RunChanges} from './diff/manifest-changes.js';
import type {FileTree} from './file-tree.js';

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

/** The runs in a folder. */
export function runsIn(tree: FileTree, folder: string): FoundRun[] {
  return tree.list(folder).flatMap(id => runIn(tree, join(folder, id)) ?? []);
}

/** Runs by when they ran, the newest first. */
export function newestFirst(runs: readonly FoundRun[]): FoundRun[] {
  return runs.toSorted((a, b) => b.manifest.ranAt.localeCompare(a.manifest.ranAt));
}

/** The run of a run folder; undefined where it is none, or its manifest can't be read. Throws NewerFormatError. */
export function runIn(tree: FileTree, folder: string): FoundRun | undefined {
  const file = join(folder, RUN_FILES.manifest);
  const text = readable(tree, file);
  const manifest = text && parseManifest(text, tree.show(file));
  return manifest ? {place: {tree, folder}, manifest} : undefined;
}

function readable(tree: FileTree, file: string): string | undefined {
  try {
    return tree.read(file)?.toString();
  } catch (error) {
    if (isFileError(error)) return undefined;
    throw error;
  }
}
