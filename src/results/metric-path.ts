import type {SplitName} from '../data/4-split/split.js';
import {type MetricUnit, moreIsBetter, partText, tableMetric} from '../experiment/table-metrics.js';
import type {TrialRecord} from '../run/records/trial-record.js';
import type {MetricValue} from '../training/metrics/index.js';

/** The metrics of a finished trial on rows that other trials were measured on, too. */
type SharedSplit = NonNullable<NonNullable<Extract<TrialRecord, {status: 'finished'}>['shared']>['test']>;

/** The split that a metric is measured on. */
export function splitOf(metric: string): SplitName {
  return tableMetric(metric)?.split ?? 'test';
}

/** The same metric on the validation split, which chooses: what is chosen by test looks better than it is. */
export function choosingMetric(metric: string): string {
  const {name, of} = tableMetric(metric) ?? {name: 'rmse', of: {kind: 'all', unit: 'own'} as const};
  const unit = of.kind === 'all' && of.unit !== 'own' ? `${of.unit}_` : '';
  return `validation_${unit}${name}${partText(of)}`;
}

/** A finished trial's value of a metric; null where the metric is undefined or the trial failed. */
export function metricOf(trial: TrialRecord, metric: string): MetricValue {
  if (trial.status === 'failed') return null;
  const path = tableMetric(metric);
  return path?.of.kind === 'refit' ? (trial.refit?.metrics[path.name] ?? null) : measuredMetric(trial, metric);
}

/** The value of a metric of what was measured: a trial, or a baseline. */
export function measuredMetric(trial: Measured, metric: string): MetricValue {
  const path = tableMetric(metric);
  if (!path) return null;
  const {split, name, of} = path;
  if (of.kind === 'all') return valueIn(trial.metrics[split], name, of.unit);
  if (split === 'train') return null;
  switch (of.kind) {
    case 'refit':
      // What is not trained is not trained once more: a baseline is what it is on test.
      return trial.metrics.test[name] ?? null;
    case 'series':
      return trial.series?.[split][of.end][name]?.value ?? null;
    case 'step':
      return trial.steps?.[split][name]?.[of.step - 1] ?? onlyStep(trial, path, of.step);
    case 'target':
      return trial.targets?.[split][of.target]?.[name] ?? null;
  }
}

type Measured = Pick<Finished, 'series' | 'steps' | 'targets'> & {
  /** Baselines are not measured on training rows. */
  readonly metrics: Pick<Finished['metrics'], 'validation' | 'test'> & Partial<Pick<Finished['metrics'], 'train'>>;
};
type Finished = Extract<TrialRecord, {status: 'finished'}>;
type Path = NonNullable<ReturnType<typeof tableMetric>>;

/** Where one step is forecast, it is all. */
function onlyStep({steps, metrics}: Measured, {split, name}: Path, step: number): MetricValue {
  return steps === undefined && step === 1 ? (metrics[split]?.[name] ?? null) : null;
}

function valueIn(measured: Finished['metrics']['test'] | undefined, name: Path['name'], unit: MetricUnit): MetricValue {
  return (unit === 'own' ? measured : measured?.[unit])?.[name] ?? null;
}

/** The same on the target rows that all combinations of the run share; undefined where that isn't known. */
export function sharedMetricOf(trial: TrialRecord, metric: string): MetricValue | undefined {
  const path = tableMetric(metric);
  if (path?.of.kind !== 'all') return undefined;
  const shared = sharedSplitOf(trial, path.split);
  return shared && valueIn(shared.metrics, path.name, path.of.unit);
}

/** Which target rows those are, and how many; undefined where that isn't known: of a step, series or target alone it is not noted. */
export function sharedRowsOf(trial: TrialRecord, metric: string): Pick<SharedSplit, 'name' | 'rows'> | undefined {
  return tableMetric(metric)?.of.kind === 'all' ? sharedSplitOf(trial, splitOf(metric)) : undefined;
}

function sharedSplitOf(trial: TrialRecord, split: SplitName): SharedSplit | undefined {
  return trial.status === 'failed' || split === 'train' ? undefined : trial.shared?.[split];
}

/** The order of a metric's values: the best one first, missing ones last. */
export function bestFirst(metric: string): (a: MetricValue, b: MetricValue) => number {
  const sign = moreIsBetter(metric) ? -1 : 1;
  return (a, b) => {
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
    return sign * (a - b);
  };
}
