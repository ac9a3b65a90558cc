import {createInterface} from 'node:readline/promises';
import {fileErrorText, isFileError} from '../../disk/file-error.js';
import {counted} from '../../presentation/number.js';
import {runRow, runsSheet} from '../../presentation/sheet/runs-sheet.js';
import {sheetText} from '../../presentation/sheet/sheet-text.js';
import {type ListedRun, listedRuns} from '../../results/listed-runs.js';
import {removeRun} from '../../run/store/remove-run.js';
import {RunLockedError} from '../../run/store/run-lock.js';
import {EXIT, type ExitCode, InputError} from '../exit-codes.js';
import {outScreen, writeErr, writeText} from '../streams.js';

export interface CleanCommandOptions {
  readonly out: string;
  readonly yes?: true;
}

/** Removes runs that no experiment file stands for any more, after asking. */
export async function clean({out, yes}: CleanCommandOptions): Promise<ExitCode> {
  const listed = await listedRuns(out);
  const unsure = listed.filter(({standing}) => standing.type === 'file has problems');
  if (unsure.length > 0) writeErr(`${unsureText(unsure.length)}: tfsweep check FILE tells them\n`);
  const stale = listed.filter(({standing}) => standing.type === 'differs' || standing.type === 'no file');
  if (stale.length === 0) {
    writeErr(`every run in ${out} is that of a file as it is now; nothing is removed\n`);
    return EXIT.fine;
  }
  const sheet = runsSheet(stale.map(runRow), new Date());
  writeText(sheetText(sheet, outScreen().style, {width: outScreen().width}));
  if (!yes && !(await isWanted(`remove ${counted(stale.length, 'run')}?`))) {
    writeErr('nothing is removed\n');
    return EXIT.fine;
  }
  return removed(stale);
}

function unsureText(count: number): string {
  return count === 1
    ? '1 run stays, since its file has problems'
    : `${counted(count, 'run')} stay, since their files have problems`;
}

/** Asks on the terminal; where there is none, nobody can answer. */
async function isWanted(question: string): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new InputError(question.replace('?', ': nobody is there to ask'), '--yes removes them');
  const terminal = createInterface({input: process.stdin, output: process.stderr});
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
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
      if (left.length > 0) writeErr(`${folder} stays: ${left.slice(0, 3).join(', ')} in it is none of tfsweep's\n`);
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
