import {TABLE_METRICS} from '../../../experiment/table-metrics.js';
import {resultsTable} from '../../../results/results-table.js';
import {trialsTable} from '../../../results/trials-table.js';
import {baselinesText} from '../../baselines-text.js';
import {type Markup, markup} from '../../markup.js';
import {grouped} from '../../number.js';
import {resultsSheet} from '../../sheet/results-sheet.js';
import {trialsSheet} from '../../sheet/trials-sheet.js';
import {statementText} from '../../verdict-text.js';
import type {ReportRun} from '../report-run.js';
import type {Section} from '../section.js';
import {sortableTable} from '../sheet-table.js';
import {variants} from '../variants.js';

/** With more rows, the page would carry more numbers than anybody looks at. */
const MOST_ROWS_WITH_ALL_METRICS = 300;
const MOST_TRIALS = 1000;
/** An error that is so many times its target: the target is 0. */
const SHARE_OF_ZERO = 1e6;

/** The results table: combinations, combinations with every metric, and single trials. */
export const results: Section = {
  id: 'results',
  title: 'Results',
  render(run) {
    const {table, id} = run;
    const views = [
      {
        name: 'combinations',
        content: sortableTable(resultsSheet(table), `${id}-rows`, 'Mean over the seeds of each combination'),
      },
      ...(table.rows.length <= MOST_ROWS_WITH_ALL_METRICS ? [{name: 'every metric', content: everyMetric(run)}] : []),
      {name: 'single trials', content: singleTrials(run)},
    ];
    const beaten = baselinesText(table);
    return markup`${beaten === undefined ? '' : markup`<p>${beaten}</p>\n`}${verdictList(run)}${variants(`${id}-tables`, 'Show', views)}`;
  },
};

/** What training did, sentence by sentence. */
function verdictList({verdict}: ReportRun): Markup | string {
  if (verdict.length === 0) return '';
  const items = verdict
    .map(statementText)
    .map(({title, text}) => markup`<li><strong>${title}</strong>: ${text}</li>\n`);
  return markup`<ul class="verdict">
${items}</ul>
`;
}

function everyMetric({results, metric, id}: ReportRun): Markup {
  const metrics = [metric, ...TABLE_METRICS.filter(name => name !== metric)];
  const table = resultsTable(results, {metrics});
  // A share of 0 is no number that anybody wants to read.
  const isOfZero = (name: string) => table.rows.some(row => (row.metrics[name].mean ?? 0) > SHARE_OF_ZERO);
  const left = metrics.filter(name => name.endsWith('_mape') && isOfZero(name));
  const shown = {...table, metrics: metrics.filter(name => !left.includes(name))};
  const note =
    left.length === 0
      ? ''
      : markup`<p class="note">${left.join(', ')}: left out, since a target is 0 or next to it.</p>\n`;
  return markup`${sortableTable(resultsSheet(shown), `${id}-every`, 'Every metric, mean over the seeds of each combination')}${note}`;
}

function singleTrials({results, table, id}: ReportRun): Markup {
  const trials = trialsTable(results, {metrics: table.metrics});
  const rows = trials.rows.slice(0, MOST_TRIALS);
  const failed = trials.rows.filter(({error}) => error !== null).length;
  const left =
    rows.length < trials.rows.length
      ? markup`<p class="note">The first ${grouped(rows.length)} of ${grouped(trials.rows.length)} trials; <code>tfsweep table --trials</code> has all.</p>\n`
      : '';
  const fallen = failed > 0 ? markup`<p>${grouped(failed)} failed.</p>\n` : '';
  return markup`${fallen}${left}${sortableTable(trialsSheet({...trials, rows}), `${id}-trials`, 'Single trials')}`;
}
