import type {ResultsRow, ResultsTable} from '../results/results-table.js';
import {grouped, withDeviation} from './number.js';
import {parameterValue} from './parameter-value.js';
import type {Style} from './style.js';
import {textTable, widthOf} from './text-table.js';

export interface TextLimits {
  /** Columns of the terminal; metrics that don't fit are left out, the last one first. */
  readonly width?: number | undefined;
  /** Rows that are shown, from the first on. */
  readonly rows?: number;
}

/** The results for a terminal: mean ± standard deviation over the trials of a row, the best row marked. */
export function resultsText(table: ResultsTable, style: Style, limits: TextLimits = {}): string {
  const {parameterNames, metrics} = table;
  const rows = table.rows.slice(0, limits.rows);
  const render = (shown: readonly string[]) =>
    textTable(
      [...parameterNames, ...shown, 'trials'],
      [...parameterNames.map(() => 'left' as const), ...shown.map(() => 'right' as const), 'right'],
      rows.map(row => cellsOf(row, parameterNames, shown, style)),
      style,
    );
  let shown = metrics;
  while (shown.length > 1 && widthOf(render(shown)) > (limits.width ?? Number.POSITIVE_INFINITY))
    shown = shown.slice(0, -1);
  const notes = [
    ...(rows.length < table.rows.length ? [`the first ${rows.length} of ${grouped(table.rows.length)} rows`] : []),
    ...(rows.some(({best}) => best) ? [`* best mean ${metrics[0]}`] : []),
    ...(rows.some(row => metrics.some(metric => row.metrics[metric].deviation !== null))
      ? ['± standard deviation over the trials of a row']
      : []),
  ];
  const hidden = shown.length < metrics.length ? [`too wide to show: ${metrics.slice(shown.length).join(', ')}`] : [];
  return [render(shown), ...(notes.length > 0 ? [notes.join('; ')] : []), ...hidden, ''].join('\n');
}

function cellsOf(
  row: ResultsRow,
  parameterNames: readonly string[],
  metrics: readonly string[],
  style: Style,
): string[] {
  const mark = row.best ? ' *' : '  ';
  const texts = [
    ...parameterNames.map(name => parameterValue(row.parameters[name])),
    ...metrics.map(
      (metric, index) =>
        withDeviation(row.metrics[metric].mean, row.metrics[metric].deviation) + (index === 0 ? mark : ''),
    ),
    trialCount(row),
  ];
  return row.best ? texts.map(text => style.green(text)) : texts;
}

/** "5", or what is missing: "3 of 5, 1 failed". */
export function trialCount({planned, finished, failed}: ResultsRow): string {
  if (finished === planned) return String(planned);
  return `${finished} of ${planned}${failed > 0 ? `, ${failed} failed` : ''}`;
}
