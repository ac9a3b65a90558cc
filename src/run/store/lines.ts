import {closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeFileSync} from 'node:fs';

const NEWLINE = 10;

/** A file to which whole lines are added; a line that was torn by an end of the process is dropped as it is opened. */
export class AppendedLines {
  private readonly descriptor: number;

  constructor(file: string) {
    this.descriptor = openSync(file, 'a+');
    const {size} = fstatSync(this.descriptor);
    if (size === 0) return;
    const whole = readFileSync(file).lastIndexOf(NEWLINE) + 1;
    if (whole < size) ftruncateSync(this.descriptor, whole);
  }

  append(value: unknown): void {
    // Unlike writeSync it goes on after a short write, or throws on a full disk.
    writeFileSync(this.descriptor, `${JSON.stringify(value)}\n`);
  }

  /** What was added is on the disk afterwards. */
  settle(): void {
    fsyncSync(this.descriptor);
  }

  close(): void {
    closeSync(this.descriptor);
  }
}

/** The whole lines of a file as values; what is no JSON is left out. */
export function* parseLines(bytes: Buffer): Generator<unknown> {
  // Line by line: a file may be longer than a string can be.
  for (let begin = 0, end = bytes.indexOf(NEWLINE); end >= 0; begin = end + 1, end = bytes.indexOf(NEWLINE, begin)) {
    try {
      yield JSON.parse(bytes.toString('utf8', begin, end));
    } catch {
      // Torn by an end of the process, and followed by another line.
    }
  }
}
