import {closeSync, openSync, readdirSync, rmSync, statSync} from 'node:fs';
import {hostname} from 'node:os';
import {join} from 'node:path';
import {isFileError} from '../../disk/file-error.js';
import {isAlive, processStart} from '../../disk/process-alive.js';
import {readPlainFile} from '../../disk/read-file.js';

/** Somebody else is training this run. */
export class RunLockedError extends Error {}

/** Versions up to 0.2 made one file for all, with the process and the host in it. */
const OLD_LOCK = '.lock';
const PREFIX = '.lock.';
/** They are short: what is longer is none. */
const MOST_OLD_BYTES = 4096;
/** How long a file of an older version may be there before it says whose it is. */
const OLD_LOCK_MILLISECONDS = 5000;

/** Who of those that come at the same time stays waits so long for the others to leave. */
const PATIENCE_MILLISECONDS = 2000;
const PAUSE_MILLISECONDS = 5;

/** A lock as its name says it: nothing is in the file, so that it is whole as soon as it is there. */
interface Owner {
  readonly file: string;
  readonly pid: number;
  readonly start: string | undefined;
  readonly host: string;
}

/**
 * Makes a folder this process's own; gives what gives it back. Each process puts a file of its own name there, then looks who
 * else is: of two, the second one to look sees the first one's file, so that never both own the folder (Dekker's algorithm).
 * What a dead process left is removed by its name, which no other one has. Throws RunLockedError.
 */
export function lockRun(folder: string): () => void {
  const own = nameOf({pid: process.pid, start: processStart(process.pid), host: hostname()});
  const file = join(folder, own);
  makeNew(file);
  const release = () => rmSync(file, {force: true});
  try {
    for (const started = Date.now(); ; ) {
      const others = livingOthers(folder, own);
      if (others.length === 0) return release;
      const late = Date.now() - started > PATIENCE_MILLISECONDS;
      // Of those that come at the same time the first name stays, and the others leave.
      if (late || others.some(other => other.file < file)) throw new RunLockedError(lockedText(others[0]));
      pause(PAUSE_MILLISECONDS);
    }
  } catch (error) {
    release();
    throw error;
  }
}

function makeNew(file: string): void {
  try {
    closeSync(openSync(file, 'wx'));
  } catch (error) {
    if (isFileError(error) && error.code === 'EEXIST')
      throw new RunLockedError(`this run is being trained by this very process; if it isn't, remove ${file}`);
    throw error;
  }
}

/** Those who may be in a folder besides; what is left of others is removed. */
function livingOthers(folder: string, own: string): readonly Owner[] {
  return readdirSync(folder).flatMap(name => {
    if (name === own) return [];
    const owner = name === OLD_LOCK ? oldOwner(join(folder, name)) : ownerOf(folder, name);
    if (!owner) return [];
    if (owner.host !== hostname() || isAlive(owner.pid, owner.start)) return [owner];
    removeFile(owner.file);
    return [];
  });
}

/** A folder of such a name is somebody's own, and no lock. */
function removeFile(file: string): void {
  try {
    rmSync(file, {force: true});
  } catch (error) {
    if (!isFileError(error) || error.code !== 'ERR_FS_EISDIR') throw error;
  }
}

function nameOf({pid, start, host}: Omit<Owner, 'file'>): string {
  return `${PREFIX}${pid}.${start ?? ''}.${encodeURIComponent(host)}`;
}

/** The owner by a file's name; undefined for other files. */
function ownerOf(folder: string, name: string): Owner | undefined {
  const [, pid, start, host] = /^\.lock\.(\d+)\.(\d*)\.(.+)$/.exec(name) ?? [];
  if (host === undefined) return undefined;
  return {file: join(folder, name), pid: Number(pid), start: start || undefined, host: decoded(host)};
}

function decoded(host: string): string {
  try {
    return decodeURIComponent(host);
  } catch {
    return host;
  }
}

/** The owner of a lock of an older version; undefined where it is gone. */
function oldOwner(file: string): Owner | undefined {
  try {
    const [pid, host] = readPlainFile(file, MOST_OLD_BYTES).toString().split(' ');
    if (pid === '' && Date.now() - statSync(file).mtimeMs < OLD_LOCK_MILLISECONDS)
      return {file, pid: process.ppid, start: undefined, host: hostname()};
    return {file, pid: Number(pid), start: undefined, host: host || hostname()};
  } catch {
    return undefined;
  }
}

function lockedText({host, pid, file}: Owner): string {
  return host === hostname()
    ? `this run is being trained by process ${pid}; if it isn't, remove ${file}`
    : `this run is being trained on ${host}, or was when that machine stopped; if it isn't, remove ${file}`;
}

/** Waits without anything else happening: whoever wants the folder can't go on before. */
function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
