import {didYouMean} from '../../experiment/did-you-mean.js';
import {comparisonText} from '../../report/comparison-text.js';
import {resultsCsv} from '../../report/results-csv.js';
import {resultsMarkdown} from '../../report/results-markdown.js';
import {resultsText} from '../../report/results-text.js';
import {styleFor} from '../../report/style.js';
import {compare} from '../../results/comparison.js';
import {TABLE_METRICS} from '../../results/metric-path.js';
import {resultsTable, type TableOptions} from '../../results/results-table.js';
import {findRun, type RunResults, readRun} from '../../results/run-results.js';
import {usualMetrics} from '../../results/usual-metrics.js';
import {EXIT, type ExitCode, InputError} from '../exit-codes.js';

export interface TableCommandOptions {
  readonly by?: string;
  readonly metric?: readonly string[];
  readonly sort?: string;
  readonly format: string;
  readonly out: string;
}

/** Prints the results of a run; trains nothing, needs no TensorFlow.js. */
export function table(run: string, options: TableCommandOptions): ExitCode {
  const format = known('format', options.format, ['text', 'md', 'csv', 'json']);
  const found = findRun(run, options.out);
  if ('missing' in found)
    throw new InputError(
      found.missing,
      'a run folder, or the name or file of an experiment that was run; --out names the folder of results',
    );
  const results = readRun(found.folder);
  if (!results) throw new InputError(`${found.folder} is no run folder that can be read`);
  process.stdout.write(render(results, tableOptions(results, options), format));
  return EXIT.fine;
}

function tableOptions(results: RunResults, options: TableCommandOptions): TableOptions {
  const names = results.manifest.parameterNames;
  const by = options.by?.split(',').map(name => known('parameter', name.trim(), names));
  const metrics = options.metric?.map(name => known('metric', name, TABLE_METRICS)) ?? usualMetrics(results);
  const sort = options.sort === undefined ? undefined : known('column', options.sort, [...metrics, ...(by ?? names)]);
  return {by, metrics, sort};
}

function known(what: string, name: string, allowed: readonly string[]): string {
  if (allowed.includes(name)) return name;
  throw new InputError(`there is no ${what} '${name}'`, didYouMean(name, allowed));
}

function render(results: RunResults, options: TableOptions, format: string): string {
  const rows = resultsTable(results, options);
  const comparedBy =
    options.by?.length === 1 ? options.by[0] : options.by ? undefined : results.manifest.comparison?.by;
  const comparison = comparedBy === undefined ? undefined : compare(results, comparedBy, options.metrics[0]);
  switch (format) {
    case 'md':
      return resultsMarkdown(rows);
    case 'csv':
      return resultsCsv(rows);
    case 'json':
      return `${JSON.stringify({run: results.manifest.run, name: results.manifest.name, table: rows, comparison: comparison ?? null}, undefined, 2)}\n`;
    default:
      return `${resultsText(rows, styleFor(process.stdout), {width: process.stdout.columns})}${comparison ? `\n${comparisonText(comparison)}` : ''}`;
  }
}
