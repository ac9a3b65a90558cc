import {type Document, Lexer, LineCounter, parseDocument, visit, type YAMLError} from 'yaml';
import {hintOf, type Problem, placeAt, type Source} from './problem.js';
import {UNREADABLE} from './references.js';
import {LEXER_MARKS} from './yaml-limits.js';
import {endOfLine} from './yaml-place.js';

/** A YAML document, and what is wrong with how it is written: of mistakes that may come of each other only the first. */
export interface WrittenYaml {
  readonly document: Document;
  /** What stands in the way of reading it. */
  readonly problems: readonly Problem[];
  /** What doesn't: it was read as it was meant, or the value that can't be read is UNREADABLE. */
  readonly clear: readonly Problem[];
  /** Where what is written may begin to mean something else, because of a mistake before it. */
  readonly end: number;
}

/** Parses a YAML text; a reference without quotes in braces or brackets is one problem, and read as it was meant. */
export function parseWritten(source: Source): WrittenYaml {
  const text = withMarkedReferences(source.text);
  const document: Document = parseDocument(text, {
    lineCounter: new LineCounter(),
    prettyErrors: false,
    version: '1.2',
  });
  const found = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  const breaking = found.find(breaksTheRest);
  const end = breaking ? breaking.pos[0] : text.length;
  const told = breaking ? found.slice(0, found.indexOf(breaking) + 1) : found;
  const problems = told.map(error => problemOf(error, document, source));
  const isRead = told.every(isReadAround);
  const clear = unquotedReferences(document, source, end);
  if (!isRead) return {document, problems, clear, end};
  for (const {code, pos} of told) if (code !== 'DUPLICATE_KEY') markUnreadable(document, pos[0]);
  return {document, problems: [], clear: [...problems, ...clear], end};
}

/** Whether all around a mistake can be read. */
function isReadAround({code}: YAMLError): boolean {
  return code === 'BAD_DQ_ESCAPE' || code === 'BAD_SCALAR_START' || code === 'DUPLICATE_KEY';
}

/** Makes the value at an offset one that can't be read. */
function markUnreadable(document: Document, offset: number): void {
  visit(document, {
    Scalar(_, scalar) {
      const {range} = scalar;
      if (range && range[0] <= offset && offset < Math.max(range[1], range[0] + 1)) scalar.value = UNREADABLE;
    },
  });
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

/** Stand for the braces of a reference, where the parser would begin a mapping. */
const BRACES = {open: '\ue000', close: '\ue001'} as const;
const LONGEST = 200;
const REFERENCE = /^\{( *[A-Za-z_][\w-]* *)\}/;
const MARKED = new RegExp(`\\$${BRACES.open}([^${BRACES.close}]*)${BRACES.close}`, 'g');

/** The text with marks for the braces of references that stand in a flow without quotes. */
function withMarkedReferences(text: string): string {
  if (!text.includes('${') || text.includes(BRACES.open)) return text;
  const parts: string[] = [];
  let [copied, offset, before] = [0, 0, ''];
  for (const token of new Lexer().lex(text)) {
    if (LEXER_MARKS.has(token)) continue;
    const [, name] =
      (token === '{' && before.endsWith('$') && REFERENCE.exec(text.slice(offset, offset + LONGEST))) || [];
    if (name !== undefined) {
      parts.push(text.slice(copied, offset), BRACES.open, name, BRACES.close);
      copied = offset + name.length + 2;
    }
    [before, offset] = [token, offset + token.length];
  }
  return [...parts, text.slice(copied)].join('');
}

/** References that stand in a flow without quotes, before the place where the text may mean something else. */
function unquotedReferences(document: Document, source: Source, end: number): Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Scalar(_, scalar) {
      if (typeof scalar.value !== 'string' || !scalar.range || scalar.range[0] >= end) return;
      const value = scalar.value.replace(MARKED, '${$1}');
      if (value === scalar.value) return;
      scalar.value = value;
      problems.push({
        message: 'a reference needs quotes inside of braces and brackets',
        place: placeAt(source, scalar.range[0], value.length),
        hint: /^\$\{[^}]*\}$/.test(value)
          ? `write ${JSON.stringify(value)}`
          : 'put the whole value in quotes, with a space between it and the colon before it',
      });
    },
  });
  return problems;
}

/** What the parser says, in our words, and at the place where it began. */
function problemOf({code, message, pos}: YAMLError, document: Document, source: Source): Problem {
  const {text} = source;
  const told = (words: string, hint?: string, [from, to]: readonly [number, number] = pos): Problem => {
    const length = Math.max(1, Math.min(to, endOfLine(text, from)) - from);
    return {message: words, place: placeAt(source, from, length), ...hintOf(hint)};
  };
  switch (code) {
    case 'BAD_INDENT':
      return message.startsWith('Flow')
        ? told('this is not closed', 'close it, and indent all its lines', openedAt(document, pos[0]))
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
        ? told("a line can't have two keys", 'put a text with a colon in quotes')
        : told('this is a text, and the next line adds keys to it', 'the next line may be indented too far');
    case 'BLOCK_IN_FLOW':
      return told('a comma is missing here, or a brace or bracket is not closed before it');
    case 'DUPLICATE_KEY':
      return told('this key is written twice');
    case 'MISSING_CHAR':
      return missing(message, told, quoteAt(document, pos[0]));
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
