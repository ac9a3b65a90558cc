import {SPLITS, type SplitName} from '../data/4-split/split.js';
import {COMPARED_SPLITS, type ComparedSplit} from '../data/8-windows/shared-rows.js';
import {type MetricName, metricNamed, metrics} from '../training/metrics/index.js';
import type {Metric} from '../training/metrics/metric.js';

/** Units that a name can say: without a word they are the data's own. */
const OTHER_UNITS = ['standardized', 'transformed'] as const;
export type MetricUnit = 'own' | (typeof OTHER_UNITS)[number];

/** What of a split's forecasts a metric is of: all, or in the data's own units those of a series, a step, a target column. */
export type MetricPart =
  | {readonly kind: 'all'; readonly unit: MetricUnit}
  /** Of the network that was trained once more, on validation rows, too; on all of test. */
  | {readonly kind: 'refit'}
  | {readonly kind: 'series'; readonly end: 'best' | 'worst'}
  /** Counted from 1. */
  | {readonly kind: 'step'; readonly step: number}
  | {readonly kind: 'target'; readonly target: string};

/** What a name stands for. */
export type TableMetric = {readonly name: MetricName} & (
  | {readonly split: SplitName; readonly of: Extract<MetricPart, {kind: 'all'}>}
  | {readonly split: ComparedSplit; readonly of: Exclude<MetricPart, {kind: 'all'}>}
);

const WITH_UNIT = (metrics as readonly Metric<MetricName>[]).filter(({unit}) => unit !== 'none');
const ENDS = ['best', 'worst'] as const;
const REFIT = 'refit';

/** The names of metrics over all forecasts, in the data's own units. */
export const TABLE_METRICS: readonly string[] = SPLITS.flatMap(split => metrics.map(({name}) => `${split}_${name}`));

/**
 * The names that there are in any case: test_rmse, in other units test_standardized_rmse, and of the best and the worst of several
 * series test_rmse@best. There are those of steps, test_rmse@24, and of several targets, test_rmse@close, too.
 */
const METRIC_NAMES: readonly string[] = [
  ...TABLE_METRICS,
  ...SPLITS.flatMap(split => OTHER_UNITS.flatMap(unit => WITH_UNIT.map(({name}) => `${split}_${unit}_${name}`))),
  ...metrics.map(({name}) => `${REFIT}_${name}`),
  ...COMPARED_SPLITS.flatMap(split => metrics.flatMap(({name}) => ENDS.map(end => `${split}_${name}@${end}`))),
];

const alternatives = (names: readonly string[]) => `(${names.join('|')})`;
const NAMES = alternatives(metrics.map(({name}) => name));
const OF_PART = `^${alternatives(COMPARED_SPLITS)}_${NAMES}@(?!${ENDS.map(end => `${end}$`).join('|')})(.+)$`;

/** An option that chooses a metric. */
export const metricOption = {
  oneOf: [
    {type: 'string', enum: METRIC_NAMES},
    {type: 'string', pattern: OF_PART},
  ],
} as const;

const BY_NAME = new Map<string, TableMetric | undefined>();

/** What a name stands for; undefined for one that no metric has. */
export function tableMetric(name: string): TableMetric | undefined {
  if (!BY_NAME.has(name)) BY_NAME.set(name, parsed(name));
  return BY_NAME.get(name);
}

function parsed(text: string): TableMetric | undefined {
  const refitted = text.startsWith(`${REFIT}_`) && metrics.find(({name}) => text === `${REFIT}_${name}`);
  if (refitted) return {split: 'test', name: refitted.name, of: {kind: 'refit'}};
  const split = SPLITS.find(one => text.startsWith(`${one}_`));
  if (!split) return undefined;
  const [rest, ...parts] = text.slice(split.length + 1).split('@');
  const part = parts.join('@');
  const unit = OTHER_UNITS.find(one => rest.startsWith(`${one}_`)) ?? 'own';
  const metric = unit === 'own' ? rest : rest.slice(unit.length + 1);
  const name = (unit === 'own' ? metrics : WITH_UNIT).find(one => one.name === metric)?.name;
  if (!name) return undefined;
  if (parts.length === 0) return {split, name, of: {kind: 'all', unit}};
  const compared = COMPARED_SPLITS.find(one => one === split);
  return compared && unit === 'own' && part !== '' ? {split: compared, name, of: partOf(part)} : undefined;
}

function partOf(text: string): Exclude<MetricPart, {kind: 'all'}> {
  const end = ENDS.find(one => one === text);
  if (end) return {kind: 'series', end};
  return /^[1-9]\d*$/.test(text) ? {kind: 'step', step: Number(text)} : {kind: 'target', target: text};
}

/** What a name says after its @; nothing for a metric of all forecasts. */
export function partText(of: MetricPart): string {
  switch (of.kind) {
    case 'all':
    case 'refit':
      return '';
    case 'series':
      return `@${of.end}`;
    case 'step':
      return `@${of.step}`;
    case 'target':
      return `@${of.target}`;
  }
}

function metricOf(name: string): Metric {
  const found = tableMetric(name);
  if (!found) throw new Error(`there is no metric ${name}`);
  return metricNamed(found.name);
}

/** Whether more of a metric is better. Throws for a name that no metric has. */
export function moreIsBetter(name: string): boolean {
  return metricOf(name).moreIsBetter;
}

/** Whether a share of a metric's value says something. Throws for a name that no metric has. */
export function hasNaturalZero(name: string): boolean {
  return metricOf(name).hasNaturalZero;
}

/** What a search decides by where a comparison asks for a metric: the whole of it, where that is a step, a series or a target. */
export function decidingMetric(metric = 'test_rmse'): {readonly name: MetricName; readonly unit: MetricUnit} {
  const known = tableMetric(metric);
  return {name: known?.name ?? 'rmse', unit: known?.of.kind === 'all' ? known.of.unit : 'own'};
}
