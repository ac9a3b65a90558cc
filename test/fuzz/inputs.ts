import fc from 'fast-check';

/** What is put into texts: what mean things to YAML, CSV, JSON, terminals and spreadsheets, and numbers at their ends. */
const PIECES = [
  '"',
  "'",
  '[',
  ']',
  '{',
  '}',
  ':',
  ': ',
  '- ',
  ',',
  ';',
  '\t',
  '\n',
  '\r',
  '\r\n',
  '#',
  '&a ',
  '*a',
  '!!int ',
  '|\n',
  '>',
  '?',
  '%',
  '${',
  '${a}',
  '${}',
  '=',
  '<',
  '>=',
  '~',
  'null',
  'true',
  '-1',
  '0',
  '1e308',
  '1e-400',
  '9007199254740993',
  'NaN',
  '.inf',
  '1,5',
  '__proto__',
  'constructor',
  'toString',
  '\u0000',
  '\u001b[2J',
  '\u202e',
  '\ufeff',
  '\ud800',
  '日本',
  '𝒙',
  ' '.repeat(50),
  'x'.repeat(300),
  '[['.repeat(60),
  '{"a":'.repeat(40),
  '2024-02-30',
  '2024-10-27 02:30',
  '=cmd()',
  '@x',
  '{}',
  '[]',
  '""',
  '1e9',
  '100000',
  '0.5',
] as const;

/** One change of a text: at a place, as a share of its length, something is put in, cut out, doubled or replaced. */
const change = fc.record({
  at: fc.double({min: 0, max: 1, noNaN: true}),
  length: fc.nat({max: 40}),
  kind: fc.constantFrom('insert', 'cut', 'double', 'replace', 'swap lines'),
  piece: fc.oneof(fc.constantFrom(...PIECES), fc.string({maxLength: 12, unit: 'binary'})),
});

type Change = typeof change extends fc.Arbitrary<infer One> ? One : never;

function changed(text: string, {at, length, kind, piece}: Change): string {
  const begin = Math.floor(at * text.length);
  const end = Math.min(text.length, begin + length);
  switch (kind) {
    case 'insert':
      return text.slice(0, begin) + piece + text.slice(begin);
    case 'cut':
      return text.slice(0, begin) + text.slice(end);
    case 'double':
      return text.slice(0, end) + text.slice(begin);
    case 'replace':
      return text.slice(0, begin) + piece + text.slice(end);
    case 'swap lines': {
      const lines = text.split('\n');
      const one = Math.floor(at * (lines.length - 1));
      const other = (one + length) % lines.length;
      [lines[one], lines[other]] = [lines[other], lines[one]];
      return lines.join('\n');
    }
  }
}

/** Real texts with some changes. */
export function mutated(texts: readonly string[]): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...texts), fc.array(change, {minLength: 1, maxLength: 4}))
    .map(([text, changes]) => changes.reduce(changed, text));
}

/** JSON of any form, whose keys and words are those of real documents. */
export function documentOf(words: readonly string[]): fc.Arbitrary<string> {
  const word = fc.constantFrom(...words);
  const {value} = fc.letrec<{value: unknown}>(tie => ({
    value: fc.oneof(
      {maxDepth: 5, withCrossShrink: true},
      fc.oneof(word, fc.integer(), fc.double(), fc.boolean(), fc.constant(null), fc.constantFrom(...PIECES)),
      fc.array(tie('value'), {maxLength: 5}),
      fc.dictionary(word, tie('value'), {maxKeys: 8, noNullPrototype: true}),
    ),
  }));
  return fc.dictionary(word, value, {maxKeys: 14, noNullPrototype: true}).map(document => JSON.stringify(document));
}

/** A JSON document with a value in it replaced by one of any form: what a schema has to see. */
export function replacedIn(documents: readonly string[]): fc.Arbitrary<string> {
  return fc.tuple(fc.constantFrom(...documents), fc.nat(), fc.jsonValue({maxDepth: 3})).map(([text, at, value]) => {
    const document: unknown = JSON.parse(text);
    const places: (() => void)[] = [];
    const walk = (inside: unknown): void => {
      if (typeof inside !== 'object' || inside === null) return;
      for (const key of Object.keys(inside)) {
        places.push(() => Reflect.set(inside, key, value));
        walk(Reflect.get(inside, key));
      }
    };
    walk(document);
    places[at % Math.max(1, places.length)]?.();
    return JSON.stringify(document);
  });
}

/** The words of texts. */
export function wordsOf(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.flatMap(text => text.split(/[^A-Za-z0-9_.-]+/)))].filter(
    word => word.length > 0 && word.length < 30,
  );
}

/** Short texts of the pieces that conditions and expectations have. */
export function lineOf(words: readonly string[]): fc.Arbitrary<string> {
  return fc
    .array(fc.oneof(fc.constantFrom(...words), fc.constantFrom(...PIECES)), {minLength: 1, maxLength: 9})
    .map(parts => parts.join(''));
}
