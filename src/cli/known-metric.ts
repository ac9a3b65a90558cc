import {type AskedMistake, askedMetricMistake, metricNameMistake} from '../results/asked-metric.js';
import type {RunResults} from '../results/run-results.js';
import {InputError} from './exit-codes.js';

/** A metric by its name. Throws InputError. */
export function knownMetric(name: string): string {
  return unless(metricNameMistake(name), name);
}

/** A metric by its name, which some trial of some runs has if any finished. Throws InputError. */
export function metricOfRuns(name: string, ...runs: readonly RunResults[]): string {
  return unless(askedMetricMistake(name, runs), name);
}

function unless(mistake: AskedMistake | undefined, name: string): string {
  if (mistake) throw new InputError(mistake.message, mistake.hint);
  return name;
}
