import {type Document, Lexer, LineCounter, parseDocument, visit, type YAMLError} from 'yaml';
import {firstAbove} from './first-above.js';
import {hintOf, type Problem, placeAt, type Source} from './problem.js';
import {UNREADABLE} from './references.js';
import {LEXER_MARKS} from './yaml-limits.js';
import {endOfLine, placeOfNode} from './yaml-place.js';

/** A YAML document, and what is wrong with how it is written: of mistakes that may come of each other only the first. */
export interface WrittenYaml {
  readonly document: Document;
  /** What stands in the way of reading it. */
  readonly problems: readonly Problem[];
  /** What doesn't, although nobody can tell what was meant: of two keys the last one is read, other values are UNREADABLE. */
  readonly around: readonly Problem[];
  /** References without quotes: they were read as they were meant. */
  readonly clear: readonly Problem[];
  /** Where what is written may begin to mean something else, because of a mistake before it. */
  readonly end: number;
  /** Where the first mistake stands that is in the way; undefined where there is none, or it is one of the whole. */
  readonly brokenAt?: number;
}

/**
 * Parses a YAML text, or this one of the same length in its place; a reference without quotes in braces or brackets is one
 * problem, and read as it was meant.
 */
export function parseWritten(source: Source, written = source.text): WrittenYaml {
  const text = withMarkedReferences(written);
  const document: Document = parseDocument(text, {
    lineCounter: new LineCounter(),
    prettyErrors: false,
    version: '1.2',
  });
  const found = [...document.errors, ...document.warnings]
    .filter(error => !isBehindComma(error, text))
    .sort((a, b) => a.pos[0] - b.pos[0]);
  const breaking = found.find(breaksTheRest);
  // What was opened and not closed means something else from there on.
  const end = breaking ? (beginOf(breaking, document)?.[0] ?? breaking.pos[0]) : text.length;
  const told = found.filter(error => error === breaking || error.pos[0] < end).slice(0, MOST_TOLD);
  const problems = told.map(error => problemOf(error, document, source));
  const clear = unquotedReferences(document, source, end);
  const first = told.find(error => !isReadAround(error));
  if (first)
    return {
      document,
      problems,
      around: [],
      clear,
      end,
      ...(first.code === 'MULTIPLE_DOCS' ? {} : {brokenAt: Math.min(end, first.pos[0])}),
    };
  const unread = told.flatMap(({code, pos}) => (code === 'DUPLICATE_KEY' ? [] : [pos[0]]));
  const around = [...problems, ...nullProblems(document, source)];
  markUnreadable(document, unread);
  return {document, problems: [], around, clear, end};
}

/** Whether a key that comes twice is the second half of a number with a comma, which is told by itself. */
function isBehindComma({code, pos}: YAMLError, text: string): boolean {
  return code === 'DUPLICATE_KEY' && /^\d,\d/.test(text.slice(Math.max(0, pos[0] - 2), pos[0] + 1));
}

/** Whether all around a mistake can be read. */
function isReadAround({code}: YAMLError): boolean {
  return code === 'BAD_DQ_ESCAPE' || code === 'BAD_SCALAR_START' || code === 'DUPLICATE_KEY';
}

/** Makes the values at some rising offsets ones that can't be read. */
function markUnreadable(document: Document, offsets: readonly number[]): void {
  if (offsets.length === 0) return;
  visit(document, {
    Scalar(_, scalar) {
      const {range} = scalar;
      if (!range) return;
      const last = firstAbove(offsets, Math.max(range[1], range[0] + 1) - 1) - 1;
      if (last >= 0 && offsets[last] >= range[0]) scalar.value = UNREADABLE;
    },
  });
}

/** How U+0000 may be written: nothing here takes it, and what can't be read is told from texts by it. */
const NULL = /\0|\\(?:0|x00|u0000|U00000000)/;

/** Texts with U+0000; they can't be read. */
function nullProblems(document: Document, source: Source): Problem[] {
  const problems: Problem[] = [];
  if (!NULL.test(source.text)) return problems;
  visit(document, {
    Scalar(_, scalar) {
      if (typeof scalar.value !== 'string' || !scalar.value.includes('\0')) return;
      scalar.value = UNREADABLE;
      problems.push({message: "a text can't hold the character U+0000", place: placeOfNode(source, scalar)});
    },
  });
  return problems.slice(0, MOST_TOLD);
}

/** Whether what comes after a mistake may be read in another way than it was meant. */
function breaksTheRest({code}: YAMLError): boolean {
  switch (code) {
    case 'BAD_ALIAS':
    case 'BAD_DQ_ESCAPE':
    case 'BAD_SCALAR_START':
    case 'DUPLICATE_KEY':
    case 'KEY_OVER_1024_CHARS':
    case 'NON_STRING_KEY':
    case 'TAG_RESOLVE_FAILED':
      return false;
    default:
      return true;
  }
}

