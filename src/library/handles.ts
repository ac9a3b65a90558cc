import {TABLE_METRICS} from '../experiment/table-metrics.js';
import {metricOf} from '../results/metric-path.js';
import type {RunResults} from '../results/run-results.js';
import type {TrialRecord} from '../run/records/trial-record.js';
import {TfsweepError} from './errors.js';
import type {Run, Trial} from './types.js';

/** What stands behind a run that was handed out. */
const resultsOf = new WeakMap<Run, RunResults>();

/** A run as it is handed out. */
export function runOf(results: RunResults): Run {
  const {manifest, place, trials} = results;
  const run: Run = {
    name: manifest.name,
    id: manifest.run,
    folder: place.tree.show(place.folder),
    file: manifest.experiment.file,
    ranAt: manifest.ranAt,
    parameterNames: manifest.parameterNames,
    planned: manifest.trials.length,
    trials: trials.map(trialOf),
  };
  resultsOf.set(run, results);
  return run;
}

function trialOf(trial: TrialRecord): Trial {
  const {id, parameters, seed, status, durationSeconds} = trial;
  const names = status === 'finished' ? TABLE_METRICS : [];
  return {
    id,
    parameters,
    seed,
    status,
    metrics: Object.fromEntries(names.map(name => [name, metricOf(trial, name)])),
    history: trial.history.map(({epoch, loss, validation_loss}) => ({epoch, loss, validation_loss})),
    error: trial.status === 'failed' ? trial.error.message : null,
    durationSeconds,
  };
}

/** The results behind a run that was handed out. Throws TfsweepError. */
export function resultsBehind(run: Run): RunResults {
  const results = resultsOf.get(run);
  if (!results) throw new TfsweepError('this run was not made by readRun or runExperiment');
  return results;
}
