import {canonicalJson, distinct} from '../experiment/content-hash.js';
import {type Expectation, parseExpectation, type Selection, type Side} from '../experiment/expectation.js';
import {holds} from '../experiment/operator.js';
import {type Place, placeAt} from '../experiment/problem.js';
import type {ParameterValues} from '../experiment/references.js';
import {parseYaml} from '../experiment/yaml-file.js';
import type {TrialRecord} from '../run/journal.js';
import type {MetricValue} from '../training/metrics/index.js';
import {onOtherRows, ranking} from './chosen-by.js';
import {bestFirst, choosingMetric, metricOf, sharedMetricOf, sharedRowCount} from './metric-path.js';
import {onlyCombinations, type RunResults} from './run-results.js';
import {summarize} from './statistics/summary.js';

/** An expectation of the experiment, and what the numbers say. */
export interface Judgement {
  readonly text: string;
  readonly holds: boolean;
  /** What the sides are; null where there is no number. */
  readonly left: number | null;
  readonly operator: Expectation['operator'];
  readonly right: number | null;
  /** Trials that a metric can't be told of, since they failed: then it doesn't hold. */
  readonly failedTrials: readonly FailedTrial[];
  /** Whether the sides are measured on other target rows, and nothing is known on rows that they share: then it doesn't hold. */
  readonly otherRows: boolean;
}

export interface FailedTrial {
  readonly parameters: ParameterValues;
  readonly seed: number;
  readonly error: string;
}

/** What became of a run's `expect`. */
export interface Expectations {
  readonly judgements: readonly Judgement[];
  /** Trials that are still to be trained: before the table is finished, nothing is judged. */
  readonly missingTrials: number;
}

/** Judges the expectations of a run by its finished table. */
export function judge(results: RunResults): Expectations {
  const {manifest, trials, combinations} = results;
  const expect = manifest.expect ?? [];
  const missingTrials = manifest.trials.length - trials.length;
  if (expect.length === 0 || missingTrials > 0) return {judgements: [], missingTrials};
  const lists = Object.fromEntries(
    manifest.parameterNames.map(name => [name, distinct(combinations.map(({[name]: value}) => value))]),
  );
  const judgements = expect.map(text => {
    const read = parseExpectation(text, lists);
    if ('mistake' in read) throw new Error(`the manifest's expectation '${text}': ${read.mistake.message}`);
    const {left, operator, right} = read.expectation;
    const both = only(results, left, right);
    const measured = measuring(left, right, both);
    const [mine, other] = [sideValue(left, results, measured), sideValue(right, results, measured)];
    const failedTrials = failedOf(results, left, right);
    const otherRows = measured === 'other rows';
    const isSo = mine !== null && other !== null && holds(mine, operator, other);
    return {
      text,
      holds: isSo && failedTrials.length === 0 && !otherRows,
      left: mine,
      operator,
      right: other,
      failedTrials,
      otherRows,
    };
  });
  return {judgements, missingTrials};
}

/** Where an expectation is written: in the experiment as the manifest holds it. */
export function placeOfExpectation({experiment}: RunResults['manifest'], index: number): Place {
  const source = {file: experiment.file, text: experiment.written};
  const yaml = parseYaml(source, experiment.overrides);
  return yaml.ok ? yaml.value.place(['expect', index]) : placeAt(source, 0);
}

/** How a side's metric is told of a trial: as recorded, or on the rows that both sides share. */
type Measuring = 'as recorded' | 'on shared rows' | 'other rows';

/** Two sides that are metrics of combinations with other target rows can be held together on the rows that all share. */
function measuring(left: Side, right: Side, both: RunResults): Measuring {
  if (left.type !== 'metric' || right.type !== 'metric') return 'as recorded';
  const metrics = [left.metric, right.metric];
  if (!metrics.some(metric => onOtherRows(both, metric))) return 'as recorded';
  const known = metrics.every(metric => sharedRowCount(both.trials, metric) > 0);
  return known ? 'on shared rows' : 'other rows';
}

function sideValue(side: Side, results: RunResults, measured: Measuring): number | null {
  switch (side.type) {
    case 'number':
      return side.value;
    case 'count': {
      const of = only(results, side);
      const counted = {
        planned: of.combinations.length * of.seeds.length,
        finished: of.trials.filter(({status}) => status === 'finished').length,
        failed: of.trials.filter(({status}) => status === 'failed').length,
      };
      return side.factor * counted[side.count];
    }
    case 'metric': {
      const numberOf = (trial: TrialRecord) =>
        measured === 'on shared rows' ? (sharedMetricOf(trial, side.metric) ?? null) : metricOf(trial, side.metric);
      const value = metricValue(side, only(results, side), numberOf);
      return value === null ? null : side.factor * value;
    }
  }
}

/** The mean of all trials, or that of a row: the best by validation, or the worst one by the metric itself. */
function metricValue(
  {which, metric}: MetricSide,
  results: RunResults,
  numberOf: (trial: TrialRecord) => MetricValue,
): number | null {
  if (which === 'mean') return summarize(results.trials.map(numberOf)).mean;
  const rows = new Map<string, TrialRecord[]>();
  for (const trial of results.trials) {
    const key = canonicalJson(trial.parameters);
    const own = rows.get(key);
    if (own) own.push(trial);
    else rows.set(key, [trial]);
  }
  const chooser = choosingMetric(metric);
  const rank = ranking(results, chooser);
  const ranked = [...rows.values()]
    .map(trials => ({mean: summarize(trials.map(numberOf)).mean, rank: summarize(trials.map(rank)).mean}))
    .filter(row => row.mean !== null);
  if (which === 'best') return ranked.toSorted((a, b) => bestFirst(chooser)(a.rank, b.rank))[0]?.mean ?? null;
  return ranked.toSorted((a, b) => bestFirst(metric)(b.mean, a.mean))[0]?.mean ?? null;
}

type MetricSide = Extract<Side, {type: 'metric'}>;

/** The failed trials of metrics that are asked of all trials. */
function failedOf(results: RunResults, ...sides: readonly Side[]): FailedTrial[] {
  const failed = new Map<string, FailedTrial>();
  for (const side of sides) {
    if (side.type !== 'metric' || side.finished) continue;
    for (const trial of only(results, side).trials)
      if (trial.status === 'failed') {
        const {id, parameters, seed, error} = trial;
        failed.set(id, {parameters, seed, error: error.message.split('\n')[0]});
      }
  }
  return [...failed.values()];
}

/** The trials that a side, or one of several, is about. */
function only(results: RunResults, ...sides: readonly Side[]): RunResults {
  const fits = (selection: Selection, parameters: ParameterValues) =>
    selection.every(({name, value}) => canonicalJson(parameters[name]) === canonicalJson(value));
  return onlyCombinations(results, parameters =>
    sides.some(side => side.type !== 'number' && fits(side.of, parameters)),
  );
}
