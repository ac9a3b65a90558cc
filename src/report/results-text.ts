import type {ResultsRow, ResultsTable} from '../results/results-table.js';
import {grouped, withDeviation} from './number.js';
import {parameterValue} from './parameter-value.js';
import type {Style} from './style.js';
import {textTable} from './text-table.js';

/** The results for a terminal: mean ± standard deviation over the trials of a row, the best row marked; `most` rows. */
export function resultsText(
  {parameterNames, metrics, rows: all}: ResultsTable,
  style: Style,
  most = Number.POSITIVE_INFINITY,
): string {
  const rows = all.slice(0, most);
  const head = [...parameterNames, ...metrics, 'trials'];
  const aligns = [
    ...parameterNames.map(() => 'left' as const),
    ...metrics.map(() => 'right' as const),
    'right' as const,
  ];
  const cells = rows.map(row => {
    const texts = [
      ...parameterNames.map(name => parameterValue(row.parameters[name])),
      ...metrics.map(
        (metric, index) =>
          withDeviation(row.metrics[metric].mean, row.metrics[metric].deviation) +
          (index === 0 ? (row.best ? ' *' : '  ') : ''),
      ),
      trialCount(row),
    ];
    return row.best ? texts.map(text => style.green(text)) : texts;
  });
  const notes = [
    ...(rows.length < all.length ? [`the first ${rows.length} of ${grouped(all.length)} rows`] : []),
    ...(rows.some(({best}) => best) ? [`* best mean ${metrics[0]}`] : []),
    ...(rows.some(row => metrics.some(metric => row.metrics[metric].deviation !== null))
      ? ['± standard deviation over the trials of a row']
      : []),
  ];
  return [textTable(head, aligns, cells, style), ...(notes.length > 0 ? [notes.join('; ')] : []), ''].join('\n');
}

/** "5", or what is missing: "3 of 5, 1 failed". */
export function trialCount({planned, finished, failed}: ResultsRow): string {
  if (finished === planned) return String(planned);
  return `${finished} of ${planned}${failed > 0 ? `, ${failed} failed` : ''}`;
}
