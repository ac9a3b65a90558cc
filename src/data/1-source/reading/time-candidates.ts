import {type ReadTime, timeReader} from './time-format.js';

const DATES = [
  ...['/', '-', '.', ' '].flatMap(mark => [
    `YYYY${mark}MM${mark}DD`,
    `DD${mark}MM${mark}YYYY`,
    // Where dots stand between them, the day is first in every country.
    ...(mark === '.' ? [] : [`MM${mark}DD${mark}YYYY`, `MM${mark}DD${mark}YY`]),
    `DD${mark}MM${mark}YY`,
    `YY${mark}MM${mark}DD`,
    `DD${mark}MMM${mark}YYYY`,
    `MMM${mark}DD${mark}YYYY`,
    `YYYY${mark}MMM${mark}DD`,
    `DD${mark}MMM${mark}YY`,
    `YY${mark}MMM${mark}DD`,
    `MM${mark}YYYY`,
    `YYYY${mark}MM`,
    // A quarter or a month, as long as none is beyond 4.
    `Q${mark}YYYY`,
    `YYYY${mark}Q`,
    `MMM${mark}YYYY`,
    `YYYY${mark}MMM`,
    `MMM${mark}YY`,
    `YYYY${mark}[Q]Q`,
    `[Q]Q${mark}YYYY`,
    `GGGG${mark}[W]WW`,
    `[W]WW${mark}GGGG`,
    `[KW]WW${mark}GGGG`,
  ]),
  ...['MMM DD, YYYY', 'MMM. DD, YYYY', 'DD. MMM YYYY', 'DD. MMM. YYYY', 'DD. MMM YY', 'DD MMM, YYYY', 'Do MMM YYYY'],
  ...['MMM Do, YYYY', 'ddd DD MMM YYYY', 'ddd, DD MMM YYYY', 'ddd MMM DD YYYY', 'ddd DD/MM/YYYY', 'ddd MM/DD/YYYY'],
  ...['YYYY年MM月DD日', 'YYYY年MM月', 'YYYY年', 'YYYY. MM. DD.', 'MMMYYYY', 'MMMYY', 'DDMMMYYYY'],
  ...['YYYY[Q]Q', 'Q[Q]YYYY', '[Q]QYYYY', '[KW] WW GGGG', 'GGGG[W]WW', 'GGGG-[W]WW-E', 'GGGG[W]WWE', 'YYYY[M]MM'],
];

/** Digits alone; a year of them must be one of these centuries. */
const DIGITS: Readonly<Record<number, readonly string[]>> = {
  4: ['YYYY'],
  6: ['YYYYMM', 'YYMMDD', 'DDMMYY', 'MMDDYY'],
  8: ['YYYYMMDD', 'DDMMYYYY', 'MMDDYYYY'],
  10: ['YYYYMMDDHH'],
  12: ['YYYYMMDDHHmm'],
  14: ['YYYYMMDDHHmmss'],
};
const FIRST_YEAR = Date.UTC(1700, 0, 1);
const LAST_YEAR = Date.UTC(2300, 0, 1);

/** A date, and perhaps a clock behind it: with marks between its digits, or without them behind a date of digits. */
const CLOCK =
  /^(.*?)(T|,? |-| - |)(\d{1,2}[:h時]\d{2}(?:[:分]\d{2}(?:[.,]\d{1,9})?)?[分秒]?|(?<=\d )\d{2}\.\d{2}\.\d{2}|(?<=\d{8}[T ])(?:\d{6}|\d{4}))( ?[AaPp]\.?[Mm]\.?)?( ?(?:Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?))?$/u;

const readers = new Map<string, ReadTime | undefined>();

/** Many formats are tried on many texts: each is made ready once. */
function readerOf(format: string): ReadTime | undefined {
  if (!readers.has(format)) readers.set(format, timeReader(format));
  return readers.get(format);
}

/** The formats that a written time may have, those that say most first. */
export function timeCandidates(text: string): readonly string[] {
  if (!/\d/.test(text) || text.length > 60) return [];
  const calendar = ['iso', ...withClock(text)].filter(format => isInRange(readerOf(format)?.(text), text));
  if (calendar[0] === 'iso') return ['iso'];
  if (calendar.length > 0) return calendar;
  return /^[+-]?\d+([.,]\d+)?$/.test(text) ? ['number'] : [];
}

/** Whether a text may be a time that is more than a number. */
export function looksLikeTime(text: string): boolean {
  const [first] = timeCandidates(text);
  return first !== undefined && first !== 'number';
}

function isInRange(time: number | undefined, text: string): boolean {
  if (time === undefined || Number.isNaN(time)) return false;
  return !/^\d+$/.test(text) || (time >= FIRST_YEAR && time < LAST_YEAR);
}

/** Formats of a text with the parts of the day behind its date, if there is one. */
function withClock(text: string): string[] {
  if (/^\d+$/.test(text)) return [...(DIGITS[text.length] ?? [])];
  const match = CLOCK.exec(text);
  if (!match) return DATES;
  const [, date, joint, clock, half, offset] = match;
  const rest = `${clockFormat(clock, half)}${offset === undefined ? '' : offset.startsWith(' ') ? ' Z' : 'Z'}`;
  if (date === '') return [rest];
  const between = joint === 'T' ? '[T]' : joint;
  const dates = /^\d+$/.test(date) ? (DIGITS[date.length] ?? []) : DATES;
  return dates.map(one => `${one}${between}${rest}`);
}

function clockFormat(clock: string, half: string | undefined): string {
  const hour = half === undefined ? 'HH' : 'hh';
  if (/^\d+$/.test(clock)) return clock.length === 6 ? 'HHmmss' : 'HHmm';
  const [mark] = /\D/u.exec(clock) ?? [':'];
  const seconds = /^\d+\D\d+(\D)\d/u.exec(clock);
  const fraction = /([.,])\d+$/.exec(clock);
  const literal = (one: string) => (/[a-z]/i.test(one) ? `[${one}]` : one);
  const end = /[分秒]$/u.exec(clock);
  return [
    `${hour}${literal(mark)}mm`,
    seconds ? `${seconds[1]}ss` : '',
    fraction ? `${fraction[1]}SSS` : '',
    end ? end[0] : '',
    half === undefined ? '' : half.startsWith(' ') ? ' A' : 'A',
  ].join('');
}
