import {appendFileSync, lstatSync, renameSync, rmSync, type Stats, statSync, writeFileSync} from 'node:fs';
import {dirname, resolve} from 'node:path';
import {aboutFile, FileError} from './file-error.js';
import {makeFolder} from './make-folder.js';

/**
 * Writes a file whole or not at all, in a folder that is made where it isn't there; `flush` waits for the disk. Throws errors of
 * the file system, FileError for what is no file.
 */
export function writeWholeFile(file: string, content: string | Uint8Array, {flush = false} = {}): void {
  refuseSpecial(file);
  makeFolder(dirname(resolve(file)));
  // What a link names is replaced and not the link.
  const isLink = statOf(file, lstatSync)?.isSymbolicLink() === true;
  // writeFileSync goes on after a short write, or throws on a full disk; what was there stays until the rename.
  const whole = isLink ? file : `${file}.${process.pid}`;
  try {
    writeFileSync(whole, content, {flush});
    if (whole !== file) renameSync(whole, file);
  } catch (error) {
    if (whole !== file) rmSync(whole, {force: true});
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
