import {
  appendFileSync,
  lstatSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import {aboutFile, FileError, isMissing} from './file-error.js';
import {flushFolder} from './flush-folder.js';
import {makeFolder} from './make-folder.js';
import {removeIfPossible} from './remove-if-possible.js';

/** Files that are not yet whole are called so, beside what they become. */
export const UNFINISHED = /^\.tfsweep-\d+$/;

export interface WriteOptions {
  /** Waits for the disk. */
  readonly flush?: boolean;
  /** Replaces a link itself, and not what it leads to. */
  readonly replaceLinks?: boolean;
}

/**
 * Writes a file whole or not at all, in a folder that is made where it isn't there. Throws errors of the file system, FileError
 * for what is no file.
 */
export function writeWholeFile(
  file: string,
  content: string | Uint8Array,
  {flush = false, replaceLinks = false}: WriteOptions = {},
): void {
  if (!replaceLinks) refuseSpecial(file);
  const target = replaceLinks ? file : linkedFile(file);
  const folder = dirname(resolve(target));
  const whole = join(folder, `.tfsweep-${process.pid}`);
  try {
    makeFolder(folder);
    // Another process of this number may have left one, or somebody a link.
    rmSync(whole, {force: true});
    // writeFileSync goes on after a short write, or throws on a full disk; what was there stays until the rename.
    writeFileSync(whole, content, {flush, flag: 'wx'});
    renameSync(whole, target);
  } catch (error) {
    // Where a folder is missing, nothing is there to be removed; why is told.
    removeIfPossible(whole);
    throw aboutFile(error, file);
  }
  if (flush) flushFolder(folder);
}

/** What a chain of links leads to, which may not be there yet; a file itself where it is none. */
function linkedFile(file: string): string {
  if (statOf(file, lstatSync)?.isSymbolicLink() !== true) return file;
  try {
    return realpathSync(file);
  } catch (error) {
    if (isMissing(error)) return resolve(dirname(file), readlinkSync(file));
    throw aboutFile(error, file);
  }
}

/** Adds to a file, which is made where it isn't there. Throws errors of the file system. */
export function appendToFile(file: string, content: string): void {
  refuseSpecial(file);
  try {
    appendFileSync(file, content);
  } catch (error) {
    throw aboutFile(error, file);
  }
}

/** Throws FileError for a pipe, a device or a folder: a write would wait, or go nowhere. */
function refuseSpecial(file: string): void {
  const stats = statOf(file, statSync);
  if (!stats || stats.isFile()) return;
  if (stats.isDirectory()) throw new FileError(file, 'it is a folder, not a file', 'EISDIR');
  throw new FileError(file, 'it is a pipe or a device, not a file', 'ENXIO');
}

function statOf(file: string, ask: (file: string) => Stats): Stats | undefined {
  try {
    return ask(file);
  } catch {
    // Not there, or not to be reached: writing tells why.
    return undefined;
  }
}
