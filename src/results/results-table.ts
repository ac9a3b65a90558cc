import type {ParameterValues} from '../document/references.js';
import {FOLD} from '../experiment/fold.js';
import {tableMetric} from '../experiment/table-metrics.js';
import type {BaselineName} from '../training/baselines/index.js';
import {type BaselineRow, baselineRows, bestBaseline} from './baselines-table.js';
import {onOtherRows, rankingBy} from './chosen-by.js';
import {type Condition, fulfils} from './condition.js';
import {hasFolds, rowParameters} from './folds.js';
import {bestFirst, choosingMetric, metricOf, splitOf} from './metric-path.js';
import {type RowGroup, rowGroups} from './row-groups.js';
import {onlyCombinations, type RunResults} from './run-results.js';
import {type Summary, summarize} from './statistics/summary.js';
import type {SharedCount} from './target-rows.js';
import {comparedMetric} from './usual-metrics.js';

export interface TableOptions {
  /** Parameters that make a row; the others are averaged over. Without it: all that differ. */
  readonly by?: readonly string[] | undefined;
  /** Shown in this order. */
  readonly metrics: readonly string[];
  /** Decides which row is best. Without it: the first metric on the validation split. */
  readonly chosenBy?: string | undefined;
  /** A metric or parameter; metrics best first. Without it: the order of the plan. */
  readonly sort?: string | undefined;
  /** Only the first rows. */
  readonly top?: number | undefined;
  /** On parameters and the seed: of trials; on metrics: of rows, by their mean. */
  readonly filters?: readonly Condition[] | undefined;
  /** Parameters that are the same in all rows are columns, too. */
  readonly all?: boolean | undefined;
}

/** One combination of parameters, over its seeds. */
export interface ResultsRow {
  /** Also those that are no columns, since they are the same in all rows. */
  readonly parameters: ParameterValues;
  /** Trials that were planned for this row, finished ones and failed ones. */
  readonly planned: number;
  readonly finished: number;
  readonly failed: number;
  readonly metrics: Readonly<Record<string, Summary>>;
  /** Its mean of what chooses; null where it can't be held against the other rows. */
  readonly rank: number | null;
  readonly best: boolean;
  /** The best baseline of its data by the table's `judgedBy`, and whether the row's mean is better; null where that isn't known. */
  readonly against: {readonly name: BaselineName; readonly value: number; readonly beaten: boolean} | null;
}

export interface ResultsTable {
  /** The parameters that are columns. */
  readonly parameterNames: readonly string[];
  readonly metrics: readonly string[];
  /** What decided which row is best. */
  readonly chosenBy: string;
  /** Whether rows are measured on different target rows. */
  readonly otherRows: boolean;
  /** The target rows that decided which row is best, where each row was measured on others, too. */
  readonly rankedOn: SharedCount;
  readonly rows: readonly ResultsRow[];
  /** Rows before `top` took the first of them. */
  readonly allRows: number;
  /** Simple forecasts on the same data and windows, averaged over the rows; none where they weren't measured. */
  readonly baselines: readonly BaselineRow[];
  /** The metric by which rows are held against baselines. */
  readonly judgedBy: string;
}

/** One row per combination of parameters: mean and standard deviation of each metric over the trials in it. */
export function resultsTable(all: RunResults, options: TableOptions): ResultsTable {
  const {metrics, sort, top, filters = [], chosenBy = choosingMetric(metrics[0])} = options;
  const ofRows = filters.filter(({name}) => tableMetric(name));
  const results = onlyTrials(all, filters);
  const names = options.by ?? rowParameters(results);
  const acrossFolds = hasFolds(results) && names.includes(FOLD);
  const groups = rowGroups(results, names);
  const measured = [...new Set([...metrics, ...ofRows.map(({name}) => name)])];
  const {rankOfRow, sharedRows} = rankingBy(results, chosenBy, acrossFolds);
  const judgedBy = judgingMetric(results, metrics);
  const rows = groups
    .map(group => {
      const {parameters, planned, trials} = group;
      const summaries = Object.fromEntries(
        measured.map(metric => [metric, summarize(trials.map(trial => metricOf(trial, metric)))]),
      );
      return {
        parameters,
        planned,
        finished: trials.filter(({status}) => status === 'finished').length,
        failed: trials.filter(({status}) => status === 'failed').length,
        metrics: summaries,
        rank: rankOfRow(trials),
        against: againstBaselines(results, group, judgedBy, summaries[judgedBy].mean),
      };
    })
    .filter(row => ofRows.every(condition => fulfils(row.metrics[condition.name].mean, condition)))
    .map(row => ({...row, metrics: Object.fromEntries(metrics.map(metric => [metric, row.metrics[metric]]))}));
  const best = bestRow(rows, chosenBy, row => row.finished === row.planned);
  const table = {
    parameterNames: options.by ?? columnNames(results, options.all),
    metrics,
    chosenBy,
    otherRows: metrics.some(metric => onOtherRows(results, metric, acrossFolds)),
    rankedOn: sharedRows,
    // A best of one is no news.
    rows: rows.map(row => ({...row, best: row === best && rows.filter(({rank}) => rank !== null).length > 1})),
    allRows: rows.length,
    baselines: baselineRows(results, groups, metrics),
    judgedBy,
  };
  const sorted = sort !== undefined ? sortTable(table, sort) : top !== undefined ? rankedTable(table) : table;
  return top === undefined ? sorted : {...sorted, rows: sorted.rows.slice(0, top)};
}

