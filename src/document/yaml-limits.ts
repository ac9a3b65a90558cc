import {Lexer} from 'yaml';
import {type Problem, placeAt, type Source} from './problem.js';

/** Words, numbers and marks of a YAML file; what is more belongs into a file of data. */
const MOST_TOKENS = 300_000;
const MOST_ALIASES = 1000;
const DEEPEST = 100;

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
    if (!MARKS.has(token)) offset += token.length;
  }
  return undefined;
}

/** What the lexer says besides the text: the begin of a document, a flow that ends by force, the begin of a scalar. */
const MARKS: ReadonlySet<string> = new Set(['\u{2}', '\u{18}', '\u{1f}']);
