import {didYouMean} from '../document/did-you-mean.js';
import {describe} from '../document/mistakes.js';
import {holds, OPERATORS} from '../document/operator.js';
import {parameterValue} from '../document/parameter-value.js';
import type {Path} from '../document/path.js';
import {hintOf} from '../document/problem.js';
import type {SweepMistake} from './mistake.js';
import type {Parameter} from './parameters/parameter.js';
import type {Space} from './space.js';

/** What is to be left out: combinations that fulfil all of its conditions. */
export interface Rule {
  readonly conditions: readonly Condition[];
}

interface Condition {
  readonly position: number;
  fits(code: number): boolean;
}

/** A rule as it is written: conditions by parameters. */
export type WrittenRule = Readonly<Record<string, unknown>>;

/** Reads the rules that stand in a list at a path. */
export function readRules(
  space: Space,
  written: readonly WrittenRule[],
  below: Path,
): {readonly rules: readonly Rule[]; readonly mistakes: readonly SweepMistake[]} {
  const mistakes: SweepMistake[] = [];
  const rules = written.map((rule, index): Rule => {
    const conditions = Object.entries(rule).flatMap(([name, value]): Condition[] => {
      const path = [...below, index, name];
      const position = space.names.indexOf(name);
      if (position < 0) {
        mistakes.push(unknownParameter(name, path, space.names));
        return [];
      }
      const read = readCondition(space.parameters[position], value, path);
      if (typeof read === 'function') return [{position, fits: remembering(read)}];
      mistakes.push(...read);
      return [];
    });
    return {conditions};
  });
  return {rules, mistakes};
}

/** Whether one of the rules leaves a combination out; gives which one. */
export function ruleAgainst(rules: readonly Rule[], codes: ArrayLike<number>): number | undefined {
  const found = rules.findIndex(({conditions}) =>
    conditions.every(({position, fits}) => !Number.isNaN(codes[position]) && fits(codes[position])),
  );
  return found < 0 ? undefined : found;
}

/** Who names what is no parameter. */
export function unknownParameter(name: string, path: Path, names: readonly string[]): SweepMistake {
  const message = `'${name}' is not a parameter of the sweep`;
  return {path, part: 'key', message, ...hintOf(didYouMean(name, names))};
}

/** Who wants a value that a parameter never has. */
export function unknownValue(parameter: Parameter, value: unknown, path: Path): SweepMistake {
  const labels = Array.from({length: Math.min(parameter.count ?? 0, 1000)}, (_, code) =>
    parameterValue(parameter.label(code)),
  );
  const shown = typeof value === 'object' && value !== null ? describe(value) : parameterValue(value);
  return {path, message: `the parameter never is ${shown}`, ...hintOf(didYouMean(shown, labels))};
}

function readCondition(
  parameter: Parameter,
  written: unknown,
  path: Path,
): ((code: number) => boolean) | readonly SweepMistake[] {
  const compared = typeof written === 'string' ? /^(<=|>=|==|!=|<|>)(.*)$/.exec(written.trim()) : null;
  if (compared) {
    const operator = OPERATORS.find(one => one === compared[1]);
    const text = compared[2].trim();
    const limit = Number(text);
    if (operator === undefined || text === '' || Number.isNaN(limit))
      return [{path, message: `expected a number behind ${compared[1]}, found '${text}'`}];
    return code => {
      const value = parameter.value(code);
      return typeof value === 'number' ? holds(value, operator, limit) : operator === '!=';
    };
  }
  const whole = parameter.codeOf(written);
  if (whole !== undefined) return code => code === whole;
  if (!Array.isArray(written)) return [unknownValue(parameter, written, path)];
  const codes = written.map((value: unknown) => parameter.codeOf(value));
  const unknown = codes.flatMap((code, index) =>
    code === undefined ? [unknownValue(parameter, written[index], [...path, index])] : [],
  );
  return unknown.length > 0 ? unknown : code => codes.includes(code);
}

const MOST_REMEMBERED = 100_000;

/** The same answers, each found once. */
function remembering(fits: (code: number) => boolean): (code: number) => boolean {
  const known = new Map<number, boolean>();
  return code => {
    const before = known.get(code);
    if (before !== undefined) return before;
    const found = fits(code);
    if (known.size < MOST_REMEMBERED) known.set(code, found);
    return found;
  };
}
