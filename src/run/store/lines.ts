import {closeSync, fstatSync, fsyncSync, ftruncateSync, lstatSync, openSync, statSync, writeFileSync} from 'node:fs';
import {dirname} from 'node:path';
import {aboutFile, FileError} from '../../disk/file-error.js';
import {flushFolder} from '../../disk/flush-folder.js';
import {readIfThere} from '../../disk/read-file.js';
import {writeWholeFile} from '../../disk/write-file.js';

const NEWLINE = 10;

/**
 * A file to which whole lines are added; a line that was torn by an end of the process is dropped as it is opened, and so is the
 * last whole one where `isKept` says so. Throws errors of the file system, FileError for a link: it may lead anywhere.
 */
export class AppendedLines {
  private readonly descriptor: number;
  private size: number;
  /** Where the last line begins that was added here. */
  private last: number;

  constructor(
    private readonly file: string,
    isKept: (last: unknown) => boolean = () => true,
  ) {
    const stats = lstatSync(file, {throwIfNoEntry: false});
    if (stats?.isSymbolicLink())
      throw new FileError(file, 'it is a link, and a run writes into files of its own alone', 'ELOOP');
    const bytes = readIfThere(file);
    // What has other names, too, such as in a backup, stays as it is under these.
    if (bytes && stats && stats.nlink > 1) writeWholeFile(file, bytes, {flush: true, replaceLinks: true});
    this.descriptor = openSync(file, 'a');
    const whole = bytes?.subarray(0, bytes.lastIndexOf(NEWLINE) + 1) ?? Buffer.alloc(0);
    const last = lastLine(whole);
    this.size = last.length === 0 || isKept(parsed(last)) ? whole.length : whole.length - last.length;
    this.last = this.size;
    if (!bytes) flushFolder(dirname(file));
    else if (this.size < bytes.length) this.orAboutFile(() => ftruncateSync(this.descriptor, this.size));
  }

  /** Adds a line whole or not at all. Throws errors of the file system. */
  append(value: unknown): void {
    const line = Buffer.from(`${JSON.stringify(value)}\n`);
    try {
      // Unlike writeSync it goes on after a short write, or throws on a full disk.
      writeFileSync(this.descriptor, line);
    } catch (error) {
      this.cutTo(this.size);
      throw aboutFile(error, this.file);
    }
    this.last = this.size;
    this.size += line.length;
  }

  /** Takes back the line that was added last. */
  takeBack(): void {
    this.cutTo(this.last);
    this.size = this.last;
  }

  /** What was added is on the disk afterwards, and still there under its name. Throws errors of the file system. */
  settle(): void {
    this.orAboutFile(() => fsyncSync(this.descriptor));
    const {ino, size} = this.orAboutFile(() => fstatSync(this.descriptor));
    const named = statSync(this.file, {throwIfNoEntry: false});
    if (named?.ino !== ino) throw new FileError(this.file, 'somebody has removed or replaced it meanwhile', 'ENOENT');
    if (size !== this.size) throw new FileError(this.file, 'somebody else has written into it meanwhile', 'EBUSY');
  }

  close(): void {
    closeSync(this.descriptor);
  }

  /** What can't be cut off is a torn line, which is dropped as the file is opened again. */
  private cutTo(size: number): void {
    try {
      ftruncateSync(this.descriptor, size);
    } catch {
      // What went wrong before this is told.
    }
  }

  /** The system doesn't name a file that is open. */
  private orAboutFile<Given>(act: () => Given): Given {
    try {
      return act();
    } catch (error) {
      throw aboutFile(error, this.file);
    }
  }
}

/** The last whole line of a file, and what is behind it. */
export function lastLine(bytes: Buffer): Buffer {
  const end = bytes.lastIndexOf(NEWLINE);
  return end <= 0 ? bytes : bytes.subarray(bytes.lastIndexOf(NEWLINE, end - 1) + 1);
}

/** A line of a file, counted from 1, and what it holds. */
export interface ParsedLine {
  readonly line: number;
  /** Undefined where it is no JSON. */
  readonly value: unknown;
}

/** The whole lines of a file as values. */
export function* parseLines(bytes: Buffer): Generator<ParsedLine> {
  // Line by line: a file may be longer than a string can be.
  let line = 0;
  for (let begin = 0, end = bytes.indexOf(NEWLINE); end >= 0; begin = end + 1, end = bytes.indexOf(NEWLINE, begin))
    yield {line: ++line, value: parsed(bytes.subarray(begin, end))};
}

function parsed(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString());
  } catch {
    // Torn, or longer than a text can be.
    return undefined;
  }
}
