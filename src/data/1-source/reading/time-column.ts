import {GrowingNumbers} from './growing-numbers.js';
import {isMissing} from './missing-marks.js';
import type {Witness} from './number-column.js';
import {timeCandidates} from './time-candidates.js';
import {type ReadTime, timeReader} from './time-format.js';

/** One way to read the times of a column. */
interface Reading {
  readonly format: string;
  readonly read: ReadTime;
  readonly times: GrowingNumbers;
}

/** A reading that fits every row: milliseconds since 1970 on the clock of the file, or plain numbers. */
export interface FittingTimes {
  readonly format: string;
  readonly times: Float64Array;
}

/** A column of text, read as times in every format that is possible until a row says otherwise. */
export class TimeColumn {
  private readings: Reading[] | undefined;
  private rows = 0;
  /** The first row that no format fits which fits those before it, and the last of these formats. */
  misfit: (Witness & {readonly format: string | undefined}) | undefined;
  /** The first row without a time. */
  missing: Witness | undefined;
  first: Witness | undefined;

  constructor(
    private readonly expected: number,
    private readonly format: string,
  ) {}

  /** The next field. */
  add(field: string): void {
    const text = field.trim();
    const row = this.rows++;
    if (this.misfit) return;
    if (isMissing(text)) this.missing ??= {row, text};
    this.first ??= {row, text};
    this.readings ??= this.formats(text).flatMap(format => this.readingOf(format));
    const {readings} = this;
    if (readings.length === 1) {
      const [{read, times}] = readings;
      const time = read(text);
      if (Number.isNaN(time)) this.misfit = {row, text, format: readings[0].format};
      else times.push(time);
      return;
    }
    const fitting = readings.filter(({read, times}) => {
      const time = read(text);
      times.push(time);
      return !Number.isNaN(time);
    });
    if (fitting.length === 0) this.misfit = {row, text, format: readings[0]?.format};
    else this.readings = fitting;
  }

  private formats(text: string): readonly string[] {
    if (this.format !== 'auto') return [this.format];
    const found = timeCandidates(text);
    // Where digits are no dates after all, they are numbers.
    return /^\d+$/.test(text) && !found.includes('number') ? [...found, 'number'] : found;
  }

  private readingOf(format: string): Reading[] {
    const read = timeReader(format);
    return read ? [{format, read: withinCalendar(format, read), times: new GrowingNumbers(this.expected)}] : [];
  }

  /** The readings that fit every row; a plain number is none where there is a date. */
  get fitting(): readonly FittingTimes[] {
    if (this.misfit) return [];
    const all = (this.readings ?? []).map(({format, times}) => ({format, times: times.view()}));
    const dates = all.filter(({format}) => format !== 'number');
    return dates.length > 0 ? dates : all;
  }
}

/** What ECMAScript's dates can tell: 100 million days on both sides of 1970. */
const LARGEST_TIME = 8.64e15;

/** A reader whose dates are such that can be shown; plain numbers may be any. */
function withinCalendar(format: string, read: ReadTime): ReadTime {
  if (format === 'number') return read;
  return text => {
    const time = read(text);
    return Math.abs(time) <= LARGEST_TIME ? time : Number.NaN;
  };
}
