import {canonicalJson} from '../../document/content-hash.js';
import type {ParameterValues} from '../../document/references.js';
import {moreIsBetter} from '../../experiment/table-metrics.js';
import {askedComparison} from '../comparison/compare.js';
import {shareBase} from '../comparison/margin.js';
import {columnNames, type ResultsRow, resultsTable} from '../results-table.js';
import type {RunResults} from '../run-results.js';
import type {Interval} from '../statistics/flips.js';
import {holm, SIGNIFICANCE} from '../statistics/holm.js';
import type {Summary} from '../statistics/summary.js';
import {welch} from '../statistics/welch.js';
import {usualMetrics} from '../usual-metrics.js';
import type {Statement} from '../verdict/statement.js';
import {verdictOf} from '../verdict/verdict.js';
import {type DataChange, dataChanges, environmentChanges, experimentChanges} from './manifest-changes.js';
import {isSameMeasured, type MeasuredRow, measuredRows} from './measured-rows.js';
import type {PathChange} from './path-changes.js';
import {isWithin, type Tolerance, toleranceOf} from './tolerance.js';

export type Verdict =
  | 'same'
  | 'within noise'
  | 'beyond noise'
  /** A side has fewer than two seeds: what other seeds would give is not known. */
  | 'noise unknown'
  /** Measured on other target rows, so that more than seeds differs. */
  | 'other rows'
  | 'within tolerance'
  | 'beyond tolerance'
  /** A side has no number. */
  | 'no number';

/** A metric of a row, before and after. */
export interface CellDiff {
  readonly metric: string;
  readonly old: Summary;
  readonly now: Summary;
  readonly change: number | null;
  readonly relativeChange: number | null;
  /** 95 % interval of this change alone, from the trials on both sides. */
  readonly interval: Interval | null;
  /** The chance of a change as large by seed noise: of this cell alone, and corrected for all cells of the table. */
  readonly probability: number | null;
  readonly adjustedProbability: number | null;
  readonly verdict: Verdict;
  readonly better: boolean | null;
}

export interface RowDiff {
  readonly parameters: ParameterValues;
  readonly old: TrialCounts;
  readonly now: TrialCounts;
  readonly cells: readonly CellDiff[];
}

type TrialCounts = Pick<ResultsRow, 'planned' | 'finished' | 'failed'>;

/** One of the two runs. */
export interface DiffSide {
  readonly folder: string;
  readonly name: string;
  readonly run: string;
  readonly ranAt: string;
  readonly gitCommit: string | null;
  /** What was laid over the file by --set. */
  readonly overrides: readonly string[];
}

export interface RunDiff {
  readonly old: DiffSide;
  readonly now: DiffSide;
  /** The changes by paths in the YAML; a value that was a default counts as said. */
  readonly experiment: readonly PathChange[];
  readonly data: readonly DataChange[];
  readonly environment: readonly PathChange[];
  /** Sentences of the verdict that only one of them has. */
  readonly verdict: {readonly gone: readonly Statement[]; readonly come: readonly Statement[]};
  readonly parameterNames: readonly string[];
  readonly metrics: readonly string[];
  /** Rows that both have. */
  readonly rows: readonly RowDiff[];
  readonly added: readonly ResultsRow[];
  readonly removed: readonly ResultsRow[];
  /** Whether the answer to "are they the same, but for noise or tolerance" is no. */
  readonly differs: boolean;
}

export interface DiffOptions {
  readonly metrics: readonly string[];
  readonly tolerances: readonly Tolerance[];
}

/** The metrics that a diff looks at: those that are asked for, or else the usual ones of both runs, and those with a tolerance. */
export function diffedMetrics(
  old: RunResults,
  now: RunResults,
  asked: readonly string[] | undefined,
  tolerances: readonly Tolerance[],
): readonly string[] {
  const shown = asked ?? [...usualMetrics(now), ...usualMetrics(old)];
  return [...new Set([...shown, ...tolerances.flatMap(({metric}) => metric ?? [])])];
}

