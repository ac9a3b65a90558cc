import {expandBareNames} from '../../experiment/bare-names.js';
import {canonicalJson} from '../../experiment/content-hash.js';
import {findReferences, type ParameterValues} from '../../experiment/references.js';
import {parseYaml} from '../../experiment/yaml-file.js';
import type {Manifest} from '../../run/manifest.js';
import {moreIsBetter} from '../../training/metrics/index.js';
import type {Interval} from '../resampling.js';
import {columnNames, type ResultsRow, resultsTable} from '../results-table.js';
import type {RunResults} from '../run-results.js';
import type {Summary} from '../summary.js';
import {differenceInterval} from './noise.js';
import {type PathChange, pathChanges} from './path-changes.js';
import {isWithin, type Tolerance, toleranceOf} from './tolerance.js';

export type Verdict =
  | 'same'
  | 'within noise'
  | 'beyond noise'
  /** A side has fewer than two trials: what other seeds would give is not known. */
  | 'noise unknown'
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
  /** 95 % interval of the change, from the trials on both sides. */
  readonly interval: Interval | null;
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
}

export interface RunDiff {
  readonly old: DiffSide;
  readonly now: DiffSide;
  /** By paths in the YAML; a value that was a default counts as said. */
  readonly experiment: readonly PathChange[];
  readonly data: readonly DataChange[];
  readonly environment: readonly PathChange[];
  readonly parameterNames: readonly string[];
  readonly metrics: readonly string[];
  /** Rows that both have. */
  readonly rows: readonly RowDiff[];
  readonly added: readonly ResultsRow[];
  readonly removed: readonly ResultsRow[];
  /** Whether the answer to "are they the same, but for noise or tolerance" is no. */
  readonly differs: boolean;
}

/** A source whose content changed; undefined where a run has none of that name. */
export interface DataChange {
  readonly path: string;
  readonly old: DataVersion | undefined;
  readonly now: DataVersion | undefined;
}

type DataVersion = Pick<Manifest['data'][number], 'sha256' | 'rows'>;

export interface DiffOptions {
  readonly metrics: readonly string[];
  readonly tolerances: readonly Tolerance[];
}

/** What changed from one run to another. */
export function diffRuns(old: RunResults, now: RunResults, {metrics, tolerances}: DiffOptions): RunDiff {
  const tables = [old, now].map(results => resultsTable(results, {metrics, all: true}));
  const {pairs, added, removed} = matchRows(tables[0].rows, tables[1].rows, old, now);
  const rows = pairs.map(([before, after]) => ({
    parameters: after.parameters,
    old: countsOf(before),
    now: countsOf(after),
    cells: metrics.map(metric => cellDiff(metric, before, after, toleranceOf(metric, tolerances))),
  }));
  const isBeyond = ({verdict}: CellDiff) =>
    verdict === 'beyond noise' ||
    verdict === 'beyond tolerance' ||
    verdict === 'noise unknown' ||
    verdict === 'no number';
  return {
    old: sideOf(old),
    now: sideOf(now),
    experiment: experimentChanges(old.manifest, now.manifest),
    data: dataChanges(old.manifest, now.manifest),
    environment: environmentChanges(old.manifest, now.manifest),
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

function sideOf({place, manifest}: RunResults): DiffSide {
  const {name, run, ranAt, gitCommit} = manifest;
  return {folder: place.tree.show(place.folder), name, run, ranAt, gitCommit};
}

/** By the same parameters; what is left, by trials that both trained: one side may sweep what the other has fixed. */
function matchRows(before: readonly ResultsRow[], after: readonly ResultsRow[], old: RunResults, now: RunResults) {
  const left = new Map(before.map(row => [canonicalJson(row.parameters), row]));
  const pairs: [ResultsRow, ResultsRow][] = [];
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

function cellDiff(metric: string, before: ResultsRow, after: ResultsRow, tolerance: Tolerance | undefined): CellDiff {
  const [old, now] = [before.metrics[metric], after.metrics[metric]];
  if (old.mean === null || now.mean === null) {
    const verdict = old.mean === now.mean ? 'same' : 'no number';
    return {metric, old, now, change: null, relativeChange: null, interval: null, verdict, better: null};
  }
  const change = now.mean - old.mean;
  const interval = differenceInterval(old, now);
  const isSame = change === 0 && old.deviation === now.deviation;
  return {
    metric,
    old,
    now,
    change,
    relativeChange: old.mean === 0 ? null : change / Math.abs(old.mean),
    interval,
    verdict: isSame ? 'same' : verdictOf(old.mean, now.mean, interval, tolerance),
    better: change === 0 ? null : change > 0 === moreIsBetter(metric),
  };
}

function verdictOf(old: number, now: number, interval: Interval | null, tolerance: Tolerance | undefined): Verdict {
  if (tolerance) return isWithin(tolerance, old, now) ? 'within tolerance' : 'beyond tolerance';
  if (!interval) return 'noise unknown';
  return interval[0] <= 0 && interval[1] >= 0 ? 'within noise' : 'beyond noise';
}

function experimentChanges(old: Manifest, now: Manifest): PathChange[] {
  const resolvedAt = ({experiment}: Manifest, path: string) => valueAt(experiment.resolved[0]?.experiment, path);
  return pathChanges(writtenOf(old), writtenOf(now)).flatMap(change => {
    if (change.old !== undefined && change.now !== undefined) return [change];
    // What one of them doesn't say has its default, and so have the parts of what the other says, but for parameters.
    const {path} = change;
    const [before, after] = [resolvedAt(old, path), resolvedAt(now, path)];
    if (findReferences(change.old ?? change.now).length > 0)
      return [{path, old: change.old ?? before, now: change.now ?? after}];
    return pathChanges(before ?? change.old, after ?? change.now, path);
  });
}

/** The experiment as it was written, with what --set laid over it. */
function writtenOf({experiment}: Manifest): unknown {
  const yaml = parseYaml({file: experiment.file, text: experiment.written}, experiment.overrides);
  return yaml.ok ? expandBareNames(yaml.value.value) : {};
}

function valueAt(document: unknown, path: string): unknown {
  return path
    .split(/[.[\]]+/)
    .filter(Boolean)
    .reduce<unknown>(
      (here, step) => (typeof here === 'object' && here !== null ? Reflect.get(here, step) : undefined),
      document,
    );
}

/** Files by their name; the same content under another name is no change. */
function dataChanges(old: Manifest, now: Manifest): DataChange[] {
  const unlike = (one: Manifest, other: Manifest) =>
    one.data.filter(({sha256}) => !other.data.some(data => data.sha256 === sha256));
  const [gone, come] = [unlike(old, now), unlike(now, old)];
  const origins = [...new Set([...gone, ...come].map(({origin}) => origin))];
  return origins.flatMap(origin => {
    const of = (list: typeof gone) => list.filter(data => data.origin === origin);
    const [before, after] = [of(gone), of(come)];
    return Array.from({length: Math.max(before.length, after.length)}, (_, index) => ({
      path: origin,
      old: before[index] && {sha256: before[index].sha256, rows: before[index].rows},
      now: after[index] && {sha256: after[index].sha256, rows: after[index].rows},
    }));
  });
}

/** What produced the numbers, and where; tfsweep's version stands in both means and versions. */
export function environmentChanges(old: Environment, now: Environment): PathChange[] {
  const of = ({means: {tfsweep: _, ...means}, versions, platform}: Environment) => ({means, versions, platform});
  return pathChanges(of(old), of(now));
}

type Environment = Pick<Manifest, 'means' | 'versions' | 'platform'>;
