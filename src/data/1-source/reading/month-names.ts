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

let known: ReadonlyMap<string, number | undefined> | undefined;

/** The month (from 1) of a name or its short form, in English and the languages around; undefined of any other word. */
export function monthOf(name: string): number | undefined {
  // Made at the first question: it takes 18 ms, and most files write months in digits.
  known ??= monthNames();
  return known.get(plain(name));
}

/** The months by their names; names that mean two months in two languages are none. */
function monthNames(): Map<string, number | undefined> {
  const months = new Map<string, number | undefined>();
  // As it is, and as files without accents have it.
  const add = (name: string, month: number) => {
    const own = plain(name);
    const bare = own.normalize('NFD').replace(/\p{M}/gu, '');
    for (const one of new Set([own, bare, own.replaceAll('ä', 'ae')]))
      months.set(one, months.has(one) && months.get(one) !== month ? undefined : month);
  };
  for (const language of LANGUAGES)
    for (const length of ['long', 'short'] as const) {
      const format = new Intl.DateTimeFormat(language, {month: length, timeZone: 'UTC'});
      for (let month = 1; month <= 12; month++) add(format.format(Date.UTC(2020, month - 1, 1)), month);
    }
  for (const [name, month] of ALSO) add(name, month);
  return months;
}

function plain(name: string): string {
  return name.normalize('NFC').toLowerCase().replace(/\.$/, '');
}