/** More mistakes of one file tell nothing. */
export const MOST_TOLD = 1000;

/** Stand for the braces of a reference, where the parser would begin a mapping. */
const BRACES = {open: '\ue000', close: '\ue001'} as const;
const LONGEST = 200;
const REFERENCE = /^\{( *[A-Za-z_][\w-]* *)\}/;
const MARKED = new RegExp(`\\$${BRACES.open}([^${BRACES.close}]*)${BRACES.close}`, 'g');

/** So many characters are read again for references without quotes: each may change what the text behind it means. */
const MOST_READ_AGAIN = 1_000_000;

/** The text with marks for the braces of references that stand in a flow without quotes. */
function withMarkedReferences(text: string): string {
  if (!text.includes('${') || text.includes(BRACES.open)) return text;
  let marked = text;
  for (let read = 0; read <= MOST_READ_AGAIN; read += text.length) {
    const at = unquotedBrace(marked);
    if (at === undefined) return marked;
    const close = marked.indexOf('}', at);
    marked = `${marked.slice(0, at)}${BRACES.open}${marked.slice(at + 1, close)}${BRACES.close}${marked.slice(close + 1)}`;
  }
  return marked;
}

/** Where the first brace of a reference stands that the parser would take for that of a mapping. */
function unquotedBrace(text: string): number | undefined {
  let [offset, before] = [0, ''];
  for (const token of new Lexer().lex(text)) {
    if (LEXER_MARKS.has(token)) continue;
    if (token === '{' && before.endsWith('$') && REFERENCE.test(text.slice(offset, offset + LONGEST))) return offset;
    [before, offset] = [token, offset + token.length];
  }
  return undefined;
}

/** References that stand in a flow without quotes, before the place where the text may mean something else. */
function unquotedReferences(document: Document, source: Source, end: number): Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Scalar(_, scalar) {
      if (typeof scalar.value !== 'string' || !scalar.range || scalar.range[0] >= end) return;
      const value = scalar.value.replace(MARKED, '${$1}');
      if (value === scalar.value) return;
      const place = placeAt(source, scalar.range[0], value.length);
      // A quote alone belongs to the one that is missing.
      const [, key, bare] = /^([\w-]+:)?["']?(\$\{[^}]*\})["']?$/.exec(value) ?? [];
      scalar.value = key ? `${key}${bare}` : (bare ?? value);
      // That a key holds its value is told with the key.
      if (key) return;
      problems.push({
        message: 'a reference needs quotes inside of braces and brackets',
        place,
        hint: bare
          ? `write ${JSON.stringify(bare)}`
          : 'put the whole value in quotes, with a space between it and the colon before it',
      });
    },
  });
  return problems;
}

/** What the parser says, in our words, and at the place where it began. */
function problemOf(error: YAMLError, document: Document, source: Source): Problem {
  const {code, message, pos} = error;
  const begin = beginOf(error, document);
  const {text} = source;
  const told = (words: string, hint?: string, [from, to]: readonly [number, number] = pos): Problem => {
    const length = Math.max(1, Math.min(to, endOfLine(text, from)) - from);
    return {message: words, place: placeAt(source, from, length), ...hintOf(hint)};
  };
  const wide = breaksTheRest(error) ? wideMark(text, pos[0]) : undefined;
  if (wide) return told(wide.words, wide.hint);
  switch (code) {
    case 'BAD_INDENT':
      return message.startsWith('Flow')
        ? told('this is not closed', 'close it, and indent all its lines', begin)
        : told('the keys of one mapping must begin in the same column');
    case 'BAD_SCALAR_START':
      return told(`a text can't begin with ${text[pos[0]]}`, 'put it in quotes');
    case 'BLOCK_AS_IMPLICIT_KEY':
      if (/^ *- /.test(lineAt(text, pos[0])))
        return told(
          'the entries of one list must begin in the same column',
          'the indentation may be wrong',
          dashAt(text, pos[0]),
        );
      return /:(\s|$)/.test(text.slice(pos[0], endOfLine(text, pos[0])))
        ? told("a line can't have two keys", twoKeysHint(lineAt(text, pos[0])))
        : told('this is a text, and the next line adds keys to it', 'the next line may be indented too far');
    case 'BLOCK_IN_FLOW':
      return told('a comma is missing here, or a brace or bracket is not closed before it');
    case 'DUPLICATE_KEY':
      return told('this key is written twice');
    case 'MISSING_CHAR':
      return missing(message, told, begin);
    case 'MULTILINE_IMPLICIT_KEY':
      return noKey(text, pos[0], told);
    case 'MULTIPLE_DOCS':
      return told('only one YAML document is allowed');
    case 'RESOURCE_EXHAUSTION':
      return told('the file is nested too deeply');
    case 'TAB_AS_INDENT':
      return told('lines are indented with spaces, not with tabs');
    case 'TAG_RESOLVE_FAILED':
      return told('tags are not known here', 'put a text that begins with ! in quotes');
    case 'UNEXPECTED_TOKEN':
      return told('this does not belong here', 'a quote, a brace or the indentation before it may be wrong');
    default:
      return told(plainly(message));
  }
}

