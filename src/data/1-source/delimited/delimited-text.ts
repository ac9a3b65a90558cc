import {
  bad,
  type Checked,
  good,
  lineOf,
  offsetOfLine,
  type Place,
  type Problem,
  placeAt,
  type Source,
} from '../../../document/problem.js';
import {findPositions} from '../../3-choose/choose-columns.js';
import type {OpenedFile} from '../opened-file.js';
import type {FieldKind} from '../reading/field-kind.js';
import type {FieldTable} from '../reading/field-table.js';
import {someOf} from '../reading/named-rows.js';
import type {SourceContext, SourceReading} from '../source-context.js';
import {findEncoding, isEncoding} from './encoding.js';
import {cutOf, findLayout, type Layout, type LayoutChoice} from './layout.js';
import {endOfRecords, QuoteFault, recordsOf} from './records.js';
import {RowLines} from './row-lines.js';
import {countOf, TextPieces} from './text-pieces.js';
import {asItIs, type Unpivot, unpivotOf} from './unpivot.js';

/** What of an entry says how a file is cut into rows and fields. */
export interface TextChoice extends LayoutChoice {
  readonly encoding: string;
  readonly unpivot?: readonly (string | number)[];
}

/** As much of a file tells how it is laid out. */
const HEAD = 1 << 17;
const LONGEST_HEAD = 1 << 24;
const LEAST_LINES = 30;

/** A delimited file of which it is known how it is encoded and laid out. */
export class DelimitedText implements FieldTable {
  private readonly lines = new RowLines();
  private readonly ragged: {line: number; fields: number}[] = [];
  private raggedCount = 0;
  private readonly shape: Unpivot;
  rows = 0;

  private constructor(
    private readonly file: OpenedFile,
    private readonly encoding: string,
    private readonly layout: Layout,
    private readonly pieces: TextPieces,
    private readonly head: string,
    unpivot: readonly number[],
  ) {
    this.shape = unpivot.length > 0 ? unpivotOf(layout.names, unpivot) : asItIs(layout.names);
  }

  /** Finds out how a file is encoded and laid out; what an experiment says is taken as it is. */
  static open(file: OpenedFile, choice: TextChoice, context: SourceContext): Checked<DelimitedText> {
    const encoding = encodingOf(file, choice.encoding, context);
    if (!encoding.ok) return encoding;
    const pieces = new TextPieces(file, encoding.value);
    const head = readable(file, pieces, context, () => headOf(pieces));
    if (!head.ok) return head;
    if (head.value.trim() === '') return bad([noRows(file, context)]);
    const layout = readable(file, pieces, context, () => findLayout(head.value, choice));
    if (!layout.ok) return layout;
    if ('message' in layout.value) {
      const {message, hint, line} = layout.value;
      return bad([{message: `'${file.name}': ${message}`, place: wholeLine(pieces.around(line), line), hint}]);
    }
    const unpivot = findPositions(choice.unpivot ?? [], layout.value.names, index =>
      context.place(['data', 'unpivot', index]),
    );
    if (!unpivot.ok) return unpivot;
    return good(new DelimitedText(file, encoding.value, layout.value, pieces, head.value, unpivot.value));
  }

  get names(): readonly string[] {
    return this.shape.names;
  }

  get kinds(): readonly FieldKind[] {
    return this.shape.count > 1 ? [] : this.layout.kinds;
  }

  /** The rows that an unpivoted row makes are in order by themselves: the rows may run backwards. */
  get parts(): readonly number[] {
    const {count} = this.shape;
    return count === 1 ? [0] : Array.from({length: this.rows / count}, (_, row) => row * count);
  }

  get sample(): FieldTable['sample'] {
    const {sample, names} = this.layout;
    return sample.filter(row => row.length >= names.length).flatMap(row => this.shape.rows(row));
  }

