import {didYouMean} from '../document/did-you-mean.js';
import {TABLE_METRICS, tableMetric} from '../experiment/table-metrics.js';
import {type Condition, conditionParts} from './condition.js';

/** Reads a condition on one of the given columns, or on what else is one; or tells what is wrong with it. */
export function parseCondition(
  text: string,
  names: readonly string[],
  isColumn: (name: string) => boolean = () => false,
): Condition | {message: string; hint: string} {
  const condition = conditionParts(text);
  if (condition && / (and|or|&&|\|\||AND|OR) \S+\s*(<|>|=|!=)/.test(condition.value))
    return {
      message: `'${text}' is more than one condition`,
      hint: 'give each one by itself; a row must fulfil all of them',
    };
  if (!condition)
    return {
      message: `'${text}' is no condition`,
      hint: "NAME OPERATOR VALUE, such as 'window>10' or 'activation=tanh'",
    };
  const {name} = condition;
  if (!names.includes(name) && !isColumn(name))
    return {message: `there is no column '${name}'`, hint: didYouMean(name, names) ?? 'the run has no parameters'};
  const {operator, value} = condition;
  const isNumber = name === 'seed' || isColumn(name);
  if (isNumber && Number.isNaN(Number(value)))
    return {message: `expected a number behind ${operator}, found '${value}'`, hint: `such as '${name}${operator}5'`};
  return condition;
}

/** Reads a condition on a parameter of a run, on the seed or on a metric; or tells what is wrong with it. */
export function parseRunCondition(
  text: string,
  parameterNames: readonly string[],
): Condition | {message: string; hint: string} {
  const names = [...new Set([...parameterNames, 'seed', ...TABLE_METRICS])];
  return parseCondition(text, names, name => tableMetric(name) !== undefined);
}