/** What changed from one run to another. */
export function diffRuns(old: RunResults, now: RunResults, {metrics, tolerances}: DiffOptions): RunDiff {
  const tables = [old, now].map(results => resultsTable(results, {metrics, all: true}));
  const {pairs, added, removed} = matchRows(tables[0].rows, tables[1].rows, old, now);
  const [before, after] = [measuredRows(old), measuredRows(now)];
  const changes = pairs.map(pair =>
    metrics.map(metric =>
      cellChange(
        metric,
        pair,
        [before.of(pair[0], metric), after.of(pair[1], metric)],
        toleranceOf(metric, tolerances),
      ),
    ),
  );
  // How often a table of runs that differ by seeds alone has a cell beyond noise is controlled, not how often a cell is.
  const tested = changes.flat().filter(({settled}) => settled === null);
  const corrected = holm(tested.map(({test}) => test?.probability ?? 1));
  const adjusted = new Map(tested.map((change, index) => [change, corrected[index].adjusted]));
  const rows = pairs.map(([first, second], row) => ({
    parameters: second.parameters,
    old: countsOf(first),
    now: countsOf(second),
    cells: changes[row].map(change => cellDiff(change, adjusted.get(change) ?? null)),
  }));
  const isBeyond = ({verdict}: CellDiff) =>
    verdict === 'beyond noise' ||
    verdict === 'beyond tolerance' ||
    verdict === 'noise unknown' ||
    verdict === 'other rows' ||
    verdict === 'no number';
  return {
    old: sideOf(old),
    now: sideOf(now),
    experiment: experimentChanges(old.manifest, now.manifest),
    data: dataChanges(old.manifest, now.manifest),
    environment: environmentChanges(old.manifest, now.manifest),
    verdict: verdictChanges(old, now),
    parameterNames: [...new Set([...columnNames(old), ...columnNames(now)])],
    metrics,
    rows,
    added,
    removed,
    differs:
      added.length + removed.length > 0 ||
      rows.some(row => row.cells.some(isBeyond) || canonicalJson(row.old) !== canonicalJson(row.now)),
  };
}

function verdictChanges(old: RunResults, now: RunResults): RunDiff['verdict'] {
  const [before, after] = [old, now].map(results => verdictOf(results, askedComparison(results)));
  const without = (all: readonly Statement[], others: readonly Statement[]) => {
    const known = new Set(others.map(one => canonicalJson(one)));
    return all.filter(one => !known.has(canonicalJson(one)));
  };
  return {gone: without(before, after), come: without(after, before)};
}

function sideOf({place, manifest}: RunResults): DiffSide {
  const {name, run, ranAt, gitCommit, experiment} = manifest;
  return {folder: place.tree.show(place.folder), name, run, ranAt, gitCommit, overrides: experiment.overrides};
}

/** Rows are matched by the same parameters; what is left, by trials that both trained: one side may sweep what the other has fixed. */
function matchRows(before: readonly ResultsRow[], after: readonly ResultsRow[], old: RunResults, now: RunResults) {
  const left = new Map(before.map(row => [canonicalJson(row.parameters), row]));
  const pairs: RowPair[] = [];
  const unmatched: ResultsRow[] = [];
  for (const row of after) {
    const key = canonicalJson(row.parameters);
    const same = left.get(key);
    left.delete(key);
    if (same) pairs.push([same, row]);
    else unmatched.push(row);
  }
  const byTrial = new Map(old.trials.map(({id, parameters}) => [id, canonicalJson(parameters)]));
  const oldKeys = new Map(now.trials.map(({id, parameters}) => [canonicalJson(parameters), byTrial.get(id)]));
  const added = unmatched.filter(row => {
    const key = oldKeys.get(canonicalJson(row.parameters)) ?? '';
    const same = left.get(key);
    left.delete(key);
    if (same) pairs.push([same, row]);
    return !same;
  });
  return {pairs, added, removed: [...left.values()]};
}

function countsOf({planned, finished, failed}: ResultsRow): TrialCounts {
  return {planned, finished, failed};
}

type RowPair = readonly [before: ResultsRow, after: ResultsRow];

/** A cell before the other cells of the table are known. */
interface CellChange {
  readonly metric: string;
  readonly old: Summary;
  readonly now: Summary;
  readonly change: number | null;
  /** What needs no test. */
  readonly settled: Exclude<Verdict, 'within noise' | 'beyond noise'> | null;
  /** What seeds would do; null where that isn't known. */
  readonly test: ReturnType<typeof welch>;
}

function cellChange(
  metric: string,
  [before, after]: RowPair,
  [first, second]: readonly [MeasuredRow, MeasuredRow],
  tolerance: Tolerance | undefined,
): CellChange {
  const [old, now] = [before.metrics[metric], after.metrics[metric]];
  if (old.mean === null || now.mean === null)
    return {metric, old, now, change: null, settled: old.mean === now.mean ? 'same' : 'no number', test: null};
  const change = now.mean - old.mean;
  const cell = {metric, old, now, change, test: welch(first.ofSeeds, second.ofSeeds)};
  if (change === 0 && old.deviation === now.deviation) return {...cell, settled: 'same'};
  if (tolerance)
    return {...cell, settled: isWithin(tolerance, old.mean, now.mean) ? 'within tolerance' : 'beyond tolerance'};
  if (!isSameMeasured(first, second, metric)) return {...cell, settled: 'other rows'};
  return {...cell, settled: cell.test ? null : 'noise unknown'};
}

function cellDiff({metric, old, now, change, settled, test}: CellChange, adjusted: number | null): CellDiff {
  const base = shareBase(metric, old);
  return {
    metric,
    old,
    now,
    change,
    relativeChange: change === null || base === null ? null : change / base,
    interval: test?.interval ?? null,
    probability: test?.probability ?? null,
    adjustedProbability: adjusted,
    verdict: settled ?? ((adjusted ?? 1) <= SIGNIFICANCE ? 'beyond noise' : 'within noise'),
    better: change ? change > 0 === moreIsBetter(metric) : null,
  };
}
