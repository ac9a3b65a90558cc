import {literalPattern} from '../../../document/literal-pattern.js';
import {DAY} from '../../lengths-of-time.js';
import {spreadsheetTime} from './counted-times.js';
import {monthOf} from './month-names.js';

/** Reads a written time: milliseconds since 1970 as a clock without time zone shows it, or in UTC where the text names an offset; NaN where it is none. */
export type ReadTime = (text: string) => number;

/** Formats that are no tokens: ISO 8601 in all its lengths, plain numbers, seconds and milliseconds since 1970, days of a spreadsheet. */
export const NAMED_FORMATS = ['iso', 'number', 'unix-seconds', 'unix-milliseconds', 'spreadsheet-days'] as const;

/** The reader of a format: one of NAMED_FORMATS, or tokens of Day.js; undefined where the format has none. */
export function timeReader(format: string): ReadTime | undefined {
  switch (format) {
    case 'iso':
      return isoReader();
    case 'number':
      return plainNumber;
    case 'unix-seconds':
    case 'X':
      return text => plainNumber(text) * 1000;
    case 'unix-milliseconds':
    case 'x':
      return plainNumber;
    case 'spreadsheet-days':
      return text => spreadsheetTime(plainNumber(text));
    default:
      return tokenReader(format);
  }
}

/** The parts of a point in time that a format names. */
interface Parts {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  millisecond: number;
  afternoon: boolean | undefined;
  /** Minutes that the written clock is ahead of UTC. */
  offset: number;
  week: number;
  weekday: number;
}

/** What a token matches, and what it says; `false` where what was matched is impossible. */
interface Token {
  readonly pattern: string;
  set?(parts: Parts, text: string): boolean;
}

const number = (pattern: string, key: Exclude<keyof Parts, 'afternoon'>): Token => ({
  pattern,
  set(parts, text) {
    parts[key] = Number(text);
    return true;
  },
});
const month: Token = {
  pattern: '\\p{L}+\\.?',
  set(parts, text) {
    const found = monthOf(text);
    parts.month = found ?? 0;
    return found !== undefined;
  },
};
const zone: Token = {
  pattern: '(?:Z|UTC|GMT|[+-]\\d{2}(?::?\\d{2})?)',
  set(parts, text) {
    parts.offset = offsetOf(text);
    return true;
  },
};
const halfDay: Token = {
  pattern: '[AaPp]\\.?[Mm]\\.?|午前|午後',
  set(parts, text) {
    parts.afternoon = /^p/i.test(text) || text === '午後';
    return true;
  },
};

const TOKENS: Readonly<Record<string, Token>> = {
  YYYY: number('\\d{4}', 'year'),
  YY: {
    pattern: '\\d{2}',
    // As POSIX strptime and Day.js: 69 to 99 are of the 20th century.
    set(parts, text) {
      parts.year = Number(text) + (Number(text) > 68 ? 1900 : 2000);
      return true;
    },
  },
  GGGG: number('\\d{4}', 'year'),
  MMMM: month,
  MMM: month,
  MM: number('\\d{2}', 'month'),
  M: number('\\d{1,2}', 'month'),
  DD: number('\\d{2}', 'day'),
  D: number('\\d{1,2}', 'day'),
  Do: {
    pattern: '\\d{1,2}(?:st|nd|rd|th)',
    set(parts, text) {
      parts.day = Number.parseInt(text, 10);
      return true;
    },
  },
  Q: {
    pattern: '[1-4]',
    set(parts, text) {
      parts.month = Number(text) * 3 - 2;
      return true;
    },
  },
  WW: number('\\d{2}', 'week'),
  W: number('\\d{1,2}', 'week'),
  E: number('[1-7]', 'weekday'),
  HH: number('\\d{2}', 'hour'),
  H: number('\\d{1,2}', 'hour'),
  hh: number('\\d{2}', 'hour'),
  h: number('\\d{1,2}', 'hour'),
  mm: number('\\d{2}', 'minute'),
  m: number('\\d{1,2}', 'minute'),
  ss: number('\\d{2}', 'second'),
  s: number('\\d{1,2}', 'second'),
  SSS: {
    pattern: '\\d{1,9}',
    set(parts, text) {
      parts.millisecond = Number(`0.${text}`) * 1000;
      return true;
    },
  },
  A: halfDay,
  a: halfDay,
  ZZ: zone,
  Z: zone,
  z: zone,
  dddd: {pattern: '\\p{L}+\\.?'},
  ddd: {pattern: '\\p{L}+\\.?'},
};
const TOKEN =
  /\[([^\]]*)\]|YYYY|YY|GGGG|MMMM|MMM|MM|M|Do|DD|D|Q|WW|W|E|HH|H|hh|h|mm|m|ss|s|S+|A|a|ZZ|Z|z|dddd|ddd|\s+|[^A-Za-z]|./gu;

function tokenReader(format: string): ReadTime | undefined {
  const used: Token[] = [];
  const written = [...format.matchAll(TOKEN)];
  const patterns: string[] = [];
  for (const [index, {0: text, 1: literal}] of written.entries()) {
    const token = tokenOf(text, isBesideDigits(written, index));
    if (literal === undefined && token) {
      used.push(token);
      patterns.push(`(${token.pattern})`);
    } else if (literal === undefined && /^[A-Za-z]$/.test(text) && text !== 'T') return undefined;
    else patterns.push(/^\s+$/.test(text) ? '\\s+' : literalPattern(literal ?? text));
  }
  if (used.length === 0) return undefined;
  const pattern = new RegExp(`^${patterns.join('')}$`, 'u');
  return text => {
    const match = pattern.exec(text);
    if (!match) return Number.NaN;
    const parts = noParts();
    for (let index = 0; index < used.length; index++)
      if (used[index].set?.(parts, match[index + 1]) === false) return Number.NaN;
    return timeOf(parts);
  };
}

