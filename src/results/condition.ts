// The page of a report has this, too: it takes nothing along that it needn't.
import {holds, OPERATORS, type Operator} from '../document/operator.js';
import {parameterValue} from '../document/parameter-value.js';

/** `window > 10`: something that a row's column must fulfil. */
export interface Condition {
  readonly name: string;
  readonly operator: Operator;
  /** As it was written. */
  readonly value: string;
}

/** The parts of a condition; undefined for a text of another form. */
export function conditionParts(text: string): Condition | undefined {
  const [, name, operator, value] = /^([^<>=!\s]+)\s*(<=|>=|==|!=|<|>|=)(.*)$/.exec(text.trim()) ?? [];
  const known = OPERATORS.find(one => one === operator?.replace(/^=$/, '=='));
  const plain = value?.trim() ?? '';
  if (name === undefined || !known || plain === '') return undefined;
  return {name, operator: known, value: unquoted(plain)};
}

/** A text without the quotes around it. */
export function unquoted(text: string): string {
  return text.replace(/^(["'])(.*)\1$/, '$2');
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