/** Where that begins which the parser found unfinished: a brace, a bracket or a quote. */
function beginOf({code, message, pos}: YAMLError, document: Document): [number, number] | undefined {
  if (code === 'BAD_INDENT' && message.startsWith('Flow')) return openedAt(document, pos[0]);
  if (code === 'MISSING_CHAR' && message.includes('quote')) return quoteAt(document, pos[0]);
  return undefined;
}

/** How a line with two colons is meant. */
function twoKeysHint(line: string): string {
  const [, key, inner, value] = /^\s*(?:- )?([\w-]+): +([\w-]+): *(.*)$/.exec(line) ?? [];
  if (key !== undefined && value)
    return `write ${key}: {${inner}: ${value}}, or put the second key into a line of its own`;
  const [, name] = /^\s*(?:- )?([\w-]+) *[{[]/.exec(line) ?? [];
  if (name !== undefined) return `a key needs a colon: ${name}: ...`;
  return 'put a text with a colon in quotes';
}

/** What a Japanese keyboard writes in the place of a colon or a blank. */
function wideMark(text: string, at: number): {readonly words: string; readonly hint: string} | undefined {
  const begin = text.lastIndexOf('\n', text.lastIndexOf('\n', at - 1) - 1) + 1;
  const lines = text.slice(begin, endOfLine(text, at));
  if (/^[ -]*[\w-]+\uff1a/m.test(lines)) return {words: 'this colon is a full-width one', hint: 'write : and a space'};
  if (/^ *\u3000/m.test(lines))
    return {words: 'a full-width space is no indentation', hint: 'write spaces of one column'};
  return undefined;
}

/** What stands in a line in the place of a key, and is none. */
function noKey(text: string, at: number, told: (words: string, hint?: string) => Problem): Problem {
  const line = lineAt(text, at).trim();
  if (/^-\S/.test(line)) return told('an entry of a list needs a space after its dash', `- ${line.slice(1)}`);
  if (/^[\w-]+:\S/.test(line)) return told('a key needs a space after its colon', line.replace(':', ': '));
  if (/^[\w-]+ \S+$/.test(line)) return told('a key needs a colon', line.replace(' ', ': '));
  return told('neither a list nor a text of several lines can be a key', 'the indentation may be wrong');
}

/** What is missing, by the parser's words. */
function missing(
  message: string,
  told: (words: string, hint?: string, at?: readonly [number, number]) => Problem,
  quote: readonly [number, number] | undefined,
): Problem {
  if (message.includes('quote')) return told('this quote is not closed', undefined, quote);
  if (message.startsWith('Implicit map keys')) return told('a key needs a colon and a value', 'key: value');
  if (message.startsWith('Sequence item')) return told("each entry of a list begins with '- '");
  return told(plainly(message));
}

/** Where the brace or bracket stands that is still open at an offset. */
function openedAt(document: Document, offset: number): [number, number] | undefined {
  let found: [number, number] | undefined;
  visit(document, {
    Collection(_, {flow, range}) {
      if (flow && range && range[0] < offset && range[1] >= offset) found = [range[0], range[0] + 1];
    },
  });
  return found;
}

/** Where the text in quotes begins that ends at an offset. */
function quoteAt(document: Document, offset: number): [number, number] | undefined {
  let found: [number, number] | undefined;
  visit(document, {
    Scalar(_, {range}) {
      if (range && range[0] < offset && range[1] >= offset) found = [range[0], range[1]];
    },
  });
  return found;
}

/** The parser's words, as a part of a sentence. */
function plainly(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1).replace(/\.$/, '');
}

/** The line in which an offset is. */
function lineAt(text: string, offset: number): string {
  return text.slice(text.lastIndexOf('\n', offset - 1) + 1, endOfLine(text, offset));
}

/** Where the dash stands with which the line of an offset begins. */
function dashAt(text: string, offset: number): [number, number] {
  const dash = text.indexOf('-', text.lastIndexOf('\n', offset - 1) + 1);
  return [dash, dash + 1];
}
