import {existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {hostname} from 'node:os';
import {join} from 'node:path';
import {makeFolder} from '../../engine/make-folder.js';
import {isAlive} from '../../engine/process-alive.js';

/** The files of a run folder; see README.md. */
export const RUN_FILES = {
  manifest: 'manifest.json',
  journal: 'trials.jsonl',
  data: 'data.json',
  forecasts: 'forecasts.jsonl',
  tableCsv: 'table.csv',
  tableMarkdown: 'table.md',
  comparison: 'comparison.json',
  baselines: 'baselines.json',
} as const;

const LOCK = '.lock';

/** Somebody else is training this run. */
export class RunLockedError extends Error {}

/** A run folder while this process owns it. */
export class RunFolder {
  constructor(readonly path: string) {
    makeFolder(path);
    this.lock();
    this.removeLeftovers();
  }

  file(name: keyof typeof RUN_FILES): string {
    return join(this.path, RUN_FILES[name]);
  }

  /** A file's content; undefined before it was written. */
  read(name: keyof typeof RUN_FILES): string | undefined {
    return existsSync(this.file(name)) ? readFileSync(this.file(name), 'utf8') : undefined;
  }

  /** Writes a file whole or not at all; what can be made again from the manifest and the journal needn't wait for the disk. */
  write(name: keyof typeof RUN_FILES, content: string): void {
    // What is committed stays untouched where nothing changes.
    if (this.read(name) === content) return;
    // writeFileSync goes on after a short write, or throws on a full disk; what was there stays until the rename.
    const whole = `${this.file(name)}.${process.pid}`;
    try {
      writeFileSync(whole, content, {flush: name === 'manifest'});
      renameSync(whole, this.file(name));
    } catch (error) {
      rmSync(whole, {force: true});
      throw error;
    }
  }

  release(): void {
    rmSync(join(this.path, LOCK), {force: true});
  }

  private lock(): void {
    const file = join(this.path, LOCK);
    while (!createdNew(file)) {
      this.refuseOwner(file);
      // Who takes over what a dead process left does so alone: another one might remove the lock that the first one has just made.
      const taking = `${file}.taking`;
      if (!createdNew(taking)) {
        this.refuseOwner(taking);
        rmSync(taking, {force: true});
        continue;
      }
      try {
        if (existsSync(file)) this.refuseOwner(file);
        rmSync(file, {force: true});
      } finally {
        rmSync(taking, {force: true});
      }
    }
  }

  /** Throws RunLockedError where a lock is of somebody who may still be there. */
  private refuseOwner(file: string): void {
    const [pid, host] = readLock(file).split(' ');
    if (host && host !== hostname())
      throw new RunLockedError(
        `this run is being trained on ${host}, or was when that machine stopped; if it isn't, remove ${file}`,
      );
    if (Number(pid) !== process.pid && isAlive(Number(pid)))
      throw new RunLockedError(`this run is being trained by process ${pid}; if it isn't, remove ${file}`);
  }

  /** What an atomic write leaves behind when it is killed: the file's name and a number. */
  private removeLeftovers(): void {
    const names: readonly string[] = Object.values(RUN_FILES);
    for (const entry of readdirSync(this.path))
      if (names.some(name => entry.startsWith(`${name}.`) && /^\d+$/.test(entry.slice(name.length + 1))))
        rmSync(join(this.path, entry));
  }
}

/** Makes a lock of this process, where there is none; gives whether it did. */
function createdNew(file: string): boolean {
  try {
    writeFileSync(file, `${process.pid} ${hostname()}`, {flag: 'wx'});
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    return false;
  }
}

function readLock(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
