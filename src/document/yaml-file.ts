import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parse,
  parseDocument,
  visit,
  type YAMLMap,
  YAMLParseError,
} from 'yaml';
import {bad, type Checked, good, hintOf, type Place, type Problem, placeAt, type Source} from './problem.js';
import {remembered} from './remembered.js';
import {expansionExcess, yamlExcess} from './yaml-limits.js';

export type Path = readonly (string | number)[];

/** A YAML file as plain data, and the place of every part of it. */
export interface YamlFile {
  readonly source: Source;
  readonly overrides: readonly string[];
  readonly value: unknown;
  /** The place of the value at a path (or of its key), or of the nearest part around it that is written. */
  place(path: Path, part?: 'key' | 'value'): Place;
}

const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

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

function parseNodes(source: Source, overrides: readonly string[]): Checked<YamlFile> {
  const excess = yamlExcess(source);
  if (excess) return bad([excess]);
  const counter = new LineCounter();
  const document: Document = parseDocument(source.text, {lineCounter: counter, prettyErrors: false, version: '1.2'});
  const anchors = new Set<string>();
  const problems: Problem[] = [...document.errors, ...document.warnings].map(({message, code, pos}) => ({
    message: plainly(message, code),
    place: placeAt(source, pos[0], Math.max(1, Math.min(pos[1], endOfLine(source.text, pos[0])) - pos[0])),
  }));
  visit(document, {
    Value(_, {anchor}) {
      if (anchor !== undefined) anchors.add(anchor);
    },
    Alias(_, alias) {
      if (anchors.has(alias.source)) return;
      problems.push({message: `there is no anchor '&${alias.source}' before this`, place: placeOfNode(source, alias)});
    },
    Pair(_, pair) {
      const key: unknown = isScalar(pair.key) ? pair.key.value : pair.key;
      if (typeof key === 'string' && !FORBIDDEN_KEYS.has(key)) return;
      problems.push({
        message: typeof key === 'string' ? `the key '${key}' is not allowed` : 'a key must be plain text',
        place: placeOfNode(source, isNode(pair.key) ? pair.key : undefined),
      });
    },
  });
  if (problems.length > 0) return bad(problems);
  if (document.contents === null) return fail(source, 'the file is empty');
  const set = applyOverrides(document, overrides);
  if (set.length > 0) return bad(set);
  let value: unknown;
  try {
    // How much they expand to is looked at below: the parser's own count is another one.
    value = document.toJS({maxAliasCount: -1});
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    return fail(source, 'an alias stands for what --set has replaced', 'set what stands at the alias, too');
  }
  const grown = expansionExcess(value);
  if (grown !== undefined) return fail(source, grown);
  return good({
    source,
    overrides,
    value,
    place: (path, part) => locate(document, source, overrides, path, part ?? 'value'),
  });
}

function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}

/** The parser's words in ours, where its own say less; `code` is what it calls a mistake. */
function plainly(message: string, code?: string): string {
  if (code === 'DUPLICATE_KEY') return 'this key is written twice';
  if (code === 'RESOURCE_EXHAUSTION') return 'the file is nested too deeply';
  if (code === 'MULTIPLE_DOCS') return 'only one YAML document is allowed';
  return message.charAt(0).toLowerCase() + message.slice(1).replace(/\.$/, '');
}

function placeOfNode(source: Source, node: Node | undefined): Place {
  const range = node?.range;
  if (!range) return placeAt(source, 0);
  return placeAt(source, range[0], Math.min(range[1], endOfLine(source.text, range[0])) - range[0]);
}

function pathOf(override: string): (string | number)[] {
  const name = override.slice(0, override.indexOf('='));
  return name.split('.').map(part => (/^\d+$/.test(part) ? Number(part) : part));
}

function applyOverrides(document: Document, overrides: readonly string[]): Problem[] {
  const problems: Problem[] = [];
  for (const override of overrides) {
    const source = {file: '--set', text: override};
    const equals = override.indexOf('=');
    if (equals < 1) {
      problems.push({
        message: 'expected key=value, such as training.epochs=5',
        place: placeAt(source, 0, override.length),
      });
      continue;
    }
    const path = pathOf(override);
    if (path.some(part => part === '' || FORBIDDEN_KEYS.has(String(part)))) {
      problems.push({
        message: `'${override.slice(0, equals)}' is not a path of keys`,
        place: placeAt(source, 0, equals),
      });
      continue;
    }
    const beyond = beyondList(document, path);
    if (beyond !== undefined) {
      problems.push({message: `can't be set: ${beyond}`, place: placeAt(source, 0, equals)});
      continue;
    }
    try {
      document.setIn(path, document.createNode(overrideValue(override.slice(equals + 1))));
    } catch (error) {
      problems.push({
        message: `can't be set: ${error instanceof YAMLParseError ? plainly(error.message.split('\n')[0], error.code) : plainly(error instanceof Error ? error.message : String(error))}`,
        place: placeAt(source, 0, override.length),
      });
    }
  }
  return problems;
}

/** Why a path leads beyond the end of a list; undefined where it doesn't. The entry after the last one may be set. */
function beyondList(document: Document, path: Path): string | undefined {
  for (const [depth, step] of path.entries()) {
    const list = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
    if (!isSeq(list) || typeof step !== 'number' || step <= list.items.length) continue;
    const name = path.slice(0, depth).join('.');
    return list.items.length === 0 ? `${name} has no entries` : `the last entry of ${name} is ${list.items.length - 1}`;
  }
  return undefined;
}

/** A value as YAML has it; a mark or a format alone, such as , or [Q]Q-YY, is text. Throws YAMLParseError. */
function overrideValue(written: string): unknown {
  try {
    // What is odd about a tag is told where the value doesn't fit.
    return parse(written, {logLevel: 'error'});
  } catch (error) {
    if (/^([,;|%@`&*!?:>-]|\[[^\],]*\][^\],]+)$/.test(written)) return written;
    throw error;
  }
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
  for (const override of [...overrides].reverse()) {
    if (pathOf(override).every((step, index) => String(step) === String(path[index]))) {
      const equals = override.indexOf('=');
      return placeAt({file: '--set', text: override}, equals + 1, override.length - equals - 1);
    }
  }
  let node: Node | undefined = isNode(document.contents) ? document.contents : undefined;
  let key: Node | undefined;
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
  }
  return placeOfNode(source, part === 'key' && key ? key : node);
}
