const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt', 'sv', 'pl'];

/** Short forms that files have and the languages' own lists have not. */
const ALSO: readonly (readonly [string, number])[] = [
  ['Jän', 1],
  ['Jänner', 1],
  ['Mär', 3],
  ['Mrz', 3],
  ['Sep', 9],
  ['Sept', 9],
];

/** Names that mean two months in two languages are none. */
const MONTHS = new Map<string, number | undefined>();
for (const language of LANGUAGES)
  for (const length of ['long', 'short'] as const) {
    const format = new Intl.DateTimeFormat(language, {month: length, timeZone: 'UTC'});
    for (let month = 1; month <= 12; month++) add(format.format(Date.UTC(2020, month - 1, 1)), month);
  }
for (const [name, month] of ALSO) add(name, month);

/** The month (from 1) of a name or its short form, in English and the languages around; undefined of any other word. */
export function monthOf(name: string): number | undefined {
  return MONTHS.get(plain(name));
}

/** As it is, and as files without accents have it. */
function add(name: string, month: number): void {
  const known = plain(name);
  const bare = known.normalize('NFD').replace(/\p{M}/gu, '');
  for (const one of new Set([known, bare, known.replaceAll('ä', 'ae')]))
    MONTHS.set(one, MONTHS.has(one) && MONTHS.get(one) !== month ? undefined : month);
}

function plain(name: string): string {
  return name.normalize('NFC').toLowerCase().replace(/\.$/, '');
}
