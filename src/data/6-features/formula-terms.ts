import {FORMULA_FUNCTIONS, FUNCTIONS_ALSO_CALLED, power, remainder} from './formula-functions.js';

/** What is wrong with a formula. */
export class FormulaMistake extends Error {}

/** A part of a formula: what it is worth in a row of the columns; a condition is worth 1 or 0, and NaN of what is NaN. */
interface Term {
  readonly kind: 'number' | 'condition' | 'comparison' | 'negation';
  of(columns: readonly Float64Array[], row: number): number;
}

/** The name of something that is called. */
interface Called {
  readonly kind: 'function';
  readonly name: string;
}

/** How names are told: columns by their place, and functions. */
export interface FormulaNames {
  /** The place of a column among those of the formula; it is noted when it is asked for. */
  columnAt(name: string): number;
  isQuoted(name: string): boolean;
}

const UNARY: ReadonlyMap<string, (a: number) => number> = new Map([
  ['-', (a: number) => -a],
  ['+', (a: number) => a],
  ['not', (a: number) => (Number.isNaN(a) ? a : a ? 0 : 1)],
]);
const CONNECTIVES: ReadonlyMap<string, Question> = new Map([
  ['and', (a: number, b: number) => a !== 0 && b !== 0],
  ['or', (a: number, b: number) => a !== 0 || b !== 0],
]);
const ARITHMETIC: ReadonlyMap<string, (a: number, b: number) => number> = new Map([
  ['+', (a: number, b: number) => a + b],
  ['-', (a: number, b: number) => a - b],
  ['*', (a: number, b: number) => a * b],
  ['/', (a: number, b: number) => a / b],
  ['%', remainder],
  ['^', power],
]);
/** What says yes or no of two numbers. */
type Question = (a: number, b: number) => boolean;
const COMPARISONS: ReadonlyMap<string, Question> = new Map([
  ['<', (a: number, b: number) => a < b],
  ['<=', (a: number, b: number) => a <= b],
  ['>', (a: number, b: number) => a > b],
  ['>=', (a: number, b: number) => a >= b],
  ['==', (a: number, b: number) => a === b],
  ['!=', (a: number, b: number) => a !== b],
]);

/**
 * The function that the tokens of expr-eval-fork stand for, in its order: operands before what is done with them. Only numbers,
 * columns and known functions may come of them: it throws a FormulaMistake of anything else.
 */
export function formulaTerm(tokens: unknown, names: FormulaNames): Term {
  const stack: (Term | Called)[] = [];
  const pop = (): Term => {
    const last = stack.pop();
    if (last === undefined) throw new FormulaMistake('something is missing in the formula');
    if (last.kind === 'function') throw new FormulaMistake(`'${last.name}' is a function: write ${last.name}(...)`);
    return last;
  };
  if (!Array.isArray(tokens)) throw new FormulaMistake("the formula can't be read");
  for (const token of tokens) {
    const [type, value]: readonly unknown[] = [Reflect.get(Object(token), 'type'), Reflect.get(Object(token), 'value')];
    switch (type) {
      case 'INUMBER':
        stack.push(constant(value));
        break;
      case 'IVAR':
        stack.push(named(String(value), names));
        break;
      case 'IEXPR':
        stack.push(formulaTerm(value, names));
        break;
      case 'IOP1':
        stack.push(unary(String(value), pop()));
        break;
      case 'IOP2': {
        const right = pop();
        stack.push(binary(String(value), pop(), right));
        break;
      }
      case 'IOP3': {
        const [no, yes, condition] = [pop(), pop(), pop()];
        stack.push({
          kind: 'number',
          of(columns, row) {
            const answer = condition.of(columns, row);
            return Number.isNaN(answer) ? answer : (answer ? yes : no).of(columns, row);
          },
        });
        break;
      }
      case 'IFUNCALL': {
        const given = Array.from({length: Number(value)}, pop).reverse();
        stack.push(called(stack.pop(), given));
        break;
      }
      case 'IARRAY':
        throw new FormulaMistake('a formula has no lists: [ and ] mean nothing here');
      case 'IENDSTATEMENT':
        throw new FormulaMistake('a formula is one expression: ; means nothing here');
      default:
        throw new FormulaMistake('a formula is made of numbers, columns and functions of them');
    }
  }
  const made = pop();
  if (stack.length > 0) throw new FormulaMistake('something is missing in the formula');
  return made;
}

