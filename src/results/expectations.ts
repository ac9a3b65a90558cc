import {canonicalJson, distinct} from '../experiment/content-hash.js';
import {type Expectation, parseExpectation, type Selection, type Side} from '../experiment/expectation.js';
import {holds} from '../experiment/operator.js';
import {type Place, placeAt} from '../experiment/problem.js';
import {parseYaml} from '../experiment/yaml-file.js';
import {moreIsBetter} from '../training/metrics/index.js';
import {metricOf} from './metric-path.js';
import {resultsTable} from './results-table.js';
import {onlyCombinations, type RunResults} from './run-results.js';
import {summarize} from './summary.js';

/** An expectation of the experiment, and what the numbers say. */
export interface Judgement {
  readonly text: string;
  readonly holds: boolean;
  /** What the sides are; null where there is no number. */
  readonly left: number | null;
  readonly operator: Expectation['operator'];
  readonly right: number | null;
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
    const [mine, other] = [sideValue(left, results), sideValue(right, results)];
    return {
      text,
      holds: mine !== null && other !== null && holds(mine, operator, other),
      left: mine,
      operator,
      right: other,
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

function sideValue(side: Side, results: RunResults): number | null {
  switch (side.type) {
    case 'number':
      return side.value;
    case 'count': {
      const of = only(results, side.of);
      const counted = {
        planned: of.combinations.length * of.seeds.length,
        finished: of.trials.filter(({status}) => status === 'finished').length,
        failed: of.trials.filter(({status}) => status === 'failed').length,
      };
      return side.factor * counted[side.count];
    }
    case 'metric': {
      const value = metricValue(side, only(results, side.of));
      return value === null ? null : side.factor * value;
    }
  }
}

function metricValue({which, metric}: Extract<Side, {type: 'metric'}>, results: RunResults): number | null {
  if (which === 'mean') return summarize(results.trials.map(trial => metricOf(trial, metric))).mean;
  const means = resultsTable(results, {metrics: [metric], all: true})
    .rows.map(row => row.metrics[metric].mean)
    .filter(mean => mean !== null);
  if (means.length === 0) return null;
  const largest = moreIsBetter(metric) === (which === 'best');
  return means.reduce((a, b) => (largest ? Math.max(a, b) : Math.min(a, b)));
}

function only(results: RunResults, selection: Selection): RunResults {
  return onlyCombinations(results, parameters =>
    selection.every(({name, value}) => canonicalJson(parameters[name]) === canonicalJson(value)),
  );
}
