import {Parser} from 'expr-eval-fork';
import {remembered} from '../../document/remembered.js';
import {FORMULA_FUNCTIONS} from './formula-functions.js';
import {FormulaMistake, formulaTerm, unknownFunction} from './formula-terms.js';

/** A formula that could be read. */
export interface Formula {
  /** The columns that it names, each once. */
  readonly columns: readonly string[];
  /** Its value in a row of these. */
  evaluate(columns: readonly Float64Array[], row: number): number;
}

/** What a formula is made of, in words. */
export const FORMULA_HINT = `numbers and columns, + - * / % ^ and brackets, comparisons, and, or, not, condition ? yes : no, and the functions ${[...FORMULA_FUNCTIONS.keys()].join(', ')}; a column whose name is not a single word stands in backticks: \`Adj Close\``;

const read = new Map<string, Formula | {readonly mistake: string}>();

/** Reads a formula, or tells what is wrong with it. */
export function parseFormula(text: string): Formula | {readonly mistake: string} {
  return remembered(read, text, () => parsed(text));
}

/** More nested brackets than anyone writes would be too many for the parser. */
const MOST_NESTED = 100;

function parsed(text: string): Formula | {readonly mistake: string} {
  if (text.trim() === '') return {mistake: 'the formula is empty'};
  if (deepest(text) > MOST_NESTED) return {mistake: `more than ${MOST_NESTED} brackets in one another`};
  const quoted: string[] = [];
  // No word of the text: as long as it takes to be none.
  let mark = 'quoted';
  while (text.includes(mark)) mark += 'x';
  const plain = text.replace(/`([^`]+)`/g, (_, name: string) => {
    if (!quoted.includes(name)) quoted.push(name);
    return ` ${mark}_${quoted.indexOf(name)}_ `;
  });
  const columnOf = (name: string) => quoted.find((_, index) => name === `${mark}_${index}_`) ?? name;
  const columns: string[] = [];
  try {
    const term = formulaTerm(Reflect.get(arithmetic().parse(plain), 'tokens'), {
      isQuoted: name => columnOf(name) !== name,
      columnAt(name) {
        const column = columnOf(name);
        if (!columns.includes(column)) columns.push(column);
        return columns.indexOf(column);
      },
    });
    return {columns, evaluate: (values, row) => term.of(values, row)};
  } catch (error) {
    const shown = mistakeOf(text, error);
    return {mistake: quoted.reduce((told, name, index) => told.replaceAll(`${mark}_${index}_`, `\`${name}\``), shown)};
  }
}

function mistakeOf(text: string, error: unknown): string {
  const unknown = unknownFunction(text);
  if (unknown !== undefined) return unknown;
  if (error instanceof FormulaMistake) return error.message;
  if (/\*\*/.test(text)) return 'a power is written x ^ 2, not x ** 2';
  const [message] = (error instanceof Error ? error.message : String(error)).split('\n');
  if (/TEOF/.test(message)) return "the formula can't be read: it ends where something should follow";
  return `the formula can't be read: ${message.replace(/^parse error \[1:(\d+)\]: /, 'at its character $1: ').replace(/^unexpected T[A-Z]+: (.*)$/, "'$1' stands where a number, a column or a function should")}`;
}

function deepest(text: string): number {
  let [depth, most] = [0, 0];
  for (const sign of text) {
    if (sign === '(' || sign === '[') most = Math.max(most, ++depth);
    else if (sign === ')' || sign === ']') depth--;
  }
  return most;
}

/** A parser of arithmetic alone: no assignments, nothing of objects. */
function arithmetic(): Parser {
  const parser = new Parser({
    allowMemberAccess: false,
    operators: {
      assignment: false,
      fndef: false,
      in: false,
      concatenate: false,
      factorial: false,
      random: false,
      length: false,
    },
  });
  // Nothing is known to it by name: names are ours.
  Object.assign(parser, {functions: bare({}), consts: bare({})});
  parser.unaryOps = bare({
    '-': Reflect.get(parser.unaryOps, '-'),
    '+': Reflect.get(parser.unaryOps, '+'),
    not: Reflect.get(parser.unaryOps, 'not'),
  });
  return parser;
}

/** Without a prototype: nothing is called constructor. */
function bare<Of extends object>(all: Of): Of {
  return Object.assign(Object.create(null), all);
}
