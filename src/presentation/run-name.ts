import type {RunResults} from '../results/run-results.js';
import type {Manifest} from '../run/records/manifest.js';
import {counted, grouped} from './number.js';

/** "linear-vs-tanh 9bce94445a18, trained 3 days ago, set training.epochs=5; results/linear-vs-tanh/9bce94445a18". */
export function shownText({manifest, place, trials, baselines}: RunResults, now: Date): string {
  const some =
    trials.length < manifest.trials.length
      ? `, only ${grouped(trials.length)} of ${counted(manifest.trials.length, 'trial')} so far`
      : '';
  // Older versions measured none, and a file may be lost.
  const without = some === '' && baselines.length === 0 ? ", without baselines ('tfsweep run' measures them)" : '';
  return `${runText(manifest, now)}${some}${without}; ${place.tree.show(place.folder)}`;
}

/** The run's name, id, age, and what was set. */
export function runText({name, run, ranAt, experiment}: Manifest, now: Date): string {
  return `${name} ${run}, trained ${ageText(ranAt, now)}${setText(experiment.overrides)}`;
}

/** ", set training.epochs=5": what --set laid over the file. */
export function setText(overrides: readonly string[]): string {
  return overrides.length === 0 ? '' : `, set ${overrides.join(', ')}`;
}

const UNITS = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** "3 days ago". */
export function ageText(ranAt: string, now: Date): string {
  const seconds = Math.max(0, (now.getTime() - Date.parse(ranAt)) / 1000);
  const [unit, size] = UNITS.find(([, length]) => seconds >= length) ?? ['second', 1];
  if (Number.isNaN(seconds) || seconds < 2) return 'just now';
  return `${counted(Math.floor(seconds / size), unit)} ago`;
}
