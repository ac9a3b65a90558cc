import {FOLD} from '../../experiment/fold.js';
import {tableMetric} from '../../experiment/table-metrics.js';
import {type Answer, answerMarkdown, answerText, titledMarkdown} from '../../presentation/answer.js';
import {jsonText} from '../../presentation/json-text.js';
import {nothingLeftText} from '../../presentation/nothing-left-text.js';
import {pivotSheet} from '../../presentation/sheet/pivot-sheet.js';
import {resultsSheet} from '../../presentation/sheet/results-sheet.js';
import type {Sheet} from '../../presentation/sheet/sheet.js';
import {sheetCsv} from '../../presentation/sheet/sheet-csv.js';
import {trialsSheet} from '../../presentation/sheet/trials-sheet.js';
import {verdictJson} from '../../presentation/verdict-text.js';
import {compare} from '../../results/comparison/compare.js';
import type {Comparison} from '../../results/comparison/comparison.js';
import {judge, placeOfExpectation} from '../../results/expectations.js';
import {hasFolds} from '../../results/folds.js';
import {parseRunCondition} from '../../results/parse-condition.js';
import {pivotTable} from '../../results/pivot-table.js';
import {
  columnNames,
  onlyTrials,
  type ResultsTable,
  resultsTable,
  type TableOptions,
} from '../../results/results-table.js';
import type {RunResults} from '../../results/run-results.js';
import {trialsTable} from '../../results/trials-table.js';
import {comparedMetric, usualMetrics} from '../../results/usual-metrics.js';
import {verdictOf} from '../../results/verdict/verdict.js';
import {ciFor} from '../ci.js';
import {type ExitCode, InputError} from '../exit-codes.js';
import {tellMissed} from '../expectations.js';
import {metricOfRuns} from '../known-metric.js';
import {known, listed} from '../options.js';
import {runOrThrow, tellShown} from '../runs.js';
import {outScreen, writeErr, writeOut, writeText} from '../streams.js';

export interface TableCommandOptions {
  readonly by?: string;
  readonly metric?: readonly string[];
  readonly filter?: readonly string[];
  readonly sort?: string;
  readonly top?: number;
  readonly pivot?: string;
  readonly trials?: true;
  readonly all?: true;
  readonly format: string;
  readonly ci?: boolean;
  readonly out: string;
}

const FORMATS = ['text', 'md', 'csv', 'json'] as const;
/** The most rows of a text, unless --top asks for more: nobody reads further on a terminal. */
const MOST_ROWS = 1000;

/** Prints the results of a run; trains nothing, needs no TensorFlow.js. */
export async function table(run: string, options: TableCommandOptions): Promise<ExitCode> {
  const format = known('format', options.format, FORMATS);
  const results = await runOrThrow(run, options.out);
  tellShown(results);
  const asked = tableOptions(results, options);
  const {sheet, table, json} = formsOf(results, options, asked);
  if (sheet.rows.length === 0 && options.filter)
    writeErr(`${nothingLeftText(results, asked.filters ?? [], options.filter)}\n`);
  const comparison = comparisonOf(results, options, asked);
  const verdict = ofAllTrials(options) ? verdictOf(results, comparison) : [];
  const answer = {sheet, table, comparison, verdict, expectations: judge(results)};
  const write = format === 'text' ? writeText : writeOut;
  write(render(results, answer, json, options.top, format));
  const ci = ciFor(options.ci);
  ci.summarize(() => titledMarkdown(results.manifest.name, answer));
  return tellMissed(answer.expectations, results.manifest, ci, index => placeOfExpectation(results.manifest, index));
}

/** Whether what is shown is about the whole run, as a verdict is. */
function ofAllTrials({by, filter, pivot, trials}: TableCommandOptions): boolean {
  return by === undefined && filter === undefined && pivot === undefined && !trials;
}

/** What the options ask for, in each form that it can have. */
interface Forms {
  readonly sheet: Sheet;
  readonly table: ResultsTable | undefined;
  readonly json: Readonly<Record<string, unknown>>;
}

function render(
  {manifest: {run, name}}: RunResults,
  answer: Answer,
  json: Forms['json'],
  top: number | undefined,
  format: (typeof FORMATS)[number],
): string {
  switch (format) {
    case 'text':
      return answerText(answer, outScreen().style, {width: outScreen().width, rows: top ?? MOST_ROWS});
    case 'md':
      return answerMarkdown(answer);
    case 'csv':
      return sheetCsv(answer.sheet);
    case 'json':
      return jsonText({
        run,
        name,
        ...json,
        comparison: answer.comparison,
        verdict: verdictJson(answer.verdict),
        expectations: answer.expectations,
      });
  }
}

function formsOf(results: RunResults, options: TableCommandOptions, asked: TableOptions): Forms {
  if (options.trials && (options.by || options.pivot))
    throw new InputError(`--trials shows every trial, --${options.by ? 'by' : 'pivot'} means over them`, 'one of them');
  if (options.trials) {
    const trials = trialsTable(results, asked);
    return {sheet: trialsSheet(trials), table: undefined, json: {trials}};
  }
  if (options.pivot !== undefined) {
    if (options.by || options.sort || options.top)
      throw new InputError('--pivot lays out all values of two parameters', 'leave out --by, --sort and --top');
    const names = listed(options.pivot).map(name => known('parameter', name, results.manifest.parameterNames));
    const [down, across, ...others] = names;
    if (down === undefined || across === undefined || others.length > 0 || down === across)
      throw new InputError('--pivot takes two parameters', 'DOWN,ACROSS such as --pivot activation,window');
    const pivot = pivotTable(results, down, across, asked);
    return {sheet: pivotSheet(pivot), table: undefined, json: {pivot}};
  }
  const rows = resultsTable(results, asked);
  return {sheet: resultsSheet(rows), table: rows, json: {table: rows}};
}

function tableOptions(results: RunResults, options: TableCommandOptions): TableOptions {
  const names = results.manifest.parameterNames;
  const by = options.by === undefined ? undefined : listed(options.by).map(name => known('parameter', name, names));
  const asked = options.metric?.flatMap(listed).map(name => metricOfRuns(name, results));
  const metrics = asked ?? (options.pivot === undefined ? usualMetrics(results) : [comparedMetric(results)]);
  const filters = (options.filter ?? []).map(text => {
    const condition = parseRunCondition(text, names);
    if ('message' in condition) throw new InputError(condition.message, condition.hint);
    return condition;
  });
  const columns = by ?? columnNames(onlyTrials(results, filters), true);
  const sort =
    options.sort === undefined
      ? undefined
      : known('column', options.sort, [...metrics, ...columns, ...(options.trials ? ['seed'] : [])]);
  return {by, metrics, chosenBy: asked?.[0], sort, top: options.top, filters, all: options.all};
}

/**
 * By the rows' only parameter, or as the experiment asks. Nothing where rows are about something else, nor where metrics
 * decide what is left: who compares the winners only finds no loser.
 */
function comparisonOf(results: RunResults, options: TableCommandOptions, asked: TableOptions): Comparison | null {
  const {filters = [], by} = asked;
  if (options.trials || filters.some(({name}) => tableMetric(name))) return null;
  const compared = by === undefined ? results.manifest.comparison?.by : by.length === 1 ? by[0] : undefined;
  const kept = onlyTrials(results, filters);
  // Folds are measured on rows of their own.
  if (kept.combinations.length === 0 || (compared === FOLD && hasFolds(kept))) return null;
  if (compared === undefined || (filters.length > 0 && !columnNames(kept).includes(compared))) return null;
  return compare(kept, compared, asked.chosenBy ?? comparedMetric(results));
}
