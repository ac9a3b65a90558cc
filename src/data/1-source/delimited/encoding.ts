import {analyse} from 'chardet';
import type {OpenedFile} from '../opened-file.js';

/** What a file was decoded by; or readings of a line of it, where several are possible. */
export type FoundEncoding = {readonly encoding: string} | {readonly readings: readonly EncodingReading[]};

export interface EncodingReading {
  readonly encoding: string;
  readonly text: string;
}

const PIECE = 1 << 20;
/** As much of a file's lines beyond ASCII is looked at. */
const MOST_LOOKED_AT = 1 << 18;

/** Digits, letters and signs as wide as the signs of East Asia. */
const WIDE = '\\u3000-\\u303f\\uff01-\\uff5e';
const JAPANESE = new RegExp(
  `[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}${WIDE}\\u30fc\\u2103\\u00d7\\u2212]`,
  'u',
);
const CHINESE = new RegExp(`[\\p{Script=Han}${WIDE}]`, 'u');
const KOREAN = new RegExp(`[\\p{Script=Hangul}${WIDE}]`, 'u');

/** Encodings that files of data have besides Unicode's, and the letters that texts in them are made of. */
const ENCODINGS: Readonly<Record<string, RegExp>> = {
  'windows-1252':
    /[\u00a0\u00a3\u00a5\u00a7\u00ae\u00b0-\u00b5\u00b7\u00bc-\u00be\u20ac\u2030\u2013\u2014\u2018\u2019\u201c-\u201e\u2026\u2122\p{Script=Latin}]/u,
  shift_jis: JAPANESE,
  'euc-jp': JAPANESE,
  gb18030: CHINESE,
  big5: CHINESE,
  'euc-kr': KOREAN,
  'windows-1250': /[\u00a0\u00a7\u00b0\u20ac\u2030\u2013\u2014\u2018\u2019\u201c-\u201e\u2026\p{Script=Latin}]/u,
  'windows-1251': /[\u00a0\u00b0\u2116\u20ac\u2013\u2014\u00ab\u00bb\p{Script=Cyrillic}]/u,
  'koi8-r': /[\u00a0\u00b0\p{Script=Cyrillic}]/u,
  'windows-1253': /[\u00a0\u00b0\u20ac\u2013\p{Script=Greek}]/u,
};

/** Names that columns have in East Asia: texts are too short there to tell encodings apart by how often letters come. */
const COLUMN_WORDS =
  /日付|年月|日時|時刻|始値|高値|安値|終値|出来高|売買高|気温|降水|日期|时间|开盘|收盘|開盤|收盤|成交|날짜|일자|시가|종가|거래/;

/** How the text of a file is encoded: Unicode where it is, else what its letters make sense in. */
export function findEncoding(file: OpenedFile): FoundEncoding {
  const head = file.read(0, 4096);
  const marked = byteOrderMark(head) ?? withoutMark(head);
  if (marked) return {encoding: marked};
  return isUtf8(file) ? {encoding: 'utf-8'} : otherEncoding(linesBeyondAscii(file));
}

/** Whether there is a decoder of this name. */
export function isEncoding(name: string): boolean {
  try {
    return new TextDecoder(name) !== undefined;
  } catch {
    return false;
  }
}

