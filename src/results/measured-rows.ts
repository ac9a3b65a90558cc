import {canonicalJson} from '../experiment/content-hash.js';
import type {ExperimentFile} from '../experiment/experiment-file.generated.js';
import type {ParameterValues} from '../experiment/references.js';
import {splitOf} from './metric-path.js';
import type {RunResults} from './run-results.js';

/** A name for the target rows that a combination's metric is measured on: equal names, equal rows with equal values. */
export function measuredRows({manifest}: RunResults, metric: string): (parameters: ParameterValues) => string {
  const split = splitOf(metric);
  const names = new Map(
    manifest.experiment.resolved.map(({parameters, rows, experiment}) => [
      canonicalJson(parameters),
      rows?.[split] ?? rowsBySettings(experiment, split),
    ]),
  );
  return parameters => names.get(canonicalJson(parameters)) ?? '';
}

/**
 * The same from what decides about rows, for runs of versions that didn't note them: where it differs, rows may still be the
 * same. With lookBack the first target of validation and test is the split's first row, however long the window is.
 */
function rowsBySettings({data, window}: ExperimentFile, split: string): string {
  const {length, horizon, stride, samplingRate, lookBack} = window;
  const first = lookBack && split !== 'train' ? 0 : (length - 1) * samplingRate + horizon;
  const {columns: _, ...source} = {columns: undefined, ...data};
  return canonicalJson([source, stride, first]);
}
