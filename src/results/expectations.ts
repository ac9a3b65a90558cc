import {canonicalJson, contentKey, distinct} from '../document/content-hash.js';
import {groupBy} from '../document/group-by.js';
import {holds} from '../document/operator.js';
import {type Place, placeAt} from '../document/problem.js';
import type {ParameterValues} from '../document/references.js';
import {parseYaml} from '../document/yaml-file.js';
import {
  type Expectation,
  type ExpectationMistake,
  parseExpectation,
  type Selection,
  type Side,
} from '../experiment/expectation.js';
import {FOLD} from '../experiment/fold.js';
import type {TrialRecord} from '../run/records/trial-record.js';
import {type BaselineName, baselineNamed} from '../training/baselines/index.js';
import type {MetricValue} from '../training/metrics/index.js';
import {baselineMean} from './baselines-table.js';
import {rankingBy} from './chosen-by.js';
import {foldOf, rowParameters} from './folds.js';
import {bestFirst, choosingMetric, metricOf, sharedMetricOf, splitOf} from './metric-path.js';
import {bestRow} from './results-table.js';
import {type RowGroup, rowGroups} from './row-groups.js';
import {onlyCombinations, type RunResults, trialsByCombination} from './run-results.js';
import {summarize} from './statistics/summary.js';
import {
  isComparable,
  leastShared,
  type Measured,
  type SharedCount,
  sharedBetween,
  targetRowsOf,
} from './target-rows.js';

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
  /** Finished trials of which a metric that is asked of all is no number: then it doesn't hold either. */
  readonly undefinedNumbers: number;
  /** What target rows the sides share: where that isn't enough, it doesn't hold. */
  readonly sharedRows: SharedCount;
  /** Why a baseline has no number, where one is asked for. */
  readonly withoutBaseline: string | null;
  /** What is wrong with a line that an older version accepted: then it doesn't hold. */
  readonly mistake: string | null;
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
  const {expect} = manifest;
  const missingTrials = manifest.trials.length - trials.length;
  if (expect.length === 0 || missingTrials > 0) return {judgements: [], missingTrials};
  const lists = Object.fromEntries(
    manifest.parameterNames.map(name => [name, distinct(combinations.map(({[name]: value}) => value))]),
  );
  const judgements = expect.map((text): Judgement => {
    const read = parseExpectation(text, lists);
    if ('mistake' in read) return unreadable(text, read.mistake);
    const {left, operator, right} = read.expectation;
    const reading = readingOf(left, right, results);
    const [mine, other] = [sideValue(left, results, reading), sideValue(right, results, reading)];
    const failedTrials = failedOf(results, left, right);
    const undefinedNumbers = undefinedOf(results, reading, left, right);
    const {sharedRows} = reading;
    const isSo = mine !== null && other !== null && holds(mine, operator, other);
    return {
      text,
      holds: isSo && failedTrials.length === 0 && undefinedNumbers === 0 && isComparable(sharedRows),
      left: mine,
      operator,
      right: other,
      failedTrials,
      undefinedNumbers,
      sharedRows,
      withoutBaseline: other === null && right.type === 'baseline' ? withoutBaseline(results, right.name) : null,
      mistake: null,
    };
  });
  return {judgements, missingTrials};
}

function unreadable(text: string, {message, hint}: ExpectationMistake): Judgement {
  const mistake = hint ? `${message}; ${hint}` : message;
  return {
    text,
    holds: false,
    left: null,
    operator: '==',
    right: null,
    failedTrials: [],
    undefinedNumbers: 0,
    sharedRows: null,
    withoutBaseline: null,
    mistake,
  };
}

/** Why a baseline has no number. */
function withoutBaseline({baselines}: RunResults, name: BaselineName): string {
  if (baselines.length === 0) return "the run has no baselines; 'tfsweep run' measures them";
  return (
    baselineNamed(name).without ??
    `${name} was not measured on all data and windows that it is asked of: it would take too long, or training rows are too few`
  );
}

/** Where an expectation is written: in the experiment as the manifest holds it. */
export function placeOfExpectation({experiment}: RunResults['manifest'], index: number): Place {
  const source = {file: experiment.file, text: experiment.written};
  const yaml = parseYaml(source, experiment.overrides);
  return yaml.ok ? yaml.value.place(['expect', index]) : placeAt(source, 0);
}

/** How the metrics of two sides are told of a trial, so that both are of the same target rows. */
interface Reading {
  readonly sharedRows: SharedCount;
  numberOf(trial: TrialRecord, metric: string): MetricValue;
}

/**
 * Combinations of both sides that differ in nothing but what the sides name are held against each other: as recorded where they are
 * measured on the same target rows, else on those that they share, as the comparison does.
 */
