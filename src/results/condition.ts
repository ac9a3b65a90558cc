import {didYouMean} from '../document/did-you-mean.js';
import {holds, OPERATORS, type Operator} from '../document/operator.js';
import {parameterValue} from '../document/parameter-value.js';

/** `window > 10`: something that a row's column must fulfil. */
export interface Condition {
  readonly name: string;
  readonly operator: Operator;
  /** As it was written. */
  readonly value: string;
}

/** Reads a condition on one of the given columns, or on what else is one; or tells what is wrong with it. */
export function parseCondition(
  text: string,
  names: readonly string[],
  isColumn: (name: string) => boolean = () => false,
): Condition | {message: string; hint: string} {
  const condition = conditionParts(text);
  if (!condition)
    return {
      message: `'${text}' is no condition`,
      hint: "NAME OPERATOR VALUE, such as 'window>10' or 'activation=tanh'",
    };
  const {name} = condition;
  if (!names.includes(name) && !isColumn(name))
    return {message: `there is no column '${name}'`, hint: didYouMean(name, names) ?? 'the run has no parameters'};
  return condition;
}

/** The parts of a condition; undefined for a text of another form. */
export function conditionParts(text: string): Condition | undefined {
  const [, name, operator, value] = /^([^<>=!\s]+)\s*(<=|>=|==|!=|<|>|=)(.*)$/.exec(text.trim()) ?? [];
  const known = OPERATORS.find(one => one === operator?.replace(/^=$/, '=='));
  const plain = value?.trim() ?? '';
  if (name === undefined || !known || plain === '') return undefined;
  return {name, operator: known, value: plain.replace(/^(["'])(.*)\1$/, '$2')};
}

/**
 * Whether a column's value fulfils a condition: as numbers where both are, else as the texts that tables show. A missing
 * value only ever is unlike something.
 */
export function fulfils(actual: unknown, {operator, value}: Condition): boolean {
  if (actual === null || actual === undefined) return operator === '!=';
  const wanted = Number(value);
  if (typeof actual === 'number' && !Number.isNaN(wanted)) return holds(actual, operator, wanted);
  // The order of letters says nothing of a number.
  if (typeof actual === 'number' && operator !== '==' && operator !== '!=') return false;
  return holds(parameterValue(actual), operator, value);
}
