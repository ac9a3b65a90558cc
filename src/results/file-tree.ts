import {execFileSync} from 'node:child_process';
import {readdirSync, type Stats, statSync} from 'node:fs';
import {isAbsolute, relative} from 'node:path';
import {isFileError, isMissing} from '../disk/file-error.js';
import {readIfThere} from '../disk/read-file.js';

/** Folders and files: those on the disk, or those of a git revision. Paths are as the user gives them. */
export interface FileTree {
  /** How a path in it is shown. */
  show(path: string): string;
  /** Names in a folder; none where there is no such folder. */
  list(folder: string): readonly string[];
  /** A file's content; undefined where there is no such file. Throws errors of the file system. */
  read(file: string): Buffer | undefined;
}

export const disk: FileTree = {
  show: path => path,
  list: folder => (kindOf(folder)?.isDirectory() ? readdirSync(folder) : []),
  read: readIfThere,
};

function kindOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch (error) {
    // What is there and not for us is told.
    if (isFileError(error) && !isMissing(error)) throw error;
    return undefined;
  }
}

/** The files of a commit; undefined where there is no such revision, no repository, or no git. */
export function gitTree(revision: string): FileTree | undefined {
  if (revision.startsWith('-') || git('rev-parse', '--verify', '--quiet', `${revision}^{commit}`) === undefined)
    return undefined;
  const object = (path: string) => `${revision}:${fromHere(path)}`;
  return {
    show: path => `${revision}:${path}`,
    list: folder =>
      git('ls-tree', '-z', '--name-only', '--full-tree', object(folder))?.toString().split('\0').filter(Boolean) ?? [],
    read: file => git('cat-file', 'blob', object(file)),
  };
}

/** A path as git takes one that begins at the current folder. */
function fromHere(path: string): string {
  const way = (isAbsolute(path) ? relative(process.cwd(), path) : path).replaceAll('\\', '/');
  return way.startsWith('../') ? way : `./${way}`;
}

function git(...args: readonly string[]): Buffer | undefined {
  try {
    return execFileSync('git', args, {maxBuffer: 2 ** 31, stdio: ['ignore', 'pipe', 'ignore']});
  } catch {
    return undefined;
  }
}
