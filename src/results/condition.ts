import {didYouMean} from '../experiment/did-you-mean.js';
import {holds, OPERATORS, type Operator} from '../experiment/operator.js';
import {parameterValue} from '../experiment/parameter-value.js';

/** `window > 10`: something that a row's column must fulfil. */
export interface Condition {
  readonly name: string;
  readonly operator: Operator;
  /** As it was written. */
  readonly value: string;
}

/** Reads a condition on one of the given columns; or tells what is wrong with it. */
export function parseCondition(text: string, names: readonly string[]): Condition | {message: string; hint: string} {
  const [, name, operator, value] = /^\s*([^<>=!\s]+)\s*(<=|>=|==|!=|<|>|=)\s*(.*?)\s*$/.exec(text) ?? [];
  const known = OPERATORS.find(one => one === operator?.replace(/^=$/, '=='));
  if (name === undefined || !known || !value)
    return {
      message: `'${text}' is no condition`,
      hint: "NAME OPERATOR VALUE, such as 'window>10' or 'activation=tanh'",
    };
  if (!names.includes(name))
    return {message: `there is no column '${name}'`, hint: didYouMean(name, names) ?? 'the run has no parameters'};
  return {name, operator: known, value: value.replace(/^(["'])(.*)\1$/, '$2')};
}

/** Whether a column's value fulfils a condition: as numbers where both are, else as the texts that tables show. */
export function fulfils(actual: unknown, {operator, value}: Condition): boolean {
  if (actual === null || actual === undefined) return operator === '!=';
  const wanted = Number(value);
  if (typeof actual === 'number' && !Number.isNaN(wanted)) return holds(actual, operator, wanted);
  return holds(parameterValue(actual), operator, value);
}
