import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  visit,
  type YAMLMap,
} from 'yaml';
import {isMapping} from './json-schema.js';
import type {Path} from './path.js';
import {
  bad,
  type Check,
  type Checked,
  good,
  hintOf,
  type Place,
  type Problem,
  placeAt,
  type Source,
} from './problem.js';
import {UNREADABLE} from './references.js';
import {remembered} from './remembered.js';
import {keyProblems} from './yaml-keys.js';
import {expansionExcess, yamlExcess} from './yaml-limits.js';
import {applyOverrides, overrideOf} from './yaml-overrides.js';
import {placeOfNode} from './yaml-place.js';
import {parseSections} from './yaml-sections.js';
import {MOST_TOLD} from './yaml-syntax.js';

/** A YAML file as plain data, and the place of every part of it. */
export interface YamlFile {
  readonly source: Source;
  readonly overrides: readonly string[];
  readonly value: unknown;
  /** What is wrong with how it is written, where all else of it can be read. */
  readonly problems: readonly Problem[];
  /** The place of the value at a path (or of its key), or of the nearest part around it that is written. */
  place(path: Path, part?: 'key' | 'value'): Place;
}

/** A problem with a text as a whole. */
export function fail(source: Source, message: string, hint?: string) {
  return bad([{message, place: placeAt(source, 0), ...hintOf(hint)}]);
}

/** A YAML text, with `key.path=value` overrides laid over it. Nothing in it can run code. */
export function parseYaml(source: Source, overrides: readonly string[]): Checked<YamlFile> {
  try {
    return parseNodes(source, overrides);
  } catch (error) {
    if (error instanceof RangeError) return fail({...source, text: ''}, 'the file is nested too deeply');
    throw error;
  }
}

/** What nobody can check in a file that can't be read. */
const UNREAD: readonly Check[] = ['keys', 'data', 'shapes'];

function parseNodes(source: Source, overrides: readonly string[]): Checked<YamlFile> {
  const excess = yamlExcess(source);
  if (excess) return bad([excess]);
  const {document, problems: syntax, around, clear, end, unread} = parseSections(source);
  const keys = keyProblems(document, source, {end, isWhole: unread.length === 0});
  const problems = [...around, ...clear, ...keys].slice(0, MOST_TOLD);
  if (syntax.length > 0) return bad([...syntax, ...problems], UNREAD);
  if (document.contents === null) return fail(source, 'the file is empty');
  const set = applyOverrides(document, overrides);
  if (set.length > 0) return bad([...problems, ...set], UNREAD);
  let value: unknown;
  try {
    // How much they expand to is looked at below: the parser's own count is another one.
    value = document.toJS({maxAliasCount: -1});
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    const message = 'this stands for what --set has replaced';
    const place = placeOfAlias(document, source, alias => alias.resolve(document) === undefined);
    return bad([{message, place, hint: 'set what stands here, too'}]);
  }
  const grown = expansionExcess(value);
  if (grown !== undefined) return bad([{message: grown, place: placeOfAlias(document, source, () => true)}]);
  return good({
    source,
    overrides,
    value: withUnread(value, unread),
    problems,
    place: (path, part) => locate(document, source, overrides, path, part ?? 'value'),
  });
}

/** A document with sections in it that can't be read. */
function withUnread(value: unknown, unread: readonly string[]): unknown {
  if (unread.length === 0 || !isMapping(value)) return value;
  return {...value, ...Object.fromEntries(unread.map(name => [name, UNREADABLE]))};
}

/** The first alias of a document for which something holds. */
function placeOfAlias(document: Document, source: Source, isMeant: (alias: Alias) => boolean): Place {
  let found: Alias | undefined;
  visit(document, {
    Alias(_, alias) {
      if (!isMeant(alias)) return undefined;
      found = alias;
      return visit.BREAK;
    },
  });
  return placeOfNode(source, found);
}

/** The pairs of mappings by their keys: a mapping with thousands of problems is looked through once. */
const pairsByKey = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();

function pairsOf(mapping: YAMLMap): ReadonlyMap<string, Pair> {
  return new Map(mapping.items.flatMap(pair => (isScalar(pair.key) ? [[String(pair.key.value), pair]] : [])));
}

function locate(
  document: Document,
  source: Source,
  overrides: readonly string[],
  path: Path,
  part: 'key' | 'value',
): Place {
  const set = overrides.map(overrideOf).toReversed();
  const isWithin = (inner: Path, outer: Path) => outer.every((step, index) => String(step) === String(inner[index]));
  const by = set.find(override => isWithin(path, override.path));
  if (by) return placeAt(by.source, by.equals + 1, by.source.text.length - by.equals - 1);
  let node: Node | undefined = isNode(document.contents) ? document.contents : undefined;
  let key: Node | undefined;
  let depth = 0;
  for (const step of path) {
    const inner: Node | undefined = isAlias(node) ? node.resolve(document) : node;
    let child: unknown;
    let childKey: unknown;
    if (isMap(inner)) {
      const pair = remembered(pairsByKey, inner, () => pairsOf(inner)).get(String(step));
      childKey = pair?.key;
      child = pair?.value ?? pair?.key;
    } else if (isSeq(inner)) child = inner.items[Number(step)];
    if (!isNode(child) || !child.range) break;
    node = child;
    key = isNode(childKey) ? childKey : undefined;
    depth++;
  }
  // What is not in the file is there because of an override of a part of it.
  const around = depth < path.length ? set.find(override => isWithin(override.path, path)) : undefined;
  if (around) return placeAt(around.source, 0, around.equals);
  return placeOfNode(source, part === 'key' && key ? key : node);
}
