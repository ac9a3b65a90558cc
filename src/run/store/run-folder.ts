import {readdirSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {makeFolder} from '../../disk/make-folder.js';
import {readTextIfThere} from '../../disk/read-file.js';
import {UNFINISHED, writeWholeFile} from '../../disk/write-file.js';
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

/** What a report is called that is written into a run folder. */
export const REPORT_FILE = 'report.html';

/** A run folder while this process owns it. */
export class RunFolder {
  private readonly unlock: () => void;

  /** Throws RunLockedError. */
  constructor(readonly path: string) {
    makeFolder(path);
    this.unlock = lockRun(path);
    try {
      this.removeLeftovers();
    } catch (error) {
      this.unlock();
      throw error;
    }
  }

  file(name: keyof typeof RUN_FILES): string {
    return join(this.path, RUN_FILES[name]);
  }

  /** A file's content; undefined before it was written. */
  read(name: keyof typeof RUN_FILES): string | undefined {
    return readTextIfThere(this.file(name));
  }

  /** Writes a file whole or not at all; what can be made again from the manifest and the journal needn't wait for the disk. */
  write(name: keyof typeof RUN_FILES, content: string): void {
    // What is committed stays untouched where nothing changes.
    if (this.read(name) === content) return;
    // A link may lead out of the run folder, where nothing is this run's.
    writeWholeFile(this.file(name), content, {flush: name === 'manifest', replaceLinks: true});
  }

  release(): void {
    this.unlock();
  }

  /** What a write leaves behind that is killed; versions up to 0.2 called it by the file's name and a number. */
  private removeLeftovers(): void {
    const names: readonly string[] = Object.values(RUN_FILES);
    const isLeft = (entry: string) =>
      UNFINISHED.test(entry) ||
      names.some(name => entry.startsWith(`${name}.`) && /^\d+$/.test(entry.slice(name.length + 1)));
    // What is a folder is none of ours.
    for (const entry of readdirSync(this.path, {withFileTypes: true}))
      if (!entry.isDirectory() && isLeft(entry.name)) rmSync(join(this.path, entry.name));
  }
}
