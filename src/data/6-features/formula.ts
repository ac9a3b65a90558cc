import {Parser} from 'expr-eval-fork';
import {exponential, logarithm} from '../../random/elementary.js';

/** A formula that could be read. */
export interface Formula {
  /** The columns that it names, each once. */
  readonly columns: readonly string[];
  /** Its value for one value of each of these. */
  evaluate(values: readonly number[]): number;
}

/** Everything that a formula may call; logarithms and powers are those that give the same bits everywhere. */
const FUNCTIONS: Readonly<Record<string, (...values: number[]) => number>> = {
  abs: Math.abs,
  sqrt: Math.sqrt,
  ln: logarithm,
  log10: value => logarithm(value) / Math.LN10,
  exp: exponential,
  min: Math.min,
  max: Math.max,
  round: Math.round,
  floor: Math.floor,
  ceil: Math.ceil,
  sign: Math.sign,
};

/** What a formula is made of, in words. */
export const FORMULA_HINT = `numbers and columns, + - * / % ^ and brackets, comparisons, condition ? yes : no, and the functions ${Object.keys(FUNCTIONS).join(', ')}`;

const read = new Map<string, Formula | {readonly mistake: string}>();

/** Reads a formula, or tells what is wrong with it. */
export function parseFormula(text: string): Formula | {readonly mistake: string} {
  const known = read.get(text);
  if (known) return known;
  const made = parsed(text);
  read.set(text, made);
  return made;
}

function parsed(text: string): Formula | {readonly mistake: string} {
  const quoted: string[] = [];
  const plain = text.replace(/`([^`]+)`/g, (_, name: string) => {
    if (!quoted.includes(name)) quoted.push(name);
    return placeholder(quoted.indexOf(name));
  });
  try {
    const expression = arithmetic().parse(plain);
    const variables = expression.variables();
    const columns = variables.map(name => quoted.find((_, index) => placeholder(index) === name) ?? name);
    return {
      columns,
      evaluate(values) {
        const value: unknown = expression.evaluate(
          bare(Object.fromEntries(variables.map((name, index) => [name, values[index]]))),
        );
        return typeof value === 'boolean' ? Number(value) : typeof value === 'number' ? value : Number.NaN;
      },
    };
  } catch (error) {
    const [message] = (error instanceof Error ? error.message : String(error)).split('\n');
    return {
      mistake: `the formula can't be read: ${message.replace(/^parse error \[1:(\d+)\]: /, 'at its character $1: ')}`,
    };
  }
}

function placeholder(index: number): string {
  return `quoted_${index}_`;
}

/** A parser of arithmetic alone: no assignments, no functions but ours, nothing of objects. */
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
  // Without a prototype: nothing is called constructor.
  parser.functions = bare(FUNCTIONS);
  parser.consts = bare({});
  parser.unaryOps = pick(parser.unaryOps, ['-', '+', 'not']);
  Object.assign(parser, {
    binaryOps: bare({...Reflect.get(parser, 'binaryOps'), '^': power}),
    ternaryOps: bare({...Reflect.get(parser, 'ternaryOps')}),
  });
  return parser;
}

function pick(all: unknown, names: readonly string[]): Record<string, unknown> {
  return bare(Object.fromEntries(names.map(name => [name, Reflect.get(Object(all), name)])));
}

function bare<Of extends object>(all: Of): Of {
  return Object.assign(Object.create(null), all);
}

/** Whole powers are products. */
function power(base: number, exponent: number): number {
  if (Number.isInteger(exponent) && Math.abs(exponent) <= 64) {
    let product = 1;
    for (let count = 0; count < Math.abs(exponent); count++) product *= base;
    return exponent < 0 ? 1 / product : product;
  }
  return base > 0 ? exponential(exponent * logarithm(base)) : base === 0 ? 0 ** exponent : Number.NaN;
}
