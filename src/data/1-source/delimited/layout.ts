import {columnKinds, fieldKind} from '../reading/field-kind.js';
import {DELIMITERS, type Delimiter} from './delimiters.js';
import {type FoundHeader, findHeader, type HeaderChoice} from './header.js';
import {type Cut, QuoteFault, recordsOf} from './records.js';
import {countOf} from './text-pieces.js';

/** How a delimited text is laid out. */
export interface Layout extends FoundHeader {
  /** Some of the first records, without the header. */
  readonly sample: readonly (readonly string[])[];
  readonly delimiter: Delimiter;
  readonly skip: number;
  readonly comment: string | undefined;
}

/** What an experiment says of it. */
export interface LayoutChoice {
  readonly delimiter: 'auto' | Delimiter;
  readonly skip: 'auto' | number;
  readonly comment: string;
  readonly header: HeaderChoice;
}

/** Two readings of a text, or why there is none, and the key that decides. */
export interface Undecided {
  readonly message: string;
  readonly hint: string;
  /** The line that shows it, from 1. */
  readonly line: number;
}

/** The delimiter for the parser; none is a sign that no text holds. */
export function cutOf({delimiter, skip, comment}: Pick<Layout, 'delimiter' | 'skip' | 'comment'>): Cut {
  return {delimiter: delimiter === 'none' ? '\u001f' : delimiter, skip, comment};
}

/** A delimiter with what it makes of the first records. */
interface Candidate {
  readonly delimiter: Delimiter;
  readonly skip: number;
  readonly width: number;
  readonly records: readonly (readonly string[])[];
  readonly firstLine: number;
  /** The fields of the last line before it that was left out. */
  readonly before: readonly string[];
  /** The share of columns in which all is a number or a time. */
  readonly told: number;
  /** The share of records that have as many fields as most. */
  readonly even: number;
}

const RECORDS = 300;
const SAMPLE = 20;
/** A row of more fields is surely none. */
const MOST_COLUMNS = 5000;
const LEAST_EVEN = 0.6;

/** How the beginning of a text is laid out: whole lines, or all of it. Throws QuoteFault. */
export function findLayout(head: string, choice: LayoutChoice): Layout | Undecided {
  const separator = /^sep=(.)\n/i.exec(head)?.[1];
  const comment = choice.comment === 'auto' ? commentOf(head) : choice.comment === 'none' ? undefined : choice.comment;
  const candidates = candidatesOf(head, comment, choice, separator);
  const chosen = chooseDelimiter(candidates);
  const isParted = !('message' in chosen) && chosen.delimiter !== 'none';
  const wide = isParted || choice.delimiter === 'none' ? undefined : tooWide(head);
  if (wide) return wide;
  if ('message' in chosen) return chosen;
  const better = choice.delimiter === 'auto' ? undefined : betterThan(chosen, head, comment, choice);
  if (better) return better;
  const {records, delimiter, skip, firstLine} = chosen;
  const header = findHeader(records, choice.header, firstLine);
  if ('message' in header) return header;
  if (header.headerRows === 0 && choice.header === 'auto' && chosen.before.length > 1)
    return {
      message: `the line before the rows has ${chosen.before.length} fields, the rows have ${chosen.width}: is it their header, or none?`,
      hint: `mend it, or set data.skip to ${skip} and data.header to none, where it is no header`,
      line: firstLine - 1,
    };
  const sample = records.slice(header.headerRows, header.headerRows + SAMPLE);
  return {...header, delimiter, skip, comment, sample};
}

/** Why a delimiter that an experiment names is not that of a text: another one parts its rows evenly, or into what is told. */
function betterThan(
  named: Candidate,
  head: string,
  comment: string | undefined,
  choice: LayoutChoice,
): Undecided | undefined {
  const found = chooseDelimiter(candidatesOf(head, comment, {...choice, delimiter: 'auto'}, undefined));
  if ('message' in found || found.delimiter === named.delimiter || found.width === 1 || found.even < 1)
    return undefined;
  if (named.even === 1 && (named.told > 0 || found.told === 0)) return undefined;
  const [own, other] = [named, found].map(({delimiter}) => JSON.stringify(delimiter));
  const evenly = named.even === 1 ? '' : ' unevenly';
  return {
    message: `data.delimiter ${own} parts its rows${evenly} into ${named.width}, but ${other} into ${found.width} fields`,
    hint: `data.delimiter: ${other}, or leave it out`,
    line: found.firstLine,
  };
}

