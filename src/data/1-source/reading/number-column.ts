import type {Field} from './field-table.js';
import {GrowingNumbers} from './growing-numbers.js';
import {isMissing, type MissingMarks} from './missing-marks.js';
import {
  type BareNumber,
  bareNumber,
  type Decimal,
  type GroupMark,
  readDigits,
  type WrittenNumber,
} from './number-text.js';

/** A field that shows something about its column. */
export interface Witness {
  readonly row: number;
  readonly text: string;
}

/** What was found while a column was read with one decimal mark. */
interface Findings {
  /** The first field that only the other decimal mark can read. */
  refused: Witness | undefined;
  /** The first field with groups of thousands, and what stands between these. */
  grouped: (Witness & {readonly mark: GroupMark}) | undefined;
  /** The first field that is grouped by another mark. */
  groupedOtherwise: Witness | undefined;
}

/** Fields that are no numbers, however they are read. */
export interface Words {
  readonly first: Witness;
  readonly rows: readonly number[];
  readonly count: number;
}

/** As many rows as a problem names. */
const ROWS_NAMED = 5;

/**
 * A column of text, read as numbers with a decimal point and with a decimal comma at the same time, for as long as both are
 * possible; which one it is shows at the end of the file. Values that are missing are NaN.
 */
export class NumberColumn {
  /** The numbers with a decimal point, or those of the decimal mark that is left. */
  private numbers: GrowingNumbers;
  /** The numbers with a decimal comma, from where they differ and as long as both marks are possible. */
  private comma: GrowingNumbers | undefined;
  /** The decimal mark that is left when the other one is out. */
  private left: Decimal | undefined;
  private readonly findings: Record<Decimal, Findings> = {'.': noFindings(), ',': noFindings()};
  private readonly marks: ReadonlySet<string>;
  private readonly markedNumbers: ReadonlySet<number>;
  /** The first field of which the decimal marks make different numbers. */
  differing: (Witness & Readonly<Record<Decimal, number>>) | undefined;
  /** The first field of 1000 or more without groups. */
  ungrouped: Witness | undefined;
  /** The first field with a unit, and the first one whose unit is another one or none. */
  unit: (Witness & {readonly unit: string}) | undefined;
  private unitless: Witness | undefined;
  private otherUnit: Witness | undefined;
  private wordCount = 0;
  private readonly wordRows: number[] = [];
  private firstWord: Witness | undefined;
  missing = 0;

  constructor(
    expected: number,
    private readonly decimals: readonly Decimal[],
    marks: MissingMarks,
  ) {
    this.numbers = new GrowingNumbers(expected);
    this.left = decimals.length === 1 ? decimals[0] : undefined;
    this.marks = new Set(marks.map(String));
    this.markedNumbers = new Set(marks.map(Number).filter(mark => !Number.isNaN(mark)));
  }

  get rows(): number {
    return this.numbers.length;
  }

  /** The next field. */
  add(text: Field): void {
    if (typeof text === 'string') this.addText(text);
    else if (text === null || Number.isNaN(text)) this.addMissing();
    else if (this.markedNumbers.has(text)) this.addMissing();
    else this.push(text, text);
  }

  private addText(text: string): void {
    const value = plainNumber(this.withPoint(text));
    if (Number.isNaN(value)) this.addWritten(text.trim());
    else this.addPlain(value, text);
  }

  /** A field that needs no thought if it is a number with a decimal point; the empty text for one that has two readings. */
  private withPoint(text: string): string {
    switch (this.left) {
      case '.':
        return text;
      case ',':
        return text.includes('.') ? '' : text.replace(',', '.');
      case undefined:
        return text.includes('.') ? '' : text;
    }
  }

  private addPlain(value: number, text: string): void {
    const row = this.rows;
    if (this.markedNumbers.size > 0 && this.markedNumbers.has(value)) {
      this.addMissing();
      return;
    }
    if (this.ungrouped === undefined && Math.abs(value) >= 1000 && isUngrouped(text)) this.ungrouped = {row, text};
    if (this.unitless === undefined && value !== 0) this.unitless = {row, text};
    this.push(value, value);
  }

  private addWritten(text: string): void {
    const bare = isMissing(text) || this.marks.has(text) ? 'missing' : bareNumber(text);
    if (bare === 'missing') this.addMissing();
    else if (bare === undefined) this.addWord(text);
    else this.addBare(bare, text);
  }