function byteOrderMark([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return undefined;
}

/** UTF-16 without a mark: of the digits and letters of every table, every second byte is 0. */
function withoutMark(head: Uint8Array): string | undefined {
  const pairs = Math.floor(head.length / 2);
  if (pairs < 2) return undefined;
  const zeros = [0, 0];
  for (let at = 0; at < pairs * 2; at++) if (head[at] === 0) zeros[at % 2]++;
  if (zeros[1] > pairs / 3 && zeros[0] === 0) return 'utf-16le';
  if (zeros[0] > pairs / 3 && zeros[1] === 0) return 'utf-16be';
  return undefined;
}

function isUtf8(file: OpenedFile): boolean {
  const decoder = new TextDecoder('utf-8', {fatal: true});
  try {
    for (let at = 0; at < file.size; at += PIECE) decoder.decode(file.read(at, PIECE), {stream: true});
    decoder.decode();
    return true;
  } catch {
    return false;
  }
}

/** The lines of a file that hold more than ASCII, in any encoding that keeps ASCII's line ends. */
function linesBeyondAscii(file: OpenedFile): Uint8Array {
  const found = new Uint8Array(MOST_LOOKED_AT);
  let length = 0;
  let line: number[] = [];
  let isBeyond = false;
  const keep = () => {
    if (isBeyond && length + line.length <= MOST_LOOKED_AT) {
      found.set(line, length);
      length += line.length;
    }
    line = [];
    isBeyond = false;
  };
  for (let at = 0; at < file.size && length < MOST_LOOKED_AT; at += PIECE)
    for (const byte of file.read(at, PIECE)) {
      line.push(byte);
      isBeyond ||= byte > 0x7f;
      if (byte === 0x0a || line.length >= 4096) keep();
    }
  keep();
  return found.subarray(0, length);
}

/** The only encoding in which the lines make sense; of several, the one that the statistics of its letters speak for. */
function otherEncoding(bytes: Uint8Array): FoundEncoding {
  const readings = Object.entries(ENCODINGS).flatMap(([encoding, letters]) => {
    const text = decoded(bytes, encoding);
    return text !== undefined && makesSense(text, letters) ? [{encoding, text}] : [];
  });
  // Of encodings that make the same text, the usual one comes first.
  const distinct = readings.filter(({text}, index) => readings.findIndex(one => one.text === text) === index);
  if (distinct.length === 1) return distinct[0];
  const worded = distinct.filter(({text}) => COLUMN_WORDS.test(text));
  if (worded.length === 1) return worded[0];
  const found = analyse(bytes);
  const confidence = ({encoding}: EncodingReading) =>
    Math.max(0, ...found.filter(({name}) => sameEncoding(name, encoding)).map(match => match.confidence));
  const ranked = [...distinct].sort((one, other) => confidence(other) - confidence(one));
  const [best, second] = ranked;
  if (best && second && confidence(best) >= Math.max(40, confidence(second) + 10) && !isLatin(best)) return best;
  // Western Europe's is the usual one of those with letters; East Asia's are told apart by words only.
  const western = distinct.find(({encoding}) => encoding === 'windows-1252');
  const isEastern = ({encoding}: EncodingReading) => !encoding.startsWith('windows') && encoding !== 'koi8-r';
  if (western && !distinct.some(isEastern)) return western;
  if (best && second && confidence(best) >= confidence(second) + 20) return best;
  const all = Object.keys(ENCODINGS).flatMap(encoding => {
    const text = decoded(bytes, encoding);
    return text === undefined ? [] : [{encoding, text}];
  });
  return {readings: (ranked.length > 0 ? ranked : all).map(one => ({...one, text: firstLineBeyondAscii(one.text)}))};
}

function isLatin({encoding}: EncodingReading): boolean {
  return encoding === 'windows-1252' || encoding === 'windows-1250';
}

function sameEncoding(detected: string, encoding: string): boolean {
  try {
    return new TextDecoder(detected).encoding === new TextDecoder(encoding).encoding;
  } catch {
    return false;
  }
}

function decoded(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    const decoder = new TextDecoder(encoding, {fatal: true});
    // Node 20 takes windows-1252 for Latin-1 where it decodes at once.
    return decoder.decode(bytes, {stream: true}) + decoder.decode();
  } catch {
    return undefined;
  }
}

/** Whether all letters beyond ASCII are those of an encoding's languages, and stand among their like. */
function makesSense(text: string, letters: RegExp): boolean {
  const hasLatin = letters.test('\u00e9');
  for (const [run] of text.matchAll(/[^\0-\x7f]+/gu)) if (![...run].every(letter => letters.test(letter))) return false;
  // Words don't mix alphabets; half-width signs alone come of a wrong reading.
  if (/\p{Ll}\p{Lu}/u.test(text.replace(/[\0-\x7f]+/g, ' '))) return false;
  if (hasLatin) return !/[\p{L}][\u00a0-\u00bf\u2018-\u2122][\p{L}]/u.test(text) && !/[a-z][\u00c0-\u00de]/.test(text);
  // One sign of East Asia alone is a degree or a currency read wrongly.
  if (letters.test('年') && !/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]{2}/u.test(text)) return false;
  return !/[a-z][^\0-\x7f\uff01-\uff5e]|[^\0-\x7f\uff01-\uff5e][a-z]/.test(text) && !/[\uff61-\uff9f]/.test(text);
}

function firstLineBeyondAscii(text: string): string {
  return text.split(/\r?\n/).find(line => /[^\0-\x7f]/.test(line)) ?? '';
}