/** A line of more fields than a row may have, whatever parts them. */
function tooWide(head: string): Undecided | undefined {
  const lines = head.split('\n');
  for (const delimiter of DELIMITERS.filter(one => one !== 'none' && one !== ' ')) {
    const line = lines.findIndex(text => countOf(text, delimiter) >= MOST_COLUMNS);
    if (line >= 0)
      return {
        message: `this row has ${countOf(lines[line], delimiter) + 1} fields, and may have ${MOST_COLUMNS}`,
        hint: 'leave out columns that the experiment does not need',
        line: line + 1,
      };
  }
  return undefined;
}

/** Lines that begin with # are comments where the first line is one, unless most lines are. */
function commentOf(head: string): string | undefined {
  const lines = head.split('\n').filter(line => line.trim() !== '');
  const marked = lines.filter(line => line.startsWith('#')).length;
  return lines[0]?.startsWith('#') && marked < lines.length / 2 ? '#' : undefined;
}

/** What each delimiter makes of a text; a quote that is wrong with all of them is wrong. Throws QuoteFault. */
function candidatesOf(
  head: string,
  comment: string | undefined,
  choice: LayoutChoice,
  separator: string | undefined,
): Candidate[] {
  const named = DELIMITERS.find(delimiter => delimiter === separator);
  const isOpen = choice.delimiter === 'auto' && named === undefined;
  const wanted = choice.delimiter === 'auto' ? (named ? [named] : DELIMITERS) : [choice.delimiter];
  const skip = choice.skip === 'auto' ? (separator === undefined ? 0 : 1) : choice.skip;
  const faults: QuoteFault[] = [];
  const candidates = wanted.flatMap(delimiter => {
    try {
      const candidate = candidateOf(head, cutOf({delimiter, skip, comment}), delimiter, choice.skip === 'auto');
      return candidate && (!isOpen || doesPart(candidate)) ? [candidate] : [];
    } catch (error) {
      if (!(error instanceof QuoteFault)) throw error;
      faults.push(error);
      return [];
    }
  });
  // The right delimiter comes furthest.
  if (candidates.length === 0 && faults.length > 0)
    throw faults.reduce((furthest, one) => (one.line > furthest.line ? one : furthest));
  return candidates;
}

function candidateOf(head: string, cut: Cut, delimiter: Delimiter, maySkip: boolean): Candidate | undefined {
  const [first] = recordsOf([{text: head, line: 1}], cut);
  if (!first) return undefined;
  const records = first.fields.slice(0, RECORDS);
  if (records.length === 0 || records.some(record => record.length > MOST_COLUMNS)) return undefined;
  const width = usualWidth(records);
  // Lines before the table have other numbers of fields than its rows.
  const before = maySkip
    ? Math.max(
        0,
        records.findIndex(record => fitsWidth(record, width)),
      )
    : 0;
  const nameless = before > 0 && namesAllButFirst(records[before - 1], records.slice(before), width);
  const begin = nameless ? before - 1 : before;
  const own = nameless ? [['', ...records[begin]], ...records.slice(before)] : records.slice(before);
  return {
    delimiter,
    skip: begin > 0 ? first.line(begin) - 1 : cut.skip,
    width,
    records: own,
    firstLine: first.line(begin),
    before: (records[begin - 1] ?? []).filter(field => fieldKind(field) !== 'missing'),
    told: toldShare(own, width),
    even: evenShare(own, width),
  };
}

/** Whether a record names all columns but the first one: R writes row names so, without a name for them. */
function namesAllButFirst(record: readonly string[], rows: readonly (readonly string[])[], width: number): boolean {
  const isNamed = record.length === width - 1 && record.every(field => fieldKind(field) === 'text');
  return width > 2 && isNamed && rows.every((row, index) => row[0].trim() === String(index + 1));
}

/** Whether there is anything between two delimiters, or behind one at the line's end. */
function doesPart({records, delimiter}: Candidate): boolean {
  return delimiter === 'none' || records.some(record => record.length > 1);
}

function evenShare(records: readonly (readonly string[])[], width: number): number {
  const isEven = (record: readonly string[]) => fitsWidth(record, width) || record.every(field => field.trim() === '');
  return records.filter(isEven).length / Math.max(1, records.length);
}