  private addBare(bare: BareNumber, text: string): void {
    const row = this.rows;
    const point = this.decimals.includes('.') ? readDigits(bare, '.') : undefined;
    const comma = this.decimals.includes(',') ? readDigits(bare, ',') : undefined;
    const known = point ?? comma;
    if (known === undefined) {
      this.addWord(text);
      return;
    }
    if (this.markedNumbers.has(known.value)) {
      this.addMissing();
      return;
    }
    this.note('.', point, {row, text});
    this.note(',', comma, {row, text});
    this.noteUnit(known, {row, text});
    if (point && comma && point.value !== comma.value)
      this.differing ??= {row, text, '.': point.value, ',': comma.value};
    if (this.left === undefined && point?.value !== comma?.value) this.comma ??= this.copied();
    this.push(point?.value ?? Number.NaN, comma?.value ?? Number.NaN);
    if (this.left === undefined) this.leave();
  }

  /** Goes on with one decimal mark as soon as the other one is out. */
  private leave(): void {
    const {'.': point, ',': comma} = this.findings;
    if (point.refused === undefined && comma.refused === undefined) return;
    this.left = comma.refused ? '.' : ',';
    if (this.left === ',') this.numbers = this.comma ?? this.numbers;
    this.comma = undefined;
  }

  private addMissing(): void {
    this.missing++;
    this.push(Number.NaN, Number.NaN);
  }

  private addWord(text: string): void {
    this.firstWord ??= {row: this.rows, text};
    if (this.wordRows.length < ROWS_NAMED) this.wordRows.push(this.rows);
    this.wordCount++;
    this.push(Number.NaN, Number.NaN);
  }

  private push(point: number, comma: number): void {
    this.numbers.push(this.left === ',' ? comma : point);
    this.comma?.push(comma);
  }

  private note(decimal: Decimal, read: WrittenNumber | undefined, witness: Witness): void {
    const findings = this.findings[decimal];
    if (!read) {
      findings.refused ??= witness;
      return;
    }
    if (read.grouped === undefined) {
      if (Math.abs(read.value) >= 1000 && isUngrouped(witness.text)) this.ungrouped ??= witness;
      return;
    }
    findings.grouped ??= {...witness, mark: read.grouped};
    if (findings.grouped.mark !== read.grouped) findings.groupedOtherwise ??= witness;
  }

  private noteUnit({unit, value}: WrittenNumber, witness: Witness): void {
    if (unit === '') {
      // Nothing is nothing in every unit.
      if (value !== 0) this.unitless ??= witness;
      return;
    }
    this.unit ??= {...witness, unit};
    if (this.unit.unit !== unit) this.otherUnit ??= witness;
  }

  private copied(): GrowingNumbers {
    const copy = new GrowingNumbers(this.rows * 1.5);
    for (const value of this.numbers.view()) copy.push(value);
    return copy;
  }

  /** What was found of a decimal mark. */
  found(decimal: Decimal): Readonly<Findings> {
    return this.findings[decimal];
  }

  /** A field whose unit isn't that of the first one that has one. */
  get mixedUnit(): Witness | undefined {
    return this.unit && (this.otherUnit ?? this.unitless);
  }

  /** The fields that are no numbers. */
  get words(): Words | undefined {
    return this.firstWord && {first: this.firstWord, rows: this.wordRows, count: this.wordCount};
  }

  /** The numbers that a decimal mark makes of the fields; it must not be the one that is out. */
  values(decimal: Decimal): Float64Array {
    return (decimal === ',' ? (this.comma ?? this.numbers) : this.numbers).view();
  }
}

function noFindings(): Findings {
  return {refused: undefined, grouped: undefined, groupedOtherwise: undefined};
}

/** A number as most files write it: digits, at most a minus, a point and an exponent. NaN of anything else, which is looked at more closely. */
function plainNumber(text: string): number {
  const first = text.charCodeAt(0);
  if (!(first >= 48 && first <= 57) && first !== 45 && first !== 46) return Number.NaN;
  // No 0x10, and no -Infinity.
  const second = text.charCodeAt(1);
  if (second > 57 && second !== 101 && second !== 69) return Number.NaN;
  const value = Number(text);
  return Number.isFinite(value) ? value : Number.NaN;
}

function isUngrouped(text: string): boolean {
  return /\d{4}/.test(text.split(/[.,e]/i, 1)[0]);
}
