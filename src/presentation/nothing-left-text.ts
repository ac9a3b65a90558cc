import {parameterValue} from '../document/parameter-value.js';
import type {Condition} from '../results/condition.js';
import type {RunResults} from '../results/run-results.js';

/** Values that are named. */
const MOST_VALUES = 8;

/** That no trial fulfils some conditions, and which values the columns have that they are about. */
export function nothingLeftText(
  results: RunResults,
  filters: readonly Condition[],
  written: readonly string[],
): string {
  const names = [...new Set(filters.map(({name}) => name))];
  return [`nothing fulfils ${written.join(' and ')}`, ...names.flatMap(name => valuesText(results, name))].join('\n');
}

function valuesText({manifest, combinations, seeds}: RunResults, name: string): string[] {
  if (name === 'seed') return [`  seed is one of: ${shownValues(seeds)}`];
  if (!manifest.parameterNames.includes(name)) return [];
  const values = combinations.flatMap(parameters => (name in parameters ? [parameters[name]] : []));
  const areLong = values.some(value => typeof value === 'object' && value !== null);
  return [
    `  ${name} is one of: ${shownValues(values)}`,
    ...(areLong
      ? [`  a name makes it short: sweep.parameters.${name}: {NAME: {...}, OTHER: {...}}, then ${name}=NAME`]
      : []),
  ];
}

function shownValues(values: readonly unknown[]): string {
  const texts = [...new Set(values.map(parameterValue))];
  const more = texts.length - MOST_VALUES;
  return `${texts.slice(0, MOST_VALUES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
