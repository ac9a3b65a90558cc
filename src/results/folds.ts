import {groupBy} from '../document/group-by.js';
import type {ParameterValues} from '../document/references.js';
import {FOLD} from '../experiment/fold.js';
import type {RunResults} from './run-results.js';

/** Whether a run has folds: then each is a parameter of its trials. */
export function hasFolds({manifest}: Pick<RunResults, 'manifest'>): boolean {
  return manifest.folds !== undefined;
}

/** The fold of some parameters; undefined where there are no folds. */
export function foldOf(results: Pick<RunResults, 'manifest'>, parameters: ParameterValues): unknown {
  return hasFolds(results) ? parameters[FOLD] : undefined;
}

/** The parameters that make the rows of a table: folds are averaged over, as seeds are. */
export function rowParameters(results: Pick<RunResults, 'manifest'>): readonly string[] {
  const {parameterNames} = results.manifest;
  return hasFolds(results) ? parameterNames.filter(name => name !== FOLD) : parameterNames;
}

/** Combinations, or what else has parameters, by their folds; together where there are no folds. */
export function byFold<Of>(
  results: Pick<RunResults, 'manifest'>,
  all: readonly Of[],
  parametersOf: (one: Of) => ParameterValues,
): ReadonlyMap<unknown, readonly Of[]> {
  return groupBy(all, one => foldOf(results, parametersOf(one)));
}