function readingOf(left: Side, right: Side, results: RunResults): Reading {
  const asRecorded: Reading = {sharedRows: null, numberOf: metricOf};
  if (left.type !== 'metric' || right.type !== 'metric') return asRecorded;
  if (splitOf(left.metric) !== splitOf(right.metric)) return asRecorded;
  const {metric} = left;
  const rowsOf = targetRowsOf(results, metric);
  const both = only(results, left, right);
  // Where a side is one row, or misses trials, its combinations don't stand beside those of the other side one by one.
  const isWhole =
    [left, right].every(({which}) => which === 'mean') &&
    failedOf(results, {...left, finished: false}, {...right, finished: false}).length === 0;
  const named = new Set([...left.of, ...right.of].map(({name}) => name));
  const keyOf = (parameters: ParameterValues) =>
    isWhole
      ? canonicalJson(Object.entries(parameters).filter(([name]) => !named.has(name)))
      : // Each fold has rows by itself, unless a side is about one of them.
        canonicalJson(named.has(FOLD) ? null : (foldOf(results, parameters) ?? null));
  const records = trialsByCombination(results.trials);
  const measuredOf = (parameters: ParameterValues): Measured => ({
    rows: rowsOf(parameters),
    records: records.get(contentKey(parameters)) ?? [],
  });
  const cells = groupBy(both.combinations, keyOf);
  const shared = new Map([...cells].map(([key, own]) => [key, sharedBetween(own.map(measuredOf), metric)]));
  return {
    sharedRows: leastShared([...shared.values()]),
    numberOf: (trial, name) =>
      shared.get(keyOf(trial.parameters)) === null ? metricOf(trial, name) : (sharedMetricOf(trial, name) ?? null),
  };
}

function sideValue(side: Side, results: RunResults, reading: Reading): number | null {
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
      const value = metricValue(side, only(results, side), trial => reading.numberOf(trial, side.metric));
      return value === null ? null : side.factor * value;
    }
    case 'baseline': {
      const value = baselineMean(results, side.name, side.metric, beside(side, only(results, side)));
      return value === null ? null : side.factor * value;
    }
  }
}

/** The combinations that a baseline stands beside: those of the other side, or its best row alone. */
function beside({which, metric}: Extract<Side, {type: 'baseline'}>, results: RunResults): Iterable<ParameterValues> {
  const best = which === 'best' ? bestOf(results, metric) : undefined;
  return best?.combinations ?? results.combinations;
}

/** The row that is best by validation, as in the table, of those of which no trial failed. */
function bestOf(results: RunResults, metric: string): RowGroup | undefined {
  const chooser = choosingMetric(metric);
  const {rankOfRow} = rankingBy(results, chooser);
  const ranked = rowsOf(results).map(row => ({row, rank: rankOfRow(row.trials)}));
  return bestRow(ranked, chooser, ({row: {trials}}) => trials.every(({status}) => status !== 'failed'))?.row;
}

function rowsOf(results: RunResults): readonly RowGroup[] {
  return rowGroups(results, rowParameters(results)).filter(({trials}) => trials.length > 0);
}

/** The mean of all trials, or that of a row: the best one, or the worst one by the metric itself. */
function metricValue(
  {which, metric}: MetricSide,
  results: RunResults,
  numberOf: (trial: TrialRecord) => MetricValue,
): number | null {
  const meanOf = (trials: readonly TrialRecord[]) => summarize(trials.map(numberOf)).mean;
  switch (which) {
    case 'mean':
      return meanOf(results.trials);
    case 'best': {
      const best = bestOf(results, metric);
      return best ? meanOf(best.trials) : null;
    }
    case 'worst': {
      // Nothing is chosen by the worst: it bounds all rows, also those that are measured on other target rows.
      const means = rowsOf(results).flatMap(({trials}) => meanOf(trials) ?? []);
      return means.toSorted((a, b) => bestFirst(metric)(b, a))[0] ?? null;
    }
  }
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

/** How many finished trials have no number where a metric is asked of all trials. */
function undefinedOf(results: RunResults, reading: Reading, ...sides: readonly Side[]): number {
  if (!isComparable(reading.sharedRows)) return 0;
  const found = sides.flatMap(side =>
    side.type !== 'metric' || side.finished
      ? []
      : only(results, side).trials.filter(
          trial => trial.status === 'finished' && reading.numberOf(trial, side.metric) === null,
        ),
  );
  return new Set(found.map(({id}) => id)).size;
}

/** The trials that a side, or one of several, is about. */
function only(results: RunResults, ...sides: readonly Side[]): RunResults {
  const fits = (selection: Selection, parameters: ParameterValues) =>
    selection.every(({name, value}) => canonicalJson(parameters[name]) === canonicalJson(value));
  return onlyCombinations(results, parameters =>
    sides.some(side => side.type !== 'number' && fits(side.of, parameters)),
  );
}