  get reading(): SourceReading {
    const {delimiter, headerRows, skip, comment} = this.layout;
    const header = headerRows === 0 ? 'none' : headerRows;
    return {encoding: this.encoding, delimiter, header, skip, comment: comment ?? 'none'};
  }

  /** About how many rows there are, by the length of the first ones. */
  expectedRows(): number {
    const share = Math.min(1, this.head.length / Math.max(1, this.file.size));
    return Math.ceil((countOf(this.head, '\n') / share) * this.shape.count * 1.05) + 16;
  }

  /** Hands over every row, each with as many fields as there are names; or tells what makes a row none. */
  read(context: SourceContext, each: (fields: readonly string[]) => void): Checked<undefined> {
    const isFirst = this.rows === 0;
    const done = readable(this.file, this.pieces, context, () => this.readRecords(isFirst, each));
    if (!done.ok) return done;
    if (this.raggedCount > 0) return bad([this.raggedProblem()]);
    if (this.rows === 0) return bad([noRows(this.file, context)]);
    return good(undefined);
  }

  private readRecords(isFirst: boolean, each: (fields: readonly string[]) => void): void {
    const width = this.layout.names.length;
    let header = this.layout.headerRows;
    // Rows without anything in them count if others follow.
    let empty: number[] = [];
    const nothing = Array.from({length: width}, () => '');
    const take = (fields: readonly string[], line: number) => {
      for (const row of this.shape.rows(fields)) each(row);
      if (!isFirst) return;
      this.rows += this.shape.count;
      this.lines.add(line);
    };
    for (const records of recordsOf(this.pieces.all(), cutOf(this.layout)))
      for (let index = 0; index < records.fields.length; index++) {
        if (header > 0) {
          header--;
          continue;
        }
        const fields = records.fields[index];
        const line = records.line(index);
        const own = width === fields.length - 1 && fields[width].trim() === '' ? fields.slice(0, width) : fields;
        if (own.every(field => field.trim() === '')) {
          empty.push(line);
          continue;
        }
        if (own.length !== width) {
          if (isFirst) this.addRagged(line, own.length);
          continue;
        }
        for (const before of empty) take(nothing, before);
        if (empty.length > 0) empty = [];
        take(own, line);
      }
  }

  private addRagged(line: number, fields: number): void {
    this.raggedCount++;
    if (this.ragged.length < 5) this.ragged.push({line, fields});
  }

  private raggedProblem(): Problem {
    const [first, ...others] = this.ragged;
    const count = this.raggedCount;
    const lines = others.map(({line}) => line);
    const more =
      count > 1 ? ` (${count} rows have another number of fields; so have lines ${someOf(lines, count - 1)})` : '';
    const {names, delimiter} = this.layout;
    return {
      message: `this row has ${first.fields} ${first.fields === 1 ? 'field' : 'fields'}, the first row has ${names.length}${more}`,
      place: wholeLine(this.pieces.around(first.line), first.line),
      hint: `fields are parted by ${JSON.stringify(delimiter)}; mend the row, put fields that hold that into quotes, or mark notes as comments (data.comment)`,
    };
  }

  /** What was left out that might be taken for something. */
  notes(): string[] {
    const {delimiter, comment} = this.layout;
    const span = this.lines.of(this.rows - 1) - this.lines.of(0) + 1;
    const blank = span - this.rows;
    if (delimiter !== 'none' || comment !== undefined || blank <= 0) return [];
    return [`${blank === 1 ? 'a blank line was' : `${blank} blank lines were`} left out between its rows`];
  }

  /** Where a field of a row is written. */
  place(row: number, column: number): Place {
    const line = this.lines.of(Math.floor(row / this.shape.count));
    const {delimiter} = cutOf(this.layout);
    return fieldPlace(this.pieces.around(line, LINES_OF_RECORD), line, this.shape.column(row, column), delimiter);
  }
}

function noRows({name}: OpenedFile, context: SourceContext): Problem {
  return {message: `'${name}' has no rows`, place: context.place(['data', 'path'])};
}

