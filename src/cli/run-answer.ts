import {fileErrorText, isFileError} from '../disk/file-error.js';
import type {Place} from '../document/problem.js';
import {answerText, titledMarkdown} from '../presentation/answer.js';
import {runSuite} from '../presentation/ci/run-suite.js';
import {jsonText} from '../presentation/json-text.js';
import {printable} from '../presentation/printable.js';
import {resultsSheet} from '../presentation/sheet/results-sheet.js';
import {writeTables} from '../presentation/sheet/write-tables.js';
import {styleFor} from '../presentation/style.js';
import {trialText} from '../presentation/trial-text.js';
import {verdictJson} from '../presentation/verdict-text.js';
import {disk} from '../results/file-tree.js';
import {runIn} from '../results/found-run.js';
import {optimalityOf} from '../results/optimality/optimality.js';
import {rankedTable} from '../results/results-table.js';
import {type RunResults, readRun} from '../results/run-results.js';
import {type RunSummary, summarizeRun} from '../results/run-summary.js';
import type {Repetition} from '../results/verify/repetition.js';
import type {RunResult} from '../run/run-experiment.js';
import {type Ci, writeJunit} from './ci.js';
import {EXIT, type ExitCode} from './exit-codes.js';
import {tellMissed} from './expectations.js';
import {outScreen, writeErr, writeOut, writeText} from './streams.js';

const MOST_ROWS = 50;

export interface AnswerOptions {
  readonly json?: true;
  readonly junit?: string;
}

/** Reads a run back, writes its tables and tells what it says; gives the exit code. */
export async function tellAnswer(
  result: RunResult,
  repetition: Repetition | undefined,
  {json, junit}: AnswerOptions,
  ci: Ci,
  placeOf: (expectation: number) => Place,
): Promise<ExitCode> {
  const written = runIn(disk, result.folder.path);
  if (!written && result.interrupted) {
    writeErr('interrupted before anything was planned\n');
    return EXIT.interrupted;
  }
  if (!written) throw new Error(`${result.folder.path} can't be read back`);
  const results = readRun(written);
  const summary = summarizeRun(results);
  const unwritten = new Unwritten();
  unwritten.try(() => writeTables(results, summary, result.folder));
  if (json) writeOut(resultsJson(results, summary, result, repetition));
  else writeText(resultsAsText(summary));
  const {table} = summary;
  unwritten.try(() =>
    ci.summarize(() => titledMarkdown(results.manifest.name, {...summary, table, sheet: resultsSheet(table)})),
  );
  unwritten.try(() => writeJunit(junit, [runSuite(results, summary.expectations)]));
  const expected = tellMissed(summary.expectations, results.manifest, ci, placeOf);
  annotateFailures(results, ci);
  const ended = tellEnd(results, result);
  // A threshold that is missed is an answer, also where trials failed; an interrupted run has none yet.
  const code = expected === EXIT.no ? expected : ended;
  return unwritten.tell() && code === EXIT.fine ? EXIT.someFailed : code;
}

/** What of an answer can't be written: the trials are saved, and the answer is told all the same. */
class Unwritten {
  private readonly reasons: string[] = [];

  try(write: () => void): void {
    try {
      write();
    } catch (error) {
      if (!isFileError(error)) throw error;
      this.reasons.push(fileErrorText(error));
    }
  }

  /** Whether there was something. */
  tell(): boolean {
    for (const reason of this.reasons)
      writeErr(`${styleFor(process.stderr).red('error')} can't be written: ${printable(reason)}\n`);
    if (this.reasons.length > 0) writeErr('the trials are saved; the same command writes the rest\n');
    return this.reasons.length > 0;
  }
}

function resultsAsText({table, ...answer}: RunSummary): string {
  // A grid that fills many screens is shown from its best row on; `table` shows all of it.
  const rows = table.rows.length > MOST_ROWS ? rankedTable(table) : table;
  const {style, width} = outScreen();
  return answerText({...answer, table, sheet: resultsSheet(rows)}, style, {width, rows: MOST_ROWS});
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
  results: RunResults,
  summary: RunSummary,
  {folder, interrupted, failed}: RunResult,
  repetition: Repetition | undefined,
): string {
  const {manifest, trials} = results;
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
    verdict: verdictJson(summary.verdict),
    optimality: optimalityOf(results),
  };
  return jsonText(document);
}

function tellEnd({manifest, trials}: RunResults, {interrupted, failed, wanted}: RunResult): ExitCode {
  if (interrupted) {
    writeErr(
      `interrupted: ${trials.length} of ${manifest.trials.length} trials are saved; the same command goes on from here\n`,
    );
    return EXIT.interrupted;
  }
  const there = new Set(trials.map(({id}) => id));
  const lost = [...wanted].filter(id => !there.has(id)).length;
  if (lost > 0) {
    writeErr(
      `${lost} of ${wanted.size} trials were trained, but their results are not on the disk: something has removed them; the same command trains them again\n`,
    );
    return EXIT.someFailed;
  }
  const missing = manifest.trials.length - trials.length;
  if (missing > 0 && failed === 0)
    writeErr(
      `${trials.length} of ${manifest.trials.length} trials are here; tfsweep merge puts those of several machines together\n`,
    );
  if (failed === 0) return EXIT.fine;
  writeErr(`${failed} of ${manifest.trials.length} trials failed; the others are saved\n`);
  return EXIT.someFailed;
}
