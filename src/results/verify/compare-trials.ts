import {SPLITS} from '../../data/4-split/split.js';
import {COMPARED_SPLITS} from '../../data/8-windows/shared-rows.js';
import {tfsweepVersion} from '../../engine/versions.js';
import type {TrialRecord} from '../../run/records/trial-record.js';
import {EPOCH_LOSSES} from '../../training/contract.js';
import {type MetricName, metricNamed, metrics} from '../../training/metrics/index.js';
import type {Metric} from '../../training/metrics/metric.js';

/** How close the numbers of a training that is done again have to be. */
export type Precision = 'same bits' | 'tolerance';

/** Where bits are not promised: relative, as README.md states it for metrics between backends and engines. */
export const RELATIVE_TOLERANCE = 1e-4;

/** The first number that didn't come back. */
export interface Difference {
  /** Counted from 1; null after the training, in the metrics. */
  readonly epoch: number | null;
  /** `loss`, `validation_loss`, a metric as tables call it, or what else is told of a trial. */
  readonly what: string;
  readonly recorded: string | number | null;
  readonly now: string | number | null;
}

export interface TrialCheck {
  /** Whether every number has the same bits. */
  readonly sameBits: boolean;
  /** The first number that is further off than the precision allows. */
  readonly difference: Difference | null;
}

/**
 * Compares a trial's record with that of the same trial trained again, in the order in which the numbers came to be. Metrics that
 * mean something else since the version that recorded them are left out.
 */
export function compareTrials(
  recorded: TrialRecord,
  now: TrialRecord,
  precision: Precision,
  recordedBy = tfsweepVersion(),
): TrialCheck {
  let sameBits = true;
  const compared = metrics.filter(({since}: Metric) => since === undefined || !isOlder(recordedBy, since));
  for (const difference of numbersOf(recorded, now, compared)) {
    if (difference.recorded === difference.now) continue;
    sameBits = false;
    const {metric: _, ...told} = difference;
    if (precision === 'same bits' || !isClose(difference)) return {sameBits, difference: told};
  }
  return {sameBits, difference: null};
}

function isClose({metric, recorded, now}: Compared): boolean {
  if (typeof recorded !== 'number' || typeof now !== 'number') return false;
  const usual = metric === undefined ? 0 : (metricNamed(metric).usualSize ?? 0);
  return Math.abs(recorded - now) <= RELATIVE_TOLERANCE * Math.max(Math.abs(recorded), Math.abs(now), usual);
}

/** A number on both sides, and the metric that it is of. */
interface Compared extends Difference {
  readonly metric?: MetricName;
}

/** What was recorded, beside what there is now: of numbers that were not recorded then nothing can be said. */
type ComparedMetrics = readonly {readonly name: MetricName}[];

function* numbersOf(recorded: TrialRecord, now: TrialRecord, compared: ComparedMetrics): Generator<Compared> {
  yield* historyOf(recorded, now);
  if (recorded.history.length !== now.history.length) return;
  yield {epoch: null, what: 'status', recorded: recorded.status, now: now.status};
  if (recorded.status === 'failed' || now.status === 'failed') {
    const error = (trial: TrialRecord) => (trial.status === 'failed' ? trial.error.message : null);
    yield {epoch: null, what: 'error', recorded: error(recorded), now: error(now)};
    return;
  }
  for (const what of ['measured_epoch', 'steps'] as const)
    yield {epoch: null, what, recorded: recorded.diagnostics[what], now: now.diagnostics[what]};
  for (const split of SPLITS) {
    const [before, after] = [recorded.metrics[split], now.metrics[split]];
    yield* metricsOf(`${split}_`, compared, before, after);
    yield* metricsOf(`standardized ${split}_`, compared, before.standardized, after.standardized);
  }
  if (recorded.refit && now.refit) yield* metricsOf('refit_', compared, recorded.refit.metrics, now.refit.metrics);
  for (const split of COMPARED_SPLITS) {
    const [before, after] = [recorded.shared?.[split], now.shared?.[split]];
    yield {epoch: null, what: `shared ${split} rows`, recorded: before?.name ?? null, now: after?.name ?? null};
    if (before && after) yield* metricsOf(`shared ${split}_`, compared, before.metrics, after.metrics);
  }
}

function* historyOf(recorded: TrialRecord, now: TrialRecord): Generator<Compared> {
  for (let index = 0; index < Math.max(recorded.history.length, now.history.length); index++) {
    const [before, after] = [recorded.history[index], now.history[index]];
    const epoch = index + 1;
    if (!before || !after) {
      yield {epoch, what: 'epochs', recorded: recorded.history.length, now: now.history.length};
      return;
    }
    for (const what of EPOCH_LOSSES) yield {epoch, what, recorded: before[what], now: after[what]};
  }
}

type Values = {readonly [Name in MetricName]?: number | null};

function* metricsOf(prefix: string, compared: ComparedMetrics, recorded: Values, now: Values): Generator<Compared> {
  for (const {name} of compared) {
    const value = recorded[name];
    if (value === undefined) continue;
    yield {epoch: null, what: `${prefix}${name}`, recorded: value, now: now[name] ?? null, metric: name};
  }
}

/** Whether a version, such as 0.1.0, is older than another one. */
function isOlder(version: string, other: string): boolean {
  const [own, theirs] = [version, other].map(text => text.split('.').map(Number));
  const at = own.findIndex((part, index) => part !== theirs[index]);
  return at >= 0 && own[at] < theirs[at];
}
