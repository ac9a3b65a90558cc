import {Lexer} from 'yaml';
import {type Problem, placeAt, type Source} from './problem.js';

/** Words, numbers and marks of a YAML file; what is more belongs into a file of data. */
const MOST_TOKENS = 300_000;
const MOST_ALIASES = 1000;
const DEEPEST = 100;
/** Mappings, lists and values, with what aliases stand for in their places. */
const MOST_EXPANDED = 1_000_000;

/**
 * What a YAML text has too much of; undefined where it is small enough. The parser takes a kilobyte for each token, and
 * more time than in proportion for aliases: both are counted before it begins.
 */
export function yamlExcess(source: Source): Problem | undefined {
  let [tokens, aliases, open, offset] = [0, 0, 0, 0];
  const excess = (message: string, hint: string) => ({message, place: placeAt(source, offset), hint});
  for (const token of new Lexer().lex(source.text)) {
    tokens++;
    if (token.startsWith('*')) aliases++;
    if (token === '[' || token === '{') open++;
    if (token === ']' || token === '}') open--;
    if (open > DEEPEST) return excess('this is nested too deeply', `at most ${DEEPEST} brackets inside of each other`);
    if (aliases > MOST_ALIASES) return excess('the file has too many aliases', `at most ${MOST_ALIASES}`);
    if (tokens > MOST_TOKENS)
      return excess('the file has too many parts', `at most ${MOST_TOKENS} words, numbers and marks; a CSV holds more`);
    // Marks of the lexer itself, which are no part of the text.
    if (!LEXER_MARKS.has(token)) offset += token.length;
  }
  return undefined;
}

/** What the lexer says besides the text: the begin of a document, a flow that ends by force, the begin of a scalar. */
export const LEXER_MARKS: ReadonlySet<string> = new Set(['\u{2}', '\u{18}', '\u{1f}']);

/** What is wrong with the aliases of a value; undefined where nothing is. */
export function expansionExcess(value: unknown): string | undefined {
  const size = expandedSize(value, new Set(), new Map());
  if (size === Number.POSITIVE_INFINITY) return 'an alias stands inside of what its anchor names';
  return size > MOST_EXPANDED ? 'the aliases of this file expand to too much' : undefined;
}

/** How many parts a value has, each as often as it is named; infinity for one that stands inside of itself. */
function expandedSize(value: unknown, above: Set<object>, known: Map<object, number>): number {
  if (typeof value !== 'object' || value === null) return 1;
  if (above.has(value)) return Number.POSITIVE_INFINITY;
  const before = known.get(value);
  if (before !== undefined) return before;
  above.add(value);
  const size = Object.values(value).reduce((sum: number, child) => sum + expandedSize(child, above, known), 1);
  above.delete(value);
  known.set(value, size);
  return size;
}
