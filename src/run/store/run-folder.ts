import {readdirSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {makeFolder} from '../../disk/make-folder.js';
import {readIfThere} from '../../disk/read-file.js';
import {writeWholeFile} from '../../disk/write-file.js';
import {lockRun} from './run-lock.js';

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

/** A run folder while this process owns it. */
export class RunFolder {
  private readonly unlock: () => void;

  /** Throws RunLockedError. */
  constructor(readonly path: string) {
    makeFolder(path);
    this.unlock = lockRun(path);
    this.removeLeftovers();
  }

  file(name: keyof typeof RUN_FILES): string {
    return join(this.path, RUN_FILES[name]);
  }

  /** A file's content; undefined before it was written. */
  read(name: keyof typeof RUN_FILES): string | undefined {
    return readIfThere(this.file(name))?.toString();
  }

  /** Writes a file whole or not at all; what can be made again from the manifest and the journal needn't wait for the disk. */
  write(name: keyof typeof RUN_FILES, content: string): void {
    // What is committed stays untouched where nothing changes.
    if (this.read(name) === content) return;
    writeWholeFile(this.file(name), content, {flush: name === 'manifest'});
  }

  release(): void {
    this.unlock();
  }

  /** What an atomic write leaves behind when it is killed: the file's name and a number. */
  private removeLeftovers(): void {
    const names: readonly string[] = Object.values(RUN_FILES);
    for (const entry of readdirSync(this.path))
      if (names.some(name => entry.startsWith(`${name}.`) && /^\d+$/.test(entry.slice(name.length + 1))))
        rmSync(join(this.path, entry));
  }
}