/** The metric that the experiment asks about, where it is shown; else the first one of test. */
function judgingMetric(results: RunResults, metrics: readonly string[]): string {
  const asked = comparedMetric(results);
  return metrics.includes(asked) ? asked : (metrics.find(metric => splitOf(metric) === 'test') ?? metrics[0]);
}

/** What the mean of a row's combinations is held against. */
function againstBaselines(
  results: RunResults,
  {combinations}: RowGroup,
  metric: string,
  mean: number | null,
): ResultsRow['against'] {
  const best = bestBaseline(results, metric, combinations);
  return best && mean !== null ? {...best, beaten: bestFirst(metric)(mean, best.value) < 0} : null;
}

/** A run without the combinations, seeds and trials that some conditions leave out. */
export function onlyTrials(results: RunResults, filters: readonly Condition[]): RunResults {
  const ofTrials = filters.filter(({name}) => !tableMetric(name));
  if (ofTrials.length === 0) return results;
  const isParameter = ({name}: Condition) => results.manifest.parameterNames.includes(name);
  const kept = onlyCombinations(results, parameters =>
    ofTrials.every(condition => !isParameter(condition) || fulfils(parameters[condition.name], condition)),
  );
  const fitsSeed = (seed: number) => ofTrials.every(condition => isParameter(condition) || fulfils(seed, condition));
  const seeds = kept.seeds.filter(fitsSeed);
  if (seeds.length === 0) return {...kept, combinations: [], seeds, trials: []};
  return {...kept, seeds, trials: kept.trials.filter(({seed}) => fitsSeed(seed))};
}

/** The parameters that are columns: those that differ between combinations, or all. */
export function columnNames({manifest, combinations}: RunResults, all = false): readonly string[] {
  const names = rowParameters({manifest});
  if (all || combinations.length === 0) return names;
  const text = (parameters: ParameterValues, name: string) => JSON.stringify(parameters[name] ?? null);
  return names.filter(name => combinations.some(parameters => text(parameters, name) !== text(combinations[0], name)));
}

/** The best of the rows that are eligible; none where others are as good, but for rounding. */
export function bestRow<Row extends {readonly rank: number | null}>(
  rows: readonly Row[],
  chosenBy: string,
  isEligible: (row: Row) => boolean,
): Row | undefined {
  const [first, second] = rows
    .filter(row => row.rank !== null && isEligible(row))
    .toSorted((a, b) => bestFirst(chosenBy)(a.rank, b.rank));
  return first && isEqual(first.rank, second?.rank ?? null) ? undefined : first;
}

/** Whether numbers are equal but for rounding. */
export function isEqual(one: number | null, other: number | null): boolean {
  return one !== null && other !== null && Math.abs(one - other) <= 1e-12 * Math.max(Math.abs(one), Math.abs(other));
}

/** The rows by what chooses, best first. */
export function rankedTable(table: ResultsTable): ResultsTable {
  return {...table, rows: table.rows.toSorted((a, b) => bestFirst(table.chosenBy)(a.rank, b.rank))};
}

/** The rows by one of the table's metrics, best first, or by a parameter. */
export function sortTable(table: ResultsTable, by: string): ResultsTable {
  const order = table.metrics.includes(by)
    ? (a: ResultsRow, b: ResultsRow) => bestFirst(by)(a.metrics[by].mean, b.metrics[by].mean)
    : (a: ResultsRow, b: ResultsRow) => compareValues(a.parameters[by], b.parameters[by]);
  return {...table, rows: [...table.rows].sort(order)};
}

/** The order of two values of a parameter: numbers by size, then others by their text; a combination that has none comes last. */
export function compareValues(a: unknown, b: unknown): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'number' || typeof b === 'number') return typeof a === 'number' ? -1 : 1;
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
