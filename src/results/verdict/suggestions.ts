import {groupBy} from '../../document/group-by.js';
import {isMapping} from '../../document/json-schema.js';
import type {ResolvedCombination} from '../../run/records/manifest.js';
import type {RunResults} from '../run-results.js';
import type {Statement, Suggestion} from './statement.js';

/** More of a group's trials than this are many. */
const MANY_TRIALS = 0.5;
/** Test targets beyond the range in training are many from this share on. */
const MANY_ROWS = 0.05;

/** What to try next, each from a number of a statement before; of each kind the one that most trials speak for. */
export function suggestions(statements: readonly Statement[], {manifest}: RunResults): readonly Suggestion[] {
  const isTried = manifest.experiment.resolved.some(forecastsChanges);
  const found = statements.flatMap(suggested).filter(({what}) => what !== 'forecast changes' || !isTried);
  const kinds = groupBy(found, ({what}) => what);
  return [...kinds.values()].map(all =>
    all.reduce((most, one) => (one.number / one.of > most.number / most.of ? one : most)),
  );
}

/** Whether a combination forecasts how its target changes already. */
function forecastsChanges({experiment: {data, window}}: ResolvedCombination): boolean {
  return (window.normalization ?? 'none') !== 'none' || isTransformed(data.target);
}

/** A target as its entry has it: a column, or a mapping, or several of these. */
function isTransformed(target: unknown): boolean {
  if (Array.isArray(target)) return target.some(isTransformed);
  return isMapping(target) && (target.transform ?? 'none') !== 'none';
}

function suggested(statement: Statement): readonly Suggestion[] {
  switch (statement.kind) {
    case 'optimum': {
      const {movements, of} = statement;
      const improving = movements['still improving'];
      return [
        ...(improving > MANY_TRIALS * of ? [next('train longer', statement.group, improving, of)] : []),
        ...(movements.stuck > MANY_TRIALS * of ? [next('smaller steps', statement.group, movements.stuck, of)] : []),
      ];
    }
    case 'range':
      return statement.outside > MANY_ROWS * statement.rows
        ? [next('forecast changes', null, statement.outside, statement.rows)]
        : [];
    case 'vanishing':
    case 'dead':
      return statement.trials > MANY_TRIALS * statement.of
        ? [next('other start', statement.group, statement.trials, statement.of)]
        : [];
    case 'forgetting':
      return statement.trials > MANY_TRIALS * statement.of
        ? [next('gates', statement.group, statement.trials, statement.of)]
        : [];
    case 'saturated':
    case 'echo':
    case 'time':
    case 'next':
      return [];
  }
}

function next(what: Suggestion['what'], group: Suggestion['group'], number: number, of: number): Suggestion {
  return {kind: 'next', what, group, number, of};
}
