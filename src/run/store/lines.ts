import {closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, statSync, writeFileSync} from 'node:fs';
import {aboutFile, FileError} from '../../disk/file-error.js';
import {readIfThere} from '../../disk/read-file.js';

const NEWLINE = 10;

/** A file to which whole lines are added; a line that was torn by an end of the process is dropped as it is opened. */
export class AppendedLines {
  private readonly descriptor: number;
  private size: number;

  constructor(private readonly file: string) {
    const bytes = readIfThere(file) ?? Buffer.alloc(0);
    this.descriptor = openSync(file, 'a');
    this.size = bytes.lastIndexOf(NEWLINE) + 1;
    if (this.size < bytes.length) ftruncateSync(this.descriptor, this.size);
  }

  /** Adds a line whole or not at all. Throws errors of the file system. */
  append(value: unknown): void {
    const line = Buffer.from(`${JSON.stringify(value)}\n`);
    try {
      // Unlike writeSync it goes on after a short write, or throws on a full disk.
      writeFileSync(this.descriptor, line);
    } catch (error) {
      ftruncateSync(this.descriptor, this.size);
      throw aboutFile(error, this.file);
    }
    this.size += line.length;
  }

  /** What was added is on the disk afterwards, and still there under its name. Throws errors of the file system. */
  settle(): void {
    fsyncSync(this.descriptor);
    const {ino, size} = fstatSync(this.descriptor);
    const named = statSync(this.file, {throwIfNoEntry: false});
    if (named?.ino !== ino) throw new FileError(this.file, 'somebody has removed or replaced it meanwhile', 'ENOENT');
    if (size !== this.size) throw new FileError(this.file, 'somebody else has written into it meanwhile', 'EBUSY');
  }

  close(): void {
    closeSync(this.descriptor);
  }
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
    yield {line: ++line, value: parsed(bytes.toString('utf8', begin, end))};
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Torn, or nested too deeply.
    return undefined;
  }
}
