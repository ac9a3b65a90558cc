import {parametersText} from '../../document/parameter-value.js';
import {TABLE_METRICS} from '../../experiment/table-metrics.js';
import type {PreparedExperiment} from '../../plan/prepare.js';
import {answerText, titledMarkdown} from '../../presentation/answer.js';
import {runSuite} from '../../presentation/ci/suites.js';
import {counted, grouped} from '../../presentation/number.js';
import {notCompiledText} from '../../presentation/plan-text.js';
import {progressReporter} from '../../presentation/progress.js';
import {resultsSheet} from '../../presentation/sheet/results-sheet.js';
import {sheetCsv} from '../../presentation/sheet/sheet-csv.js';
import {sheetMarkdown} from '../../presentation/sheet/sheet-markdown.js';
import {styleFor} from '../../presentation/style.js';
import {trialText} from '../../presentation/trial-text.js';
import {differenceText} from '../../presentation/verification-text.js';
import {disk} from '../../results/file-tree.js';
import {runIn} from '../../results/find-run.js';
import {rankedTable, resultsTable} from '../../results/results-table.js';
import {type RunResults, readRun} from '../../results/run-results.js';
import {type RunSummary, summarizeRun} from '../../results/run-summary.js';
import {type Repetition, repeat} from '../../results/verify/repetition.js';
import {notCompiled} from '../../run/not-compiled.js';
import {plannedRun, type RunOptions, type RunResult, runExperiment} from '../../run/run-experiment.js';
import type {RunFolder} from '../../run/store/run-folder.js';
import {type Ci, ciFor, writeJunit} from '../ci.js';
import {EXIT, type ExitCode, InputError} from '../exit-codes.js';
import {tellMissed} from '../expectations.js';
import {jsonText} from '../forms.js';
import {interruptionSignal} from '../interruption.js';
import type {Shard} from '../options.js';
import {type ChosenToolchain, preparedOrTold, toolchainOrTold} from '../prepared.js';
import {writing} from '../writing.js';

export interface RunCommandOptions {
  readonly set?: readonly string[];
  readonly backend?: string;
  readonly engine: string;
  readonly workers?: number;
  readonly out: string;
  readonly shard?: Shard;
  readonly again?: true;
  readonly json?: true;
  readonly ci?: boolean;
  readonly junit?: string;
}

const MOST_ROWS = 50;

/** Trains what is not yet trained, writes the run folder, prints the table and the comparison. */
export async function run(file: string, options: RunCommandOptions): Promise<ExitCode> {
  const ci = ciFor(options.ci);
  const prepared = preparedOrTold(file, options.set, ci);
  if (!prepared) return EXIT.badInput;
  const toolchain = toolchainOrTold(prepared, options, ci);
  if (!toolchain) return EXIT.badInput;
  if (options.engine !== 'auto') await refuseEager(prepared, toolchain.engines);
  const {shard} = options;
  const training: RunOptions = {
    ...toolchain,
    workers: options.workers,
    out: options.out,
    wants: shard && ((_, group) => group % shard.count === shard.index - 1),
    signal: interruptionSignal(),
  };
  const watch = () => progressReporter(process.stderr, styleFor(process.stderr));
  const rest = watch();
  const repetition = options.again && (await writing(() => repeat(prepared, training, watch())));
  if (training.signal.aborted) {
    process.stderr.write('interrupted: nothing is kept of what was trained again\n');
    return EXIT.interrupted;
  }
  // Told before anything is written: where nothing can be, the answer isn't lost.
  const isSame = !options.again || cameBack(repetition, plannedRun(prepared, training).path, ci);
  // What was trained again has said where it is.
  const result = await writing(() =>
    runExperiment(prepared, training, event => (repetition && event.type === 'run-opened' ? undefined : rest(event))),
  );
  try {
    const written = runIn(disk, result.folder.path);
    if (!written) throw new Error(`${result.folder.path} can't be read back`);
    const results = readRun(written);
    const summary = summarizeRun(results);
    writeTables(results, summary, result.folder);
    process.stdout.write(options.json ? resultsJson(results, summary, result, repetition) : resultsAsText(summary));
    const {table} = summary;
    ci.summarize(() => titledMarkdown(results.manifest.name, {...summary, sheet: resultsSheet(table)}));
    await writeJunit(options.junit, [runSuite(results, summary.expectations)]);
    const expected = tellMissed(summary.expectations, results.manifest, ci, index =>
      prepared.experiment.file.place(['expect', index]),
    );
    annotateFailures(results, ci);
    const ended = tellEnd(results, result);
    if (!isSame) return EXIT.no;
    // A threshold that is missed is an answer, also where trials failed; an interrupted run has none yet.
    return expected === EXIT.no ? expected : ended;
  } finally {
    result.folder.release();
  }
}

