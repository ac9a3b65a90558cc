import Papa from 'papaparse';
import {literalPattern} from '../../../document/literal-pattern.js';
import {countOf, type TextPiece} from './text-pieces.js';

/** How a text is cut into records and fields. */
export interface Cut {
  readonly delimiter: string;
  /** Lines before the first record. */
  readonly skip: number;
  /** What lines begin with that are no records; none where it is undefined. */
  readonly comment: string | undefined;
}

/** Records of a text with the lines that they begin in. */
export interface Records {
  readonly fields: readonly (readonly string[])[];
  /** The line of each record, from 1. */
  line(index: number): number;
}

/** A fault that makes a text no delimited one. */
export class QuoteFault extends Error {
  constructor(
    message: string,
    readonly line: number,
    /** What the faulty field begins with. */
    readonly text: string,
  ) {
    super(message);
  }
}

/** A record may be as long as this; beyond it a quote was surely not closed. */
const LONGEST = 1 << 24;

/** The records of a text, piece by piece, blank lines left out. Throws QuoteFault. */
export function* recordsOf(pieces: Iterable<TextPiece>, cut: Cut): Generator<Records> {
  let rest = '';
  let restLine = 1;
  let skipped = 0;
  for (const {text, line} of pieces) {
    if (rest === '') restLine = line;
    let own = rest + text;
    for (; skipped < cut.skip; skipped++) {
      const end = own.indexOf('\n');
      if (end < 0) break;
      own = own.slice(end + 1);
      restLine++;
    }
    if (skipped < cut.skip) {
      rest = own;
      continue;
    }
    own = withoutComments(own, cut.comment);
    const end = endOfRecords(own);
    if (end > 0) yield parsed(own.slice(0, end), restLine, cut);
    restLine += countOf(own.slice(0, end), '\n');
    rest = own.slice(end);
    if (rest.length > LONGEST) break;
  }
  // The last line may be a comment, too, and have no end.
  if (rest !== '' && skipped >= cut.skip) yield parsed(withoutComments(`${rest}\n`, cut.comment), restLine, cut);
}

/** What spreadsheets write for a missing number begins with the usual mark of comments. */
const NO_ERROR = '(?!N/?A\\b|NV\\b|DIV/0!|VALUE!|REF!|NUM!|NAME\\?|NULL!|WERT!|ZAHL!)';

/** Comments become blank lines, so that lines keep their numbers. */
function withoutComments(text: string, comment: string | undefined): string {
  if (comment === undefined || !text.includes(comment)) return text;
  const pattern = new RegExp(`^${literalPattern(comment)}${NO_ERROR}.*(?=\n)`, 'gm');
  return text.replace(pattern, '');
}

/** Where the last record ends that is whole: at a line end outside of quotes. */
export function endOfRecords(text: string): number {
  const end = text.lastIndexOf('\n') + 1;
  if (!text.includes('"')) return end;
  let isInside = false;
  let last = 0;
  let from = 0;
  for (let quote = text.indexOf('"'); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    if (!isInside) {
      // Only what lies between two quotes is looked at: there may be many of them in one line.
      const before = text.slice(from, quote).lastIndexOf('\n');
      if (before >= 0) last = from + before + 1;
    }
    isInside = !isInside;
    from = quote;
  }
  return isInside || end <= from ? last : end;
}

function parsed(text: string, line: number, {delimiter, comment}: Cut): Records {
  const isBlank = delimiter === ' ';
  const spaced = isBlank ? withoutComments(withTabs(text), comment) : text;
  // An empty field in quotes is a record of one missing value, a blank line is none.
  const source = spaced.includes('""') ? spaced.replace(/^""$/gm, '"NA"') : spaced;
  // The class behind Papa.parse takes half of its time: for each piece, that one makes much that lives on.
  const parser = new Papa.Parser({delimiter: isBlank ? '\t' : delimiter, newline: '\n'});
  const {data, errors}: {data: string[][]; errors: Papa.ParseError[]} = parser.parse(source, 0, false);
  if (errors.length > 0) throw faultOf(source, line, errors[0]);
  // Without quotes a record is a line.
  const isQuoted = source.includes('"');
  const fields: string[][] = [];
  const lines: number[] = [];
  let at = line;
  for (const record of data) {
    if (record.length > 1 || record[0].trim() !== '') {
      fields.push(record);
      lines.push(at);
    }
    at += 1 + (isQuoted ? record.reduce((sum, field) => sum + countOf(field, '\n'), 0) : 0);
  }
  return {fields, line: index => lines[index]};
}

/** Runs of blanks between fields as one tab each; quoted fields keep theirs. */
function withTabs(text: string): string {
  return text
    .replace(/"(?:[^"]|"")*"|[ \t]+/g, found => (found.startsWith('"') ? found : '\t'))
    .replace(/^\t|\t$/gm, '');
}

function faultOf(text: string, line: number, {code, index = 0}: Papa.ParseError): QuoteFault {
  const before = text.slice(0, index);
  const message =
    code === 'MissingQuotes' ? 'this quote is never closed' : 'behind a closing quote a delimiter must stand';
  const [shown] = text.slice(Math.max(0, index - 1)).split('\n', 1);
  return new QuoteFault(message, line + countOf(before, '\n'), shown);
}
