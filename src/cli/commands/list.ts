import {jsonText} from '../../presentation/json-text.js';
import {printable} from '../../presentation/printable.js';
import {runRow, runsSheet} from '../../presentation/sheet/runs-sheet.js';
import {sheetText} from '../../presentation/sheet/sheet-text.js';
import {listedRuns} from '../../results/listed-runs.js';
import {EXIT, type ExitCode} from '../exit-codes.js';
import {outScreen, writeErr, writeOut, writeText} from '../streams.js';

export interface ListCommandOptions {
  readonly out: string;
  readonly json?: true;
}

/** Lists the runs in the folder of results; reads their journals, trains nothing. */
export async function list({out, json}: ListCommandOptions): Promise<ExitCode> {
  const {runs, unreadable} = await listedRuns(out);
  for (const text of unreadable) writeErr(`${printable(text)}\n`);
  const rows = runs.map(runRow);
  if (json) writeOut(jsonText(rows));
  else if (rows.length === 0) writeErr(`there is no run in ${out}; tfsweep run FILE makes one\n`);
  else writeText(sheetText(runsSheet(rows, new Date()), outScreen().style, {width: outScreen().width}));
  return EXIT.fine;
}
