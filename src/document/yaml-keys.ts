import {type Document, isMap, isNode, isScalar, type Node, type Pair, Scalar, visit} from 'yaml';
import {hintOf, type Problem, type Source} from './problem.js';
import {UNREADABLE} from './references.js';
import {FORBIDDEN_KEYS} from './yaml-overrides.js';
import {placeOfNode} from './yaml-place.js';

/** Takes keys and aliases that are not allowed out of a document, and tells them; beyond `end` nobody knows what is one. */
export function keyProblems(document: Document, source: Source, end: number): Problem[] {
  const anchors = new Set<string>();
  const problems: Problem[] = [];
  const tell = (node: Node | undefined, message: string, hint?: string) => {
    if ((node?.range?.[0] ?? 0) < end) problems.push({message, place: placeOfNode(source, node), ...hintOf(hint)});
  };
  visit(document, {
    Value(_, {anchor}) {
      if (anchor !== undefined) anchors.add(anchor);
    },
    Alias(_, alias) {
      if (anchors.has(alias.source)) return undefined;
      tell(alias, `there is no anchor '&${alias.source}' before this`);
      const unread = new Scalar(UNREADABLE);
      unread.range = alias.range ?? null;
      return unread;
    },
    Pair(at, pair, path) {
      const key: unknown = isScalar(pair.key) ? pair.key.value : pair.key;
      if (typeof key === 'string' && !FORBIDDEN_KEYS.has(key)) return undefined;
      const decimal = decimalBefore(pair, at, path.at(-1), source.text);
      if (decimal) {
        tell(decimal, 'a decimal number is written with a point', `write ${decimal.value}`);
        return visit.REMOVE;
      }
      const message = typeof key === 'string' ? `the key '${key}' is not allowed` : 'a key must be plain text';
      tell(isNode(pair.key) ? pair.key : undefined, message);
      return visit.REMOVE;
    },
  });
  return problems;
}

/** The number with a comma in braces of which the parser made two; it is then the one that was meant. */
function decimalBefore(pair: Pair, at: unknown, around: unknown, text: string): Scalar<number> | undefined {
  const before = isMap(around) && typeof at === 'number' ? around.items[at - 1]?.value : undefined;
  const {key} = pair;
  if (!isNumber(before) || !isNumber(key) || (isScalar(pair.value) && pair.value.value !== null)) return undefined;
  if (!before.range || !key.range || text.slice(before.range[1], key.range[0]) !== ',') return undefined;
  const [begin, end] = [before.range[0], key.range[1]];
  before.value = Number(text.slice(begin, end).replace(',', '.'));
  before.range = [begin, end, end];
  return before;
}

function isNumber(node: unknown): node is Scalar<number> {
  return isScalar(node) && typeof node.value === 'number';
}
