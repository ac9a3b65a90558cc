import iconv from 'iconv-lite';
import type {Generator} from '../src/random/generator.js';

/** A table as a file in some dialect, what is in it, and the keys that say how it is written. */
export interface RandomTable {
  readonly bytes: Uint8Array;
  readonly text: string;
  readonly keys: Readonly<Record<string, unknown>>;
  /** What an experiment must name in any case: the time, the columns. */
  readonly asked: Readonly<Record<string, unknown>>;
  readonly columns: Readonly<Record<string, readonly (number | null)[]>>;
  /** Milliseconds since 1970. */
  readonly times: readonly number[] | undefined;
}

const WORDS: Readonly<Record<string, readonly string[]>> = {
  ascii: ['close', 'open', 'high', 'volume', 'x', 'temp max', 'sales_total', 'Wind'],
  latin: ['Größe', 'température', 'año', 'preço', 'Öffnung', 'Höhe'],
  japanese: ['始値', '高値', '終値', '出来高', '気温'],
};
const NOTES = ['sunny', 'n. Br.', 'a "quoted" word', 'two\nlines', 'no; yes, both', 'x|y'];
const MARKS = ['', 'NA', '-', '?', 'NaN', '...', '#N/A'];

type Writer = (time: Date) => string;
const two = (value: number) => String(value).padStart(2, '0');
const parts = (time: Date) => ({
  year: time.getUTCFullYear(),
  month: time.getUTCMonth() + 1,
  day: time.getUTCDate(),
  hour: time.getUTCHours(),
  minute: time.getUTCMinutes(),
});
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Formats of days, with their names as keys. */
const DAYS: readonly (readonly [string, Writer])[] = [
  ['iso', time => time.toISOString().slice(0, 10)],
  ['DD.MM.YYYY', time => `${two(parts(time).day)}.${two(parts(time).month)}.${parts(time).year}`],
  ['DD/MM/YYYY', time => `${two(parts(time).day)}/${two(parts(time).month)}/${parts(time).year}`],
  ['MM/DD/YYYY', time => `${two(parts(time).month)}/${two(parts(time).day)}/${parts(time).year}`],
  ['M/D/YY', time => `${parts(time).month}/${parts(time).day}/${two(parts(time).year % 100)}`],
  ['DD-MMM-YYYY', time => `${two(parts(time).day)}-${MONTHS[parts(time).month - 1]}-${parts(time).year}`],
  ['YYYYMMDD', time => `${parts(time).year}${two(parts(time).month)}${two(parts(time).day)}`],
  ['YYYY年M月D日', time => `${parts(time).year}年${parts(time).month}月${parts(time).day}日`],
];

