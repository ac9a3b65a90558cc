import type {ParameterValues} from '../document/references.js';
import {FOLD} from '../experiment/load-experiment.js';
import type {RunResults} from './run-results.js';

/** Whether a run has folds: then each is a parameter of its trials. */
export function hasFolds({manifest}: Pick<RunResults, 'manifest'>): boolean {
  return manifest.folds !== undefined;
}

/** The parameters that make the rows of a table: folds are averaged over, as seeds are. */
export function rowParameters(results: Pick<RunResults, 'manifest'>): readonly string[] {
  const {parameterNames} = results.manifest;
  return hasFolds(results) ? parameterNames.filter(name => name !== FOLD) : parameterNames;
}

/** Combinations, or what else has parameters, fold by fold; all of it where there are no folds. */
export function byFold<Of>(
  results: Pick<RunResults, 'manifest'>,
  all: readonly Of[],
  parametersOf: (one: Of) => ParameterValues,
): readonly (readonly Of[])[] {
  if (!hasFolds(results)) return [all];
  const folds = new Map<unknown, Of[]>();
  for (const one of all) {
    const fold = parametersOf(one)[FOLD];
    const own = folds.get(fold);
    if (own) own.push(one);
    else folds.set(fold, [one]);
  }
  return [...folds.values()];
}
