import {join, resolve} from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {pathToFileURL} from 'node:url';
import {writeWholeFile} from '../../disk/write-file.js';
import {tfsweepVersion} from '../../engine/versions.js';
import {reportPage} from '../../presentation/html/page.js';
import {type ReportRun, reportRun} from '../../presentation/html/report-run.js';
import {leftOutText} from '../../presentation/left-out-text.js';
import {styleFor} from '../../presentation/style.js';
import {runEvents} from '../../presentation/tensorboard/run-events.js';
import {disk} from '../../results/file-tree.js';
import type {RunResults} from '../../results/run-results.js';
import {REPORT_FILE, RUN_FILES} from '../../run/store/run-folder.js';
import {EXIT, type ExitCode} from '../exit-codes.js';
import {runsOrThrow, tellShown} from '../runs.js';
import {writeErr, writeOut} from '../streams.js';
import {writing} from '../writing.js';

export interface ReportCommandOptions {
  readonly file?: string;
  readonly open?: true;
  readonly tensorboard?: string;
  readonly out: string;
}

/** Writes one HTML file about runs; needs no TensorFlow.js. */
export async function report(runs: readonly string[], options: ReportCommandOptions): Promise<ExitCode> {
  const found = await runsOrThrow(runs, options.out);
  for (const results of found) tellShown(results);
  const file = options.file ?? usualFile(found);
  const shown = found.map((results, index) => reportRun(results, `run-${index + 1}`));
  for (const one of shown) tellBadForecasts(one);
  const html = reportPage(shown, tfsweepVersion());
  await writing(async () => writeWholeFile(file, html));
  writeOut(`${file}\n`);
  const {tensorboard} = options;
  if (tensorboard !== undefined) await writing(async () => writeEvents(found, tensorboard));
  if (options.open && !(await opened(file))) writeErr(`no browser could be opened; open ${file} by hand\n`);
  return EXIT.fine;
}

/** Tells which lines of forecasts are none: a report shows the others. */
function tellBadForecasts({results: {place}, badForecasts}: ReportRun): void {
  if (badForecasts.length === 0) return;
  const file = place.tree.show(join(place.folder, RUN_FILES.forecasts));
  writeErr(`${leftOutText(file, badForecasts, styleFor(process.stderr))}\n`);
}

/** Event files of all trials, DIR/NAME RUN/TRIAL/; the same run writes the same files. */
function writeEvents(runs: readonly RunResults[], dir: string): void {
  for (const results of runs) {
    const {name, run} = results.manifest;
    for (const {folder, content} of runEvents(results)) {
      writeWholeFile(join(dir, `${name} ${run}`, folder, EVENTS), content);
    }
  }
  writeOut(`tensorboard --logdir ${dir}\n`);
}

/** TensorBoard reads files that are called so. */
const EVENTS = 'events.out.tfevents.tfsweep';

/** How long an opener may take to find that there is no browser. */
const OPENER_MILLISECONDS = 2000;

async function opened(file: string): Promise<boolean> {
  const {default: open} = await import('open');
  const opener = await open(pathToFileURL(resolve(file)).href);
  const ended = new Promise<boolean>(settle => {
    opener.once('error', () => settle(false));
    opener.once('exit', code => settle(code === 0));
  });
  const patience = new AbortController();
  // One that is still there shows the page.
  const stays = setTimeout(OPENER_MILLISECONDS, true, {signal: patience.signal});
  const shown = await Promise.race([ended, stays]);
  patience.abort();
  return shown;
}

/** The report's file lies in the folder of a run; beside the runs' folders where there are several, or where it isn't on the disk. */
function usualFile([{place}, ...others]: readonly RunResults[]): string {
  return others.length === 0 && place.tree === disk ? join(place.folder, REPORT_FILE) : REPORT_FILE;
}