/** How a zip archive begins. */
const ZIP = [0x50, 0x4b, 0x03, 0x04];

function encodingOf(file: OpenedFile, wanted: string, context: SourceContext): Checked<string> {
  if (wanted !== 'auto') {
    if (isEncoding(wanted)) return good(wanted);
    return bad([
      {
        message: `there is no encoding '${wanted}'`,
        place: context.place(['data', 'encoding']),
        hint: 'such as utf-8, utf-16le, windows-1252, shift_jis or euc-jp',
      },
    ]);
  }
  if (ZIP.every((byte, at) => file.read(0, ZIP.length)[at] === byte))
    return bad([
      {
        message: `'${file.name}' is a zip archive, as Excel's workbooks are, and no text`,
        place: context.place(['data', 'path']),
        hint: 'save the sheet as CSV',
      },
    ]);
  const found = findEncoding(file);
  if ('encoding' in found) return good(found.encoding);
  const readings = found.readings.slice(0, 4).map(({encoding, text}) => `${encoding}: ${text.slice(0, 40)}`);
  return bad([
    {
      message: `'${file.name}' is not UTF-8, and it doesn't show what it is${readings.length > 0 ? `: ${readings.join('; ')}` : ''}`,
      place: context.place(['data', 'path']),
      hint: 'set data.encoding, or save the file as UTF-8',
    },
  ]);
}

/** The beginning of a file, as whole records. */
function headOf(pieces: TextPieces): string {
  let head = '';
  for (const {text} of pieces.all()) {
    head += text;
    const end = head.length < HEAD || countOf(head.trimStart(), '\n') < LEAST_LINES ? 0 : endOfRecords(head);
    if (end > 0 || head.length > LONGEST_HEAD) return end > 0 ? head.slice(0, end) : head;
  }
  return head;
}

/** Reads something; what makes a file no text or no table is a problem. */
function readable<T>(file: OpenedFile, pieces: TextPieces, context: SourceContext, read: () => T): Checked<T> {
  try {
    return good(read());
  } catch (error) {
    if (error instanceof QuoteFault) {
      const line = wholeLine(pieces.around(error.line), error.line);
      const at = lineOf(line.source, error.line).indexOf(error.text);
      return bad([
        {
          message: error.message,
          place: {...line, column: Math.max(0, at) + 1, length: 1},
          hint: 'a quote within a quoted field is written twice',
        },
      ]);
    }
    if (error instanceof TypeError && /decode|encoded/i.test(error.message))
      return bad([
        {
          message: `'${file.name}' has bytes that its encoding doesn't have`,
          place: context.place(['data', 'encoding']),
          hint: 'leave data.encoding out to have it found',
        },
      ]);
    throw error;
  }
}

function wholeLine(source: Source, line: number): Place {
  return {source, line, column: 1, length: Math.max(1, lineOf(source, line).trimEnd().length)};
}

/** A record with line breaks in its quotes is looked through so far for the line of a field. */
const LINES_OF_RECORD = 20;

/** Where the field of a number stands in the record that begins in a line; that line where it isn't found. */
function fieldPlace(source: Source, line: number, column: number, delimiter: string): Place {
  const begin = offsetOfLine(source, line);
  if (delimiter === ' ' || begin === undefined) return wholeLine(source, line);
  const {text} = source;
  let [field, start, isQuoted] = [0, begin, false];
  for (let at = begin; at <= text.length; at++) {
    // Quotes mean something in a field that begins with one.
    if (text[at] === '"' && text[start] === '"') isQuoted = !isQuoted;
    if (isQuoted) continue;
    const isEnd = at === text.length || text[at] === '\n';
    if (!isEnd && !text.startsWith(delimiter, at)) continue;
    if (field === column) {
      const [firstLine] = text.slice(start, at).trimEnd().split('\n');
      return placeAt(source, start, firstLine.length);
    }
    if (isEnd) break;
    field++;
    start = at + delimiter.length;
  }
  return wholeLine(source, line);
}
