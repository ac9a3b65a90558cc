import {basename} from 'node:path';
import {withCandleColumns} from '../../files/candle-columns-of.js';
import {experimentForFile, isDataFile} from '../../files/first-experiment-file.js';
import {prepareWritten} from '../../files/prepare-file.js';
import type {PreparedExperiment} from '../../plan/prepare.js';
import {dataJson} from '../../presentation/data-json.js';
import {dataPlot} from '../../presentation/data-plot.js';
import {dataText} from '../../presentation/data-text.js';
import {jsonText} from '../../presentation/json-text.js';
import {EXIT, type ExitCode} from '../exit-codes.js';
import {showPlot} from '../plot-output.js';
import {preparedOrTold, tellWarnings, valueOrTold} from '../prepared.js';
import {outScreen, writeOut, writeText} from '../streams.js';

export interface DataCommandOptions {
  readonly set?: readonly string[];
  readonly json?: boolean;
  readonly plot?: string | true;
}

/** Shows the data sets of an experiment as its models will see them; or a file of data as an experiment for it would. */
export async function data(file: string, options: DataCommandOptions): Promise<ExitCode> {
  const isBare = isDataFile(file);
  const prepared = isBare ? await preparedForFile(file, options.set ?? []) : await preparedOrTold(file, options.set);
  if (!prepared) return EXIT.badInput;
  const plot = async () =>
    dataPlot(prepared, isBare ? undefined : await withCandleColumns(file, options.set ?? [], prepared));
  if (options.json) {
    writeOut(jsonText(dataJson(prepared)));
    if (typeof options.plot === 'string') await showPlot(await plot(), options.plot);
    return EXIT.fine;
  }
  if (options.plot !== undefined) {
    await showPlot(await plot(), options.plot);
    return EXIT.fine;
  }
  writeText(dataText(prepared, outScreen()));
  if (isBare) {
    const set = (options.set ?? []).map(one => ` --set ${one}`).join('');
    writeText(`\ntfsweep init ${file}${set} writes an experiment for it: ${prepared.experiment.name}.yaml\n`);
  }
  return EXIT.fine;
}

/** The experiment that `init` would write for a file; undefined after its problems have been told. */
async function preparedForFile(file: string, set: readonly string[]): Promise<PreparedExperiment | undefined> {
  const written = valueOrTold(await experimentForFile(file, '.', set), undefined);
  if (!written) return undefined;
  const source = {file: `the experiment for ${basename(file)}`, text: written.text};
  const prepared = valueOrTold(await prepareWritten(source, [], written.table), undefined);
  if (prepared) tellWarnings(prepared, undefined);
  return prepared;
}