function constant(value: unknown): Term {
  if (typeof value === 'string') throw new FormulaMistake(`a formula has no texts: '${value}' stands in quotes`);
  if (typeof value !== 'number') throw new FormulaMistake(`'${String(value)}' is no number`);
  return {kind: 'number', of: () => value};
}

function named(name: string, {columnAt, isQuoted}: FormulaNames): Term | Called {
  if (FORMULA_FUNCTIONS.has(name) && !isQuoted(name)) return {kind: 'function', name};
  const at = columnAt(name);
  return {kind: 'number', of: (columns, row) => columns[at][row]};
}

function unary(operator: string, operand: Term): Term {
  const own = UNARY.get(operator);
  if (!own) throw new FormulaMistake(`'${operator}' means nothing here`);
  return {kind: operator === 'not' ? 'negation' : 'number', of: (columns, row) => own(operand.of(columns, row))};
}

function binary(operator: string, left: Term, right: Term): Term {
  const connect = CONNECTIVES.get(operator);
  if (connect) return {kind: 'condition', of: answered(connect, left, right)};
  // The parser takes not to be of the next operand alone.
  if (left.kind === 'negation') throw new FormulaMistake(`what does not mean? write not (a ${operator} b)`);
  const arithmetic = ARITHMETIC.get(operator);
  if (arithmetic)
    return {kind: 'number', of: (columns, row) => arithmetic(left.of(columns, row), right.of(columns, row))};
  const compare = COMPARISONS.get(operator);
  if (compare) {
    // In a < b < c the comparison is on the left; on the right it stands in brackets.
    if (left.kind === 'comparison' && right.kind !== 'comparison')
      throw new FormulaMistake('two comparisons in a row: write a < b and b < c');
    return {kind: 'comparison', of: answered(compare, left, right)};
  }
  throw new FormulaMistake(
    operator === '['
      ? 'a formula is of one row: for rows before it take a feature of type lag'
      : `'${operator}' means nothing here`,
  );
}

/** 1 for yes and 0 for no; NaN where one of both is NaN: of what has no value nothing is known. */
function answered(question: Question, left: Term, right: Term): Term['of'] {
  return (columns, row) => {
    const [a, b] = [left.of(columns, row), right.of(columns, row)];
    return Number.isNaN(a) || Number.isNaN(b) ? Number.NaN : Number(question(a, b));
  };
}

function called(callee: Term | Called | undefined, given: readonly Term[]): Term {
  const known = callee?.kind === 'function' ? FORMULA_FUNCTIONS.get(callee.name) : undefined;
  if (callee?.kind !== 'function' || !known)
    throw new FormulaMistake('only functions can be called: between two values write *');
  const {takes, of} = known;
  if (takes === undefined ? given.length === 0 : given.length !== takes)
    throw new FormulaMistake(
      `'${callee.name}' takes ${takes === 1 ? 'one number' : 'one number or more'}, and is given ${given.length}`,
    );
  const [only, ...more] = given;
  if (more.length === 0) return {kind: 'number', of: (columns, row) => of(only.of(columns, row))};
  return {kind: 'number', of: (columns, row) => of(...given.map(one => one.of(columns, row)))};
}

/** What is called in a formula without being a function that there is, and what is meant, perhaps. */
export function unknownFunction(text: string): string | undefined {
  for (const [, name] of text.replace(/`[^`]*`/g, ' ').matchAll(/([A-Za-z_][A-Za-z_0-9.]*)\s*\(/g)) {
    const bare = name.replace(/^(np|numpy|math|Math)\./, '');
    if (FORMULA_FUNCTIONS.has(name) || ['and', 'or', 'not'].includes(name)) continue;
    const meant = FORMULA_FUNCTIONS.has(bare) ? bare : FUNCTIONS_ALSO_CALLED.get(bare.toLowerCase());
    return `there is no function '${name}'${meant === undefined ? '' : `: '${meant}' is meant, perhaps`}`;
  }
  return undefined;
}
