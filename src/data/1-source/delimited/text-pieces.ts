import type {Source} from '../../../document/problem.js';
import type {OpenedFile} from '../opened-file.js';

const PIECE = 1 << 16;
/** As much of a line is looked at where it is shown: no more of it fits anywhere. */
const LONGEST_SHOWN = 1 << 20;

/** A part of a file as text, whose lines end in \n, and the number of the line that it begins in, from 1. */
export interface TextPiece {
  readonly text: string;
  readonly line: number;
}

/** The text of a file, read piece by piece: a file may be larger than what a string can hold. */
export class TextPieces {
  /** For each piece that was read, the number of the line that it begins in. */
  private readonly lines: number[] = [];

  constructor(
    private readonly file: OpenedFile,
    private readonly encoding: string,
    private readonly piece = PIECE,
  ) {}

  /** The file from its beginning. Throws TypeError for bytes that the encoding doesn't have. */
  *all(): Generator<TextPiece> {
    yield* this.from(0, true);
  }

  /** The line of a number, with those around it. */
  around(line: number, context = 2): Source {
    // A piece may begin within a line or a character: the one before it is read, too.
    const piece = Math.max(0, this.lines.findLastIndex(first => first < line - context) - 1);
    const found: string[] = [];
    let first = 1;
    for (const part of this.from(piece, false)) {
      const lines = part.text.split('\n');
      lines.forEach((text, index) => {
        const number = part.line + index;
        if (number < line - context || number > line + context) return;
        if (found.length === 0) first = number;
        const before = found[number - first] ?? '';
        if (before.length < LONGEST_SHOWN) found[number - first] = before + text;
      });
      if (part.line + lines.length - 1 > line + context) break;
    }
    return {file: this.file.shown, text: found.join('\n'), firstLine: first};
  }

  private *from(piece: number, fatal: boolean): Generator<TextPiece> {
    const decoder = new TextDecoder(this.encoding, {fatal});
    let line = this.lines[piece] ?? 1;
    let isAfterReturn = false;
    for (let index = piece, isLast = false; !isLast; index++) {
      isLast = (index + 1) * this.piece >= this.file.size;
      if (fatal) this.lines[index] = line;
      const bytes = this.file.read(index * this.piece, this.piece);
      // Node 20 takes windows-1252 for Latin-1 where it decodes at once.
      const decoded = decoder.decode(bytes, {stream: true}) + (isLast ? decoder.decode() : '');
      // A return at the end of a piece may belong to a line feed at the beginning of the next one.
      const whole: string = isAfterReturn ? `\r${decoded}` : decoded;
      isAfterReturn = !isLast && whole.endsWith('\r');
      const own = isAfterReturn ? whole.slice(0, -1) : whole;
      const text = own.includes('\r') ? own.replace(/\r\n?/g, '\n') : own;
      yield {text, line};
      line += countOf(text, '\n');
    }
  }
}

/** How often a character stands in a text. */
export function countOf(text: string, character: string): number {
  let count = 0;
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) count++;
  return count;
}
