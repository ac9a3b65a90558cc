import {didYouMean} from '../../experiment/did-you-mean.js';
import {comparisonText} from '../../report/comparison-text.js';
import {progressReporter} from '../../report/progress.js';
import {resultsCsv} from '../../report/results-csv.js';
import {resultsMarkdown} from '../../report/results-markdown.js';
import {resultsText} from '../../report/results-text.js';
import {styleFor} from '../../report/style.js';
import {compare} from '../../results/comparison.js';
import {TABLE_METRICS} from '../../results/metric-path.js';
import {resultsTable} from '../../results/results-table.js';
import {type RunResults, readRun} from '../../results/run-results.js';
import {usualMetrics} from '../../results/usual-metrics.js';
import type {PreparedExperiment} from '../../run/prepare.js';
import {type RunOptions, type RunResult, runExperiment, type Shard} from '../../run/run-experiment.js';
import {type RunFolder, RunLockedError} from '../../run/run-folder.js';
import {EXIT, type ExitCode, InputError} from '../exit-codes.js';
import {backendOrTold, preparedOrTold} from '../prepared.js';

export interface RunCommandOptions {
  readonly set?: readonly string[];
  readonly backend?: string;
  readonly engine: string;
  readonly workers?: number;
  readonly out: string;
  readonly shard?: Shard;
  readonly json?: true;
}

const MOST_ROWS = 50;
const ENGINES = ['auto', 'eager'];

/** Trains what is not yet trained, writes the run folder, prints the table and the comparison. */
export async function run(file: string, options: RunCommandOptions): Promise<ExitCode> {
  if (!ENGINES.includes(options.engine))
    throw new InputError(`there is no engine '${options.engine}'`, didYouMean(options.engine, ENGINES));
  const prepared = preparedOrTold(file, options.set);
  if (!prepared) return EXIT.badInput;
  const choice = backendOrTold(prepared, options.backend);
  if (!choice) return EXIT.badInput;
  const interruption = interruptionSignal();
  const result = await trainOrTell(prepared, {
    backend: choice.backend,
    backendVersion: choice.version,
    workers: options.workers,
    out: options.out,
    shard: options.shard,
    signal: interruption,
  });
  try {
    const results = readRun(result.folder.path);
    if (!results) throw new Error(`${result.folder.path} can't be read back`);
    writeTables(results, result.folder);
    process.stdout.write(options.json ? resultsJson(results, result) : resultsAsText(results));
    return tellEnd(results, result);
  } finally {
    result.folder.release();
  }
}

async function trainOrTell(prepared: PreparedExperiment, options: RunOptions): Promise<RunResult> {
  try {
    return await runExperiment(prepared, options, progressReporter(process.stderr, styleFor(process.stderr)));
  } catch (error) {
    if (error instanceof RunLockedError) throw new InputError(error.message);
    if (isDiskError(error))
      throw new InputError(`results can't be written: ${error.message}`, 'name another folder: --out DIR');
    throw error;
  }
}

const DISK_ERRORS = ['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'ENOTDIR', 'EEXIST', 'EISDIR'];

function isDiskError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && DISK_ERRORS.includes(String(error.code));
}

/** Ctrl-C ends the run in order; a second one ends the process. */
function interruptionSignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(EXIT.interrupted);
      controller.abort();
    });
  return controller.signal;
}

function writeTables(results: RunResults, folder: RunFolder): void {
  const [deciding] = usualMetrics(results);
  const everything = [deciding, ...TABLE_METRICS.filter(metric => metric !== deciding)];
  const {comparison} = results.manifest;
  folder.write('tableCsv', resultsCsv(resultsTable(results, {by: undefined, metrics: everything, sort: undefined})));
  folder.write(
    'tableMarkdown',
    resultsMarkdown(resultsTable(results, {by: undefined, metrics: usualMetrics(results), sort: undefined})),
  );
  const compared = comparison ? compare(results, comparison.by, comparison.metric) : null;
  folder.write('comparison', `${JSON.stringify(compared, undefined, 2)}\n`);
}

function resultsAsText(results: RunResults): string {
  const {comparison, experiment} = results.manifest;
  const metrics = usualMetrics(results);
  // A grid that fills many screens is shown from its best row on; `table` shows all of it.
  const sort = experiment.resolved.length > MOST_ROWS ? metrics[0] : undefined;
  const rows = resultsTable(results, {by: undefined, metrics, sort});
  const table = resultsText(rows, styleFor(process.stdout), {width: process.stdout.columns, rows: MOST_ROWS});
  return comparison ? `${table}\n${comparisonText(compare(results, comparison.by, comparison.metric))}` : table;
}

function resultsJson(results: RunResults, {folder, interrupted, failed}: RunResult): string {
  const {manifest, trials} = results;
  const {comparison} = manifest;
  const document = {
    run: manifest.run,
    name: manifest.name,
    folder: folder.path,
    interrupted,
    planned: manifest.trials.length,
    finished: trials.filter(({status}) => status === 'finished').length,
    failed: failed.length,
    timing: manifest.timing,
    table: resultsTable(results, {by: undefined, metrics: usualMetrics(results), sort: undefined}),
    comparison: comparison ? compare(results, comparison.by, comparison.metric) : null,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function tellEnd({manifest, trials}: RunResults, {interrupted, failed}: RunResult): ExitCode {
  if (interrupted) {
    process.stderr.write(
      `interrupted: ${trials.length} of ${manifest.trials.length} trials are saved; the same command goes on from here\n`,
    );
    return EXIT.interrupted;
  }
  if (failed.length === 0) return EXIT.fine;
  process.stderr.write(`${failed.length} of ${manifest.trials.length} trials failed; the others are saved\n`);
  return EXIT.someFailed;
}
