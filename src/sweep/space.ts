import type {Parameter} from './parameters/parameter.js';
import {ABSENT} from './points.js';

/** The parameters of a sweep, and which of them name which. */
export interface Space {
  readonly names: readonly string[];
  readonly parameters: readonly Parameter[];
  /** Those with an entry of their own; the others have the values that listed combinations give them. */
  readonly isDeclared: readonly boolean[];
  /** Those that the experiment itself names: they are in every combination. */
  readonly always: readonly boolean[];
  /** Those whose values name others. */
  readonly naming: readonly Naming[];
  /** The places in an order in which those that name others come before these; as written where it doesn't matter. */
  readonly order: readonly number[];
}

/** A parameter, by its place, whose values name others. */
export interface Naming {
  readonly position: number;
  /** The codes of the values that name others: of a range, which may have a milliard of values, only few can. */
  readonly codes: readonly number[];
  /** The places of those that a value names, by its code. */
  named(code: number): readonly number[];
  /** The places of those that any of its values names. */
  readonly allNamed: ReadonlySet<number>;
}

/** The first value of every parameter; the middle of those that can't be counted. */
export function firstCodes({parameters}: Space): Float64Array {
  return Float64Array.from(parameters, ({count, codeAt}) => (count === undefined ? codeAt(0.5) : 0));
}

/** Makes codes of all parameters those of a combination: who isn't named by it gets none. */
export function withoutUnnamed({always, naming, order}: Space, codes: Float64Array): void {
  if (naming.length === 0) return;
  const isNamed = [...always];
  for (const position of order) {
    if (!isNamed[position]) codes[position] = ABSENT;
    else
      for (const other of naming.find(one => one.position === position)?.named(codes[position]) ?? [])
        isNamed[other] = true;
  }
}

/** Calls `visit` with the codes of every combination, the last parameter changing fastest, until it gives false. */
export function everyPoint(space: Space, visit: (codes: Float64Array) => boolean): void {
  const {parameters, order, always, naming} = space;
  const codes = new Float64Array(parameters.length).fill(ABSENT);
  const namedBy = order.map(position => naming.find(one => one.position === position)?.named);
  const isNamed = always.map(Number);
  const from = (at: number): boolean => {
    if (at === order.length) return visit(codes);
    const position = order[at];
    if (isNamed[position] === 0) {
      codes[position] = ABSENT;
      return from(at + 1);
    }
    const count = parameters[position].count ?? 0;
    for (let code = 0; code < count; code++) {
      codes[position] = code;
      const named = namedBy[at]?.(code) ?? [];
      for (const other of named) isNamed[other]++;
      const goesOn = from(at + 1);
      for (const other of named) isNamed[other]--;
      if (!goesOn) return false;
    }
    return true;
  };
  from(0);
}

/** How many combinations there are without rules; Infinity where a parameter in some of them has more values than can be counted. */
export function countEvery(space: Space): number {
  const {parameters, always, naming} = space;
  if (naming.length === 0)
    return parameters.reduce((product, {count = Number.POSITIVE_INFINITY}) => product * count, 1);
  const order = namedNext(space);
  const known = new Map<string, number>();
  const from = (at: number, isNamed: readonly boolean[]): number => {
    if (at === order.length) return 1;
    const position = order[at];
    if (!isNamed[position]) return from(at + 1, isNamed);
    // What lies behind decides about the rest, and nothing else.
    const key = `${at} ${order
      .slice(at)
      .map(one => Number(isNamed[one]))
      .join('')}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const {count = Number.POSITIVE_INFINITY} = parameters[position];
    const own = naming.find(one => one.position === position);
    const rest = (more: readonly number[]) =>
      from(at + 1, more.length === 0 ? isNamed : isNamed.map((is, other) => is || more.includes(other)));
    const codes = (own?.codes ?? []).filter(code => code < count);
    const others = count - codes.length;
    let sum = others > 0 ? others * rest([]) : 0;
    for (const code of codes) sum += rest(own?.named(code) ?? []);
    known.set(key, sum);
    return sum;
  };
  return from(0, always);
}

/** An order in which who is named comes as soon as all that name it have come: so there is little to remember. */
function namedNext({order, naming}: Space): readonly number[] {
  const found: number[] = [];
  const add = (position: number) => {
    if (found.includes(position)) return;
    if (naming.some(one => one.allNamed.has(position) && !found.includes(one.position))) return;
    found.push(position);
    for (const other of naming.find(one => one.position === position)?.allNamed ?? []) add(other);
  };
  for (const position of order) add(position);
  return found;
}
