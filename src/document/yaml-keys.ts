import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  Scalar,
  visit,
  type YAMLMap,
} from 'yaml';
import {FORBIDDEN_KEYS} from './forbidden-keys.js';
import {numberMeant} from './mistakes.js';
import {hintOf, type Problem, type Source} from './problem.js';
import {UNREADABLE} from './references.js';
import {placeOfNode} from './yaml-place.js';

/**
 * Takes keys and aliases that are not allowed out of a document, and tells them; beyond `end` nobody knows what is one, and of one
 * that isn't read as a whole nobody knows all anchors.
 */
export function keyProblems(
  document: Document,
  source: Source,
  {end, isWhole}: {readonly end: number; readonly isWhole: boolean},
): Problem[] {
  const anchors = new Set<string>();
  const problems: Problem[] = [];
  const merging = new Merging(document);
  const tell = (node: Node | undefined, message: string, hint?: string) => {
    if ((node?.range?.[0] ?? 0) < end) problems.push({message, place: placeOfNode(source, node), ...hintOf(hint)});
  };
  visit(document, {
    Value(_, {anchor}) {
      if (anchor !== undefined) anchors.add(anchor);
    },
    Alias(_, alias) {
      if (anchors.has(alias.source)) return undefined;
      if (isWhole || !source.text.includes(`&${alias.source}`))
        tell(alias, `there is no anchor '&${alias.source}' before this`);
      const unread = new Scalar(UNREADABLE);
      unread.range = alias.range ?? null;
      return unread;
    },
    Pair(at, pair, path) {
      const key: unknown = isScalar(pair.key) ? pair.key.value : pair.key;
      if (key === '<<' && isScalar(pair.key) && pair.key.type === 'PLAIN') {
        visit(isNode(pair.value) ? pair.value : null, {
          Value(_, {anchor}) {
            if (anchor !== undefined) anchors.add(anchor);
          },
        });
        const mistake = merging.into(path.at(-1), pair);
        if (mistake !== undefined) tell(pair.key, mistake, '<<: *name takes the keys of a mapping that has an anchor');
        return visit.REMOVE;
      }
      const apart = typeof key === 'string' ? keyAndValue(pair, key) : undefined;
      if (apart) {
        tell(apart, 'a colon needs a space behind it', `write ${String(apart.value)}: ${writtenValue(pair.value)}`);
        return undefined;
      }
      if (typeof key === 'string' && !FORBIDDEN_KEYS.has(key)) return undefined;
      const decimal = numberBefore(pair, at, path.at(-1), source.text);
      if (decimal) {
        tell(decimal.number, 'a number is written without a comma', decimal.hint);
        return visit.REMOVE;
      }
      const message = typeof key === 'string' ? `the key '${key}' is not allowed` : 'a key must be plain text';
      tell(isNode(pair.key) ? pair.key : undefined, message);
      return visit.REMOVE;
    },
  });
  return problems;
}

/** The key of a pair that holds its value, as in {units:4}; the two are apart then. */
function keyAndValue(pair: Pair, written: string): Scalar | undefined {
  const {key, value} = pair;
  const [, name, text] = /^([\w-]+):([^\s{["'].*)$/.exec(written) ?? [];
  const isAlone = value === null || (isScalar(value) && value.value === null);
  if (
    name === undefined ||
    FORBIDDEN_KEYS.has(name) ||
    !isScalar(key) ||
    key.type !== 'PLAIN' ||
    !key.range ||
    !isAlone
  )
    return undefined;
  const [begin, end] = key.range;
  const found = new Scalar(
    /^(true|false)$/.test(text) ? text === 'true' : Number.isNaN(Number(text)) ? text : Number(text),
  );
  found.range = [begin + name.length + 1, end, end];
  pair.value = found;
  key.value = name;
  return key;
}

function writtenValue(node: unknown): string {
  const value: unknown = isScalar(node) ? node.value : '';
  return typeof value === 'string' && !/^[\w.-]+$/.test(value) ? JSON.stringify(value) : String(value);
}

/** The number with a comma in braces of which the parser made two; it is then the one that was meant. */
function numberBefore(
  pair: Pair,
  at: unknown,
  around: unknown,
  text: string,
): {readonly number: Scalar<number>; readonly hint: string} | undefined {
  const before = isMap(around) && typeof at === 'number' ? around.items[at - 1]?.value : undefined;
  const {key} = pair;
  if (!isNumber(before) || !isNumber(key) || (isScalar(pair.value) && pair.value.value !== null)) return undefined;
  if (!before.range || !key.range || text.slice(before.range[1], key.range[0]) !== ',') return undefined;
  const [begin, end] = [before.range[0], key.range[1]];
  const {hint = '', meant} = numberMeant(text.slice(begin, end));
  before.value = meant ?? Number(text.slice(begin, end).replace(',', ''));
  before.range = [begin, end, end];
  return {number: before, hint};
}

/** Parts that mappings of a file may take over from others in all; each takes room of its own. */
const MOST_MERGED = 100_000;

/** Puts the keys of mappings that anchors name into others: YAML's `<<`. */
class Merging {
  private merged = 0;

  constructor(private readonly document: Document) {}

  /** Gives a mapping copies of the keys that it has not; what stands in the way where something does. */
  into(mapping: unknown, {value}: Pair): string | undefined {
    if (!isMap(mapping)) return '<< stands in a mapping';
    if (this.merged > MOST_MERGED) return undefined;
    const known = new Set(mapping.items.map(({key}) => String(key)));
    for (const one of isSeq(value) ? value.items : [value]) {
      const source: unknown = isAlias(one) ? one.resolve(this.document) : one;
      if (!isMap(source)) return 'this is no mapping whose keys << could take';
      if (holds(source, mapping)) return '<< stands inside of what its anchor names';
      visit(source, {Node: () => void this.merged++});
      if (this.merged > MOST_MERGED) return `the file takes over more than ${MOST_MERGED} parts by <<`;
      for (const pair of source.items) {
        if (known.has(String(pair.key))) continue;
        known.add(String(pair.key));
        // What is set in the one must not be in the other.
        mapping.items.push(pair.clone());
      }
    }
    return undefined;
  }
}

/** Whether a mapping stands inside of another one, or is it. */
function holds(outer: YAMLMap, mapping: YAMLMap): boolean {
  return Boolean(
    outer.range && mapping.range && outer.range[0] <= mapping.range[0] && mapping.range[1] <= outer.range[1],
  );
}

function isNumber(node: unknown): node is Scalar<number> {
  return isScalar(node) && typeof node.value === 'number';
}