/** Beside other digits two digits are two; beside a mark one digit may stand for them, as spreadsheets write it. */
function tokenOf(text: string, besideDigits: boolean): Token | undefined {
  if (/^S+$/.test(text)) return TOKENS.SSS;
  const short = /^(MM|DD|HH|hh|WW)$/.test(text) && !besideDigits ? text[0] : text;
  return Object.hasOwn(TOKENS, short) ? TOKENS[short] : undefined;
}

function isBesideDigits(written: readonly RegExpExecArray[], index: number): boolean {
  const isDigits = (one: RegExpExecArray | undefined) =>
    one !== undefined && /^(YYYY|YY|GGGG|MM|M|DD|D|Q|WW|W|E|HH|H|hh|h|mm|m|ss|s|S+|\d)$/.test(one[0]);
  return isDigits(written[index - 1]) || isDigits(written[index + 1]);
}

function noParts(): Parts {
  return {
    year: Number.NaN,
    month: 1,
    day: 1,
    hour: 0,
    minute: 0,
    second: 0,
    millisecond: 0,
    afternoon: undefined,
    offset: 0,
    week: 0,
    weekday: 1,
  };
}

/** NaN where the calendar has no such day, or the clock no such time. */
function timeOf(parts: Parts): number {
  const {year, month, day, minute, second, millisecond, offset, week, weekday} = parts;
  const hour = hourOf(parts);
  if (!isClock(hour, minute, second)) return Number.NaN;
  const date = week > 0 ? dayOfWeek(year, week, weekday) : dayOf(year, month, day);
  return date + (hour * 60 + minute - offset) * 60_000 + second * 1000 + millisecond;
}

/** Whether a clock shows it; 24:00 is the end of a day. */
function isClock(hour: number, minute: number, second: number): boolean {
  return minute < 60 && second < 60 && (hour < 24 || (hour === 24 && minute === 0 && second === 0));
}

function hourOf({hour, afternoon}: Parts): number {
  if (afternoon === undefined) return hour;
  if (hour < 1 || hour > 12) return 99;
  return (hour % 12) + (afternoon ? 12 : 0);
}

/** A clock alone has no date: its year is 1970. */
function dayOf(year: number, month: number, day: number): number {
  const known = Number.isNaN(year) ? 1970 : year;
  const time = Date.UTC(known, month - 1, day);
  const date = new Date(time);
  return known >= 100 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? time : Number.NaN;
}

/** The day of an ISO week: week 1 holds the year's first Thursday. */
function dayOfWeek(year: number, week: number, weekday: number): number {
  const fourth = Date.UTC(year, 0, 4);
  const monday = fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * DAY;
  const time = monday + ((week - 1) * 7 + weekday - 1) * DAY;
  const thursday = new Date(monday + ((week - 1) * 7 + 3) * DAY);
  return week >= 1 && thursday.getUTCFullYear() === year ? time : Number.NaN;
}

function offsetOf(text: string): number {
  if (!/\d/.test(text)) return 0;
  const sign = text.startsWith('-') ? -1 : 1;
  const digits = text.replace(/\D/g, '').padEnd(4, '0');
  return sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2)));
}

const ISO =
  /^(\d{4})-(\d{2})(?:-(\d{2})(?:[T ](\d{2})(?::?(\d{2})(?::?(\d{2})(?:[.,](\d{1,9}))?)?)?)?(?: ?(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?))?)?$/;

/** ISO 8601, with a blank or T before the clock; fractions of any length; UTC and +00 as offsets. */
function isoReader(): ReadTime {
  // Rows of one day follow each other: its date is worked out once.
  let lastDay = '';
  let lastTime = Number.NaN;
  return text => {
    if (lastDay !== '' && text.startsWith(lastDay)) {
      const clock = clockOf(text);
      if (!Number.isNaN(clock)) return lastTime + clock;
    }
    const match = ISO.exec(text);
    if (!match) return Number.NaN;
    const [, year, month, day, hour = '0', minute = '0', second = '0', fraction, offset = ''] = match;
    if (!isClock(Number(hour), Number(minute), Number(second))) return Number.NaN;
    const clock = (Number(hour) * 60 + Number(minute) - offsetOf(offset)) * 60_000 + Number(second) * 1000;
    const milliseconds = fraction === undefined ? 0 : Number(`0.${fraction}`) * 1000;
    const date = dayOf(Number(year), Number(month), Number(day ?? '1'));
    if (day !== undefined) {
      lastDay = text.slice(0, 10);
      lastTime = date;
    }
    return date + clock + milliseconds;
  };
}

/** The clock of 2020-01-31 12:00 or 2020-01-31 12:00:00, in milliseconds; NaN of any other text. */
function clockOf(text: string): number {
  if (text.length !== 16 && text.length !== 19) return Number.NaN;
  const joint = text.charCodeAt(10);
  if ((joint !== 32 && joint !== 84) || text.charCodeAt(13) !== 58) return Number.NaN;
  const second = text.length === 16 ? 0 : text.charCodeAt(16) === 58 ? twoDigits(text, 17) : Number.NaN;
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  if (!(hour < 24 && minute < 60 && second < 60)) return Number.NaN;
  return (hour * 3600 + minute * 60 + second) * 1000;
}

function twoDigits(text: string, at: number): number {
  const first = text.charCodeAt(at) - 48;
  const second = text.charCodeAt(at + 1) - 48;
  return first >= 0 && first <= 9 && second >= 0 && second <= 9 ? first * 10 + second : Number.NaN;
}

function plainNumber(text: string): number {
  return /^[+-]?\d+([.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : Number.NaN;
}