/** Somebody who asks for an engine by name doesn't get another one. */
async function refuseEager(prepared: PreparedExperiment, engines: ChosenToolchain['engines']): Promise<void> {
  const [first] = await notCompiled(prepared, engines);
  if (first)
    throw new InputError(
      `${parametersText(first.combinations[0].combination.parameters) || 'the network'} can't be compiled: ${notCompiledText(first.refused)}`,
      '--engine auto trains it eagerly',
    );
}

function writeTables(results: RunResults, {table, comparison}: RunSummary, folder: RunFolder): void {
  const [deciding] = table.metrics;
  const metrics = [deciding, ...TABLE_METRICS.filter(metric => metric !== deciding)];
  folder.write('tableCsv', sheetCsv(resultsSheet(resultsTable(results, {metrics, all: true}))));
  folder.write('tableMarkdown', sheetMarkdown(resultsSheet(table)));
  folder.write('comparison', jsonText(comparison));
}

function resultsAsText({table, ...answer}: RunSummary): string {
  // A grid that fills many screens is shown from its best row on; `table` shows all of it.
  const rows = table.rows.length > MOST_ROWS ? rankedTable(table) : table;
  const limits = {width: process.stdout.columns, rows: MOST_ROWS};
  return answerText({...answer, sheet: resultsSheet(rows)}, styleFor(process.stdout), limits);
}

function annotateFailures({manifest, trials}: RunResults, ci: Ci): void {
  const failed = trials.filter(trial => trial.status === 'failed');
  if (failed.length === 0) return;
  const lines = failed.slice(0, 10).map(trial => `${trialText(trial)}: ${trial.error.message.split('\n')[0]}`);
  const more = failed.length > lines.length ? [`and ${failed.length - lines.length} more`] : [];
  const message = [`${failed.length} of ${manifest.trials.length} trials failed`, ...lines, ...more].join('\n');
  ci.annotate({level: 'warning', title: manifest.name, message});
}

function resultsJson(
  {manifest, trials}: RunResults,
  summary: RunSummary,
  {folder, interrupted, failed}: RunResult,
  repetition: Repetition | undefined,
): string {
  const document = {
    run: manifest.run,
    name: manifest.name,
    folder: folder.path,
    interrupted,
    planned: manifest.trials.length,
    finished: trials.filter(({status}) => status === 'finished').length,
    failed,
    timing: manifest.timing,
    ...(repetition ? {again: repetition} : {}),
    ...summary,
  };
  return jsonText(document);
}

/** Tells whether what was trained once more is what was there, bit for bit. */
function cameBack(repetition: Repetition | undefined, folder: string, ci: Ci): boolean {
  const style = styleFor(process.stderr);
  if (!repetition) {
    process.stderr.write('nothing was there yet to compare with\n');
    return true;
  }
  const {trials, differing, first} = repetition;
  if (!first) {
    process.stderr.write(
      `${style.green('the same')} ${counted(trials, 'trial')} trained again: every number is that of ${folder}, bit for bit\n`,
    );
    return true;
  }
  const {difference} = first;
  const message = `${counted(differing, 'trial')} of ${grouped(trials)} did not come back as in ${folder}: ${trialText(first)}: ${differenceText(difference)}: recorded ${difference.recorded}, now ${difference.now}`;
  process.stderr.write(`${style.red('error')} ${message}\n`);
  ci.annotate({level: 'error', title: 'not reproduced', message});
  return false;
}

function tellEnd({manifest, trials}: RunResults, {interrupted, failed}: RunResult): ExitCode {
  if (interrupted) {
    process.stderr.write(
      `interrupted: ${trials.length} of ${manifest.trials.length} trials are saved; the same command goes on from here\n`,
    );
    return EXIT.interrupted;
  }
  if (failed === 0) return EXIT.fine;
  process.stderr.write(`${failed} of ${manifest.trials.length} trials failed; the others are saved\n`);
  return EXIT.someFailed;
}