/** The number of fields that most records have; a last one that is empty in all of these comes of a delimiter at the line's end. */
function usualWidth(records: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>();
  for (const {length} of records) counts.set(length, (counts.get(length) ?? 0) + 1);
  const [usual] = [...counts].reduce((best, one) => (one[1] > best[1] ? one : best), [1, 0]);
  const isTrailing = usual > 1 && records.every(record => record.length !== usual || record[usual - 1].trim() === '');
  return isTrailing ? usual - 1 : usual;
}

function fitsWidth(record: readonly string[], width: number): boolean {
  return record.length === width || (record.length === width + 1 && record[width].trim() === '');
}

function toldShare(records: readonly (readonly string[])[], width: number): number {
  const kinds = columnKinds(records, width);
  return kinds.filter(kind => kind === 'number' || kind === 'time').length / width;
}

/** The delimiter that makes columns of numbers and times; of several, that one must stand out. */
function chooseDelimiter(candidates: readonly Candidate[]): Candidate | Undecided {
  // Where no delimiter parts all rows evenly, the one that does so with most rows is meant, and the others are mistakes.
  const most = Math.max(...candidates.filter(({delimiter}) => delimiter !== 'none').map(({even}) => even));
  const evenly = candidates.filter(({even, delimiter}) => even >= Math.max(most, LEAST_EVEN) || delimiter === 'none');
  const split = evenly.filter(({delimiter}) => delimiter !== 'none' && delimiter !== ' ');
  const blank = evenly.find(({delimiter}) => delimiter === ' ');
  const single = evenly.find(({delimiter}) => delimiter === 'none');
  const possible = split.length > 0 ? split : blank ? [blank] : [];
  const whole = possible.filter(({skip}) => skip === Math.min(...possible.map(one => one.skip)));
  const ranked = [...whole].sort((one, other) => other.told - one.told);
  const [best, second] = ranked;
  if (!best) return single ?? {message: 'there are no rows in it', hint: 'see data.skip and data.comment', line: 1};
  if (second && second.told === best.told) return ambiguous(best, second);
  if (blank && blank !== best && blank.told === 1 && hasBlankInNumber(best)) return ambiguous(best, blank);
  if (single && single.told === 1 && isNumberWithComma(single) && !isNamed(best)) return ambiguous(best, single);
  // A file of one column whose fields hold blanks, such as 2024-01-05 13:00 or 1 234,5: its header may hold one, too.
  if (best === blank && single && single.told === 1) return single.skip < best.skip ? single : ambiguous(best, single);
  if (best.told === 0 && single && single.told === 1) return single;
  return best;
}

/** Whether a file of one column has a comma in its numbers, which might part two of them. */
function isNumberWithComma({records}: Candidate): boolean {
  return records.some(([field]) => field.includes(','));
}

/** Whether blanks group the thousands of a number, where they might part two. */
function hasBlankInNumber({records}: Candidate): boolean {
  return records.some(record => record.some(field => /\d \d/.test(field) && fieldKind(field) === 'number'));
}

/** Whether the first record names columns: then it is cut rightly. */
function isNamed({records, width}: Candidate): boolean {
  const kinds = columnKinds(records, width);
  return kinds.some((kind, column) => kind !== 'text' && fieldKind(records[0][column] ?? '') === 'text');
}

function ambiguous(one: Candidate, other: Candidate): Undecided {
  const show = ({delimiter, records}: Candidate) =>
    `${nameOf(delimiter)}: ${(records[records.length - 1] ?? []).map(field => JSON.stringify(field)).join(' ')}`;
  return {
    message: `fields may be parted in two ways: ${show(one)}; ${show(other)}`,
    hint: `set data.delimiter to ${JSON.stringify(one.delimiter)} or ${JSON.stringify(other.delimiter)}`,
    line: one.firstLine + one.records.length - 1,
  };
}

function nameOf(delimiter: Delimiter): string {
  switch (delimiter) {
    case ',':
      return 'by commas';
    case ';':
      return 'by semicolons';
    case '\t':
      return 'by tabs';
    case '|':
      return 'by bars';
    case ' ':
      return 'by blanks';
    case 'none':
      return 'not at all';
  }
}
