import {literalPattern} from '../../../document/literal-pattern.js';

/** Which of comma and dot is the decimal mark; the other one may then only group thousands. */
export const DECIMALS = ['.', ','] as const;
export type Decimal = (typeof DECIMALS)[number];

/** What may stand between groups of digits, besides the other decimal mark: 5'000, 5 000. */
export const GROUP_MARKS = ['.', ',', ' ', "'"] as const;
export type GroupMark = (typeof GROUP_MARKS)[number];

/** A number as it is written: its value, what groups its thousands, and what it is a number of (%, $), if anything. */
export interface WrittenNumber {
  readonly value: number;
  readonly grouped: GroupMark | undefined;
  readonly unit: string;
}

/** A field without sign, unit and multiplier: what is left are digits and what stands between them. */
export interface BareNumber {
  readonly digits: string;
  readonly sign: '' | '-';
  readonly exponent: string;
  /** As 5.87M is; a number with an exponent of its own has no groups. */
  readonly isMultiplied: boolean;
  readonly unit: string;
}

/** A longer field is no number. */
const LONGEST = 80;

/** Marks the unit of numbers such as 5.87M and 900K. */
const MULTIPLIED = ' x';

const CURRENCY_WORDS = ['kr', 'z\u0142', 'K\u010d', 'Ft', 'lei', '円', '元', '원', 'Fr.'];
/** Codes of currencies, as ISO 4217 has them: SKU 5 is no amount of money. */
const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));
const UNIT = new RegExp(`^(?:[A-Z]{0,3}\\p{Sc}|R\\$|%|\\u2030|${CURRENCY_WORDS.map(literalPattern).join('|')})$`, 'u');
const MULTIPLIERS: Readonly<Record<string, number>> = {
  k: 3,
  K: 3,
  M: 6,
  mn: 6,
  Mio: 6,
  B: 9,
  bn: 9,
  Mrd: 9,
  T: 12,
  tn: 12,
};
const PARTS =
  /^([+-]?)\s*([^\d\s.,+-]*)\s*([+-]?)\s*([\d.,][\d.,' ]*?)(e[+-]?\d{1,3})?\s*(?:(k|K|M|mn|Mio|B|bn|Mrd|T|tn)\.?)?\s*([^\d\s.,+-]*\.?)\s*(-?)$/iu;

/** Takes sign, unit, exponent and multiplier off a field; undefined where what is left can't be a number. */
export function bareNumber(field: string): BareNumber | undefined {
  if (field.length > LONGEST) return undefined;
  const plain = plainText(field);
  const inside = /^\((.+)\)$/.exec(plain);
  const match = PARTS.exec(inside ? inside[1].trim() : plain);
  if (!match) return undefined;
  const [, sign, before, innerSign, written, exponent = '', multiplier, after, trailing] = match;
  const signs = [sign, innerSign, trailing].filter(one => one !== '');
  if (signs.length + (inside ? 1 : 0) > 1) return undefined;
  const units = [before, after].filter(one => one !== '');
  if (units.length > 1 || units.some(unit => !UNIT.test(unit) && !CURRENCIES.has(unit))) return undefined;
  const power = multiplierOf(multiplier);
  if (power === undefined || (power > 0 && exponent !== '')) return undefined;
  return {
    digits: written.trim(),
    sign: inside || signs[0] === '-' ? '-' : '',
    exponent: power > 0 ? `e${power}` : exponent,
    isMultiplied: power > 0,
    // Millions beside plain numbers are as odd as percents beside them.
    unit: `${units[0] ?? ''}${power > 0 ? MULTIPLIED : ''}`,
  };
}

/** The power of ten of a multiplier; 0 without one, undefined of what is none as it is written. */
function multiplierOf(word: string | undefined): number | undefined {
  if (word === undefined) return 0;
  return Object.hasOwn(MULTIPLIERS, word) ? MULTIPLIERS[word] : undefined;
}

/** Full-width digits, special blanks, the minus sign and apostrophes as ASCII has them. */
function plainText(field: string): string {
  const text = field.trim();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: most fields are ASCII, and need nothing.
  if (/^[\x00-\x7f]*$/.test(text)) return text;
  return text
    .normalize('NFKC')
    .replace(/[\u2212\u2010\u2011]/g, '-')
    .replace(/[\u2018\u2019\u00b4]/g, "'")
    .replace(/\s/g, ' ')
    .trim();
}

const WESTERN: Readonly<Record<GroupMark, RegExp>> = perMark(mark => `^[1-9]\\d{0,2}(?:${mark}\\d{3})+$`);
const INDIAN: Readonly<Record<GroupMark, RegExp>> = perMark(mark => `^[1-9]\\d?(?:${mark}\\d{2})+${mark}\\d{3}$`);

function perMark(pattern: (mark: string) => string): Record<GroupMark, RegExp> {
  const of = (mark: GroupMark) => new RegExp(pattern(literalPattern(mark)));
  return {'.': of('.'), ',': of(','), ' ': of(' '), "'": of("'")};
}

/** The value of digits with a decimal mark, and what groups their thousands: in threes, or as in 12,00,000; undefined where they don't fit. */
export function readDigits(bare: BareNumber, decimal: Decimal): WrittenNumber | undefined {
  const {digits, sign, exponent, unit, isMultiplied} = bare;
  const at = digits.indexOf(decimal);
  const whole = at < 0 ? digits : digits.slice(0, at);
  const rest = at < 0 ? '' : digits.slice(at + 1);
  if (!/^\d*$/.test(rest) || (whole === '' && rest === '')) return undefined;
  // 5. is a number, 5, is one with something behind it.
  if (at >= 0 && rest === '' && decimal === ',') return undefined;
  const grouped = /^\d*$/.test(whole) ? undefined : groupMarkOf(whole, decimal);
  if (grouped === null || (grouped !== undefined && exponent !== '' && !isMultiplied)) return undefined;
  // 0050,1 is a code, and something behind it.
  if (decimal === ',' && at >= 0 && /^0\d/.test(whole)) return undefined;
  const plain = grouped === undefined ? whole : whole.replaceAll(grouped, '');
  const value = Number(`${sign}${plain}.${rest}${exponent}`);
  return Number.isFinite(value) ? {value, grouped, unit} : undefined;
}

/** What groups these digits; null where nothing does so rightly. */
function groupMarkOf(whole: string, decimal: Decimal): GroupMark | null {
  const found = GROUP_MARKS.find(mark => mark !== decimal && (WESTERN[mark].test(whole) || INDIAN[mark].test(whole)));
  return found ?? null;
}
