import {createInterface} from 'node:readline/promises';
import {fileErrorText, isFileError} from '../../disk/file-error.js';
import {counted} from '../../presentation/number.js';
import {printable} from '../../presentation/printable.js';
import {runRow, runsSheet} from '../../presentation/sheet/runs-sheet.js';
import {sheetText} from '../../presentation/sheet/sheet-text.js';
import {isOwnFolder, type ListedRun, listedRuns} from '../../results/listed-runs.js';
import {removeRun} from '../../run/store/remove-run.js';
import {RunLockedError} from '../../run/store/run-lock.js';
import {EXIT, type ExitCode, InputError} from '../exit-codes.js';
import {outScreen, writeErr, writeText} from '../streams.js';

export interface CleanCommandOptions {
  readonly out: string;
  readonly yes?: true;
}

/** Removes runs that no experiment file stands for any more, after asking; where there is a doubt, a run stays. */
export async function clean({out, yes}: CleanCommandOptions): Promise<ExitCode> {
  const {runs, unreadable} = await listedRuns(out);
  const staying = runs.flatMap(run => whyItStays(run, out));
  for (const text of [...staying, ...unreadable.map(text => `${text}: it stays`)]) writeErr(`${printable(text)}\n`);
  const stale = runs.filter(run => isStale(run, out));
  if (stale.length === 0) {
    writeErr(`nothing in ${out} is removed\n`);
    return EXIT.fine;
  }
  const sheet = runsSheet(stale.map(runRow), new Date());
  writeText(sheetText(sheet, outScreen().style, {width: outScreen().width}));
  const isWanted = yes || (await answered(`remove ${counted(stale.length, 'run')}?`));
  if (isWanted === undefined) return EXIT.interrupted;
  if (!isWanted) {
    writeErr('nothing is removed\n');
    return EXIT.fine;
  }
  return removed(await stillStale(stale, out));
}

function isStale(run: ListedRun, out: string): boolean {
  const {type} = run.standing;
  return (type === 'differs' || type === 'no file') && isOwnFolder(run.found, out);
}

/** Why a run stays that may be stale. */
function whyItStays({found, standing}: ListedRun, out: string): string[] {
  const {folder} = found.place;
  if (standing.type === 'unsure') return [`${folder} stays: ${standing.because}`];
  if (standing.type === 'as now' || isOwnFolder(found, out)) return [];
  return [`${folder} stays: it is a link, or no folder of the run that it holds`];
}

/** Those of some runs that are still so: somebody may have taken time to answer. */
async function stillStale(stale: readonly ListedRun[], out: string): Promise<readonly ListedRun[]> {
  const now = new Map((await listedRuns(out)).runs.map(run => [run.found.place.folder, run]));
  return stale.filter(({found}) => {
    const again = now.get(found.place.folder);
    return again && isStale(again, out) && again.found.manifest.ranAt === found.manifest.ranAt;
  });
}

/** Asks on the terminal; undefined where somebody interrupts it. Where there is no terminal, nobody can answer. */
async function answered(question: string): Promise<boolean | undefined> {
  if (!process.stdin.isTTY)
    throw new InputError(question.replace('?', ': nobody is there to ask'), '--yes removes them');
  const terminal = createInterface({input: process.stdin, output: process.stderr});
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'AbortError') throw error;
    writeErr('\nnothing is removed\n');
    return undefined;
  } finally {
    terminal.close();
  }
}

function removed(runs: readonly ListedRun[]): ExitCode {
  let code: ExitCode = EXIT.fine;
  let count = 0;
  for (const {found} of runs) {
    const {folder} = found.place;
    try {
      const left = removeRun(folder);
      if (left.length > 0)
        writeErr(`the folder ${folder} stays: ${printable(left.slice(0, 3).join(', '))} in it is none of tfsweep's\n`);
      count++;
    } catch (error) {
      const isExpected = error instanceof RunLockedError || isFileError(error);
      if (!isExpected) throw error;
      writeErr(`${folder} stays: ${isFileError(error) ? fileErrorText(error) : error.message}\n`);
      code = EXIT.someFailed;
    }
  }
  writeErr(`removed ${counted(count, 'run')}\n`);
  return code;
}