/** A table of random size, content and dialect. */
export function randomTable(random: Generator): RandomTable {
  const chance = (probability: number) => random.uniform() < probability;
  const pick = <T>(list: readonly T[]): T => list[random.integer(list.length)];
  const decimal = pick(['.', '.', ',']);
  const thousands = chance(0.7) ? '' : pick(decimal === '.' ? [',', ' ', "'"] : ['.', ' ', "'"]);
  const encoding = pick([
    'utf8',
    'utf8',
    'utf8',
    'utf8 with a mark',
    'utf-16le',
    'utf-16be',
    'windows-1252',
    'Shift_JIS',
  ]);
  const language =
    encoding === 'Shift_JIS'
      ? 'japanese'
      : encoding === 'windows-1252'
        ? 'latin'
        : pick(['ascii', 'ascii', 'latin', 'japanese']);
  const isBlank = chance(0.08) && thousands !== ' ';
  const delimiter = isBlank ? ' ' : pick([',', ';', '\t', '|']);
  const rows = 3 + random.integer(60);
  const count = 1 + random.integer(4);
  const hasHeader = chance(0.8);
  const names = shuffled(WORDS[language], random)
    .slice(0, count)
    .map(name => (isBlank ? name.replaceAll(' ', '_') : name));
  // In a file of one column an empty field would be a blank line.
  const mark = isBlank || count === 1 ? 'NA' : pick(MARKS);
  const gaps = chance(0.3) ? 0.1 : 0;
  const written: string[][] = [];
  const columns = names.map(() => {
    const digits = pick([0, 1, 2, 2, 3, 3, 4]);
    const size = pick([1, 10, 1000, 20_000, 3_000_000]);
    const signed = chance(0.3);
    return Array.from({length: rows}, (_, row) => {
      written[row] ??= [];
      // A last row of nothing but delimiters is none.
      if (random.uniform() < gaps && row < rows - 1) {
        written[row].push(mark);
        return null;
      }
      const plain = ((random.uniform() - (signed ? 0.5 : 0)) * size).toFixed(digits);
      written[row].push(numberText(plain, decimal, thousands));
      return Number(plain);
    });
  });
  const hasTime = chance(0.7);
  const [format, write] = pick(encoding === 'windows-1252' || isBlank ? DAYS.slice(0, -1) : DAYS);
  const clock = hasTime && !isBlank && format !== 'YYYYMMDD' && chance(0.3);
  const start = Date.UTC(1975 + random.integer(60), random.integer(12), 1 + random.integer(28));
  const step = pick([1, 1, 1, 7, 30]) * (clock ? 3_600_000 : 86_400_000);
  const times = hasTime ? Array.from({length: rows}, (_, row) => start + row * step) : undefined;
  times?.forEach((time, row) => {
    const date = new Date(time);
    written[row].unshift(
      clock ? `${write(date)} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}` : write(date),
    );
  });
  const hasNote = !isBlank && encoding !== 'Shift_JIS' && chance(0.2);
  if (hasNote) for (const row of written) row.push(pick(NOTES));
  const timeName = language === 'japanese' ? '日付' : 'Date';
  const header = [...(hasTime ? [timeName] : []), ...names, ...(hasNote ? ['note'] : [])];
  const quotesAll = !isBlank && chance(0.15);
  const quoted = (field: string) =>
    quotesAll || [delimiter, '"', '\n'].some(mark => field.includes(mark)) ? `"${field.replaceAll('"', '""')}"` : field;
  const newline = pick(['\n', '\n', '\r\n', '\r']);
  const trailing = !isBlank && chance(0.08) ? delimiter : '';
  const skip = hasHeader && !isBlank && chance(0.12) ? 2 : 0;
  const comment = chance(0.12);
  const lines = [
    ...(skip > 0 ? ['Provided by the Example Office', 'All rights reserved'] : []),
    ...(comment ? ['# made by hand'] : []),
    ...(hasHeader ? [header.map(quoted).join(delimiter) + trailing] : []),
    ...written.map(row => row.map(quoted).join(delimiter) + trailing),
  ];
  const text = lines.join(newline) + (chance(0.9) ? newline : '');
  const shown = hasHeader ? names : names.map((_, index) => String(index + (hasTime ? 1 : 0)));
  return {
    bytes: iconv.encode(text, encoding.split(' ')[0], {
      addBOM: encoding.includes('mark') || encoding.startsWith('utf-16'),
    }),
    text,
    keys: {
      encoding: encoding.split(' ')[0].toLowerCase().replace('utf8', 'utf-8'),
      delimiter: header.length === 1 && trailing === '' ? 'none' : delimiter,
      header: hasHeader ? 1 : 'none',
      skip,
      comment: comment ? '#' : 'none',
      decimal,
      thousands: thousands === '' ? 'none' : thousands,
      ...(hasTime ? {timeFormat: format === 'iso' ? 'iso' : clock ? `${format} HH:mm` : format} : {}),
    },
    asked: {...(hasTime ? {time: hasHeader ? timeName : 0} : {}), ...(hasNote ? {columns: shown} : {})},
    columns: Object.fromEntries(shown.map((name, index) => [name, columns[index]])),
    times,
  };
}

/** A number in a dialect: 1234.5 as 1.234,5. */
function numberText(plain: string, decimal: string, thousands: string): string {
  const [, sign, whole, rest] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(plain) ?? [];
  const grouped = thousands === '' ? whole : whole.replace(/\B(?=(\d{3})+$)/g, thousands);
  return `${sign}${grouped}${rest === undefined ? '' : decimal + rest}`;
}

function shuffled<T>(list: readonly T[], random: Generator): T[] {
  const own = [...list];
  for (let at = own.length - 1; at > 0; at--) {
    const other = random.integer(at + 1);
    [own[at], own[other]] = [own[other], own[at]];
  }
  return own;
}
