import type {ListedRun, Standing} from '../../results/listed-runs.js';
import {rankedTable, resultsTable} from '../../results/results-table.js';
import {type RunResults, readRun} from '../../results/run-results.js';
import {comparedMetric} from '../../results/usual-metrics.js';
import {changeText} from '../diff-text.js';
import {grouped, shortNumber} from '../number.js';
import {printable} from '../printable.js';
import {ageText} from '../run-name.js';
import {changesText} from '../runs-text.js';
import {countColumn, identityColumn, plainCell, type Row, type Sheet} from './sheet.js';

const MOST_CHANGES = 2;

/** What is known of a run besides its manifest. */
export interface RunRow {
  readonly name: string;
  readonly run: string;
  readonly file: string;
  readonly set: readonly string[];
  readonly ranAt: string;
  readonly trials: {readonly planned: number; readonly finished: number; readonly failed: number};
  readonly metric: string;
  /** The mean of the combination that is best by validation; null where none has a number. */
  readonly best: number | null;
  readonly standing: Standing;
}

/** The rows of a list of runs; each run's journal is read. */
export function runRow({found, file, standing}: ListedRun): RunRow {
  const {manifest} = found;
  const results = readRun(found);
  const finished = results.trials.filter(({status}) => status === 'finished').length;
  return {
    name: manifest.name,
    run: manifest.run,
    file,
    set: manifest.experiment.overrides,
    ranAt: manifest.ranAt,
    trials: {planned: manifest.trials.length, finished, failed: results.trials.length - finished},
    metric: comparedMetric(results),
    best: bestOf(results),
    standing,
  };
}

function bestOf(results: RunResults): number | null {
  const metric = comparedMetric(results);
  const [first] = rankedTable(resultsTable(results, {metrics: [metric]})).rows;
  return first && first.rank !== null ? first.metrics[metric].mean : null;
}

/** A list of runs as a table. */
export function runsSheet(rows: readonly RunRow[], now: Date): Sheet {
  return {
    columns: [
      ...['run', 'file', 'trained'].map(identityColumn),
      countColumn('trials'),
      {name: 'best', align: 'right', role: 'metric', fields: ['best']},
      identityColumn('since then'),
    ],
    rows: rows.map(row => rowOf(row, now)),
    notes: [],
  };
}

function rowOf(row: RunRow, now: Date): Row {
  const {planned, finished, failed} = row.trials;
  const set = row.set.length === 0 ? '' : ` --set ${row.set.join(' --set ')}`;
  return {
    cells: [
      plainCell(printable(`${row.name}/${row.run}`)),
      plainCell(printable(row.file + set)),
      plainCell(ageText(row.ranAt, now)),
      plainCell(
        (finished === planned ? grouped(planned) : `${grouped(finished)} of ${grouped(planned)}`) +
          (failed > 0 ? `, ${grouped(failed)} failed` : ''),
      ),
      plainCell(row.best === null ? 'n/a' : `${row.metric} ${shortNumber(row.best)}`),
      plainCell(standingText(row)),
    ],
  };
}

function standingText({standing}: RunRow): string {
  switch (standing.type) {
    case 'as now':
      return standing.made.length === 0
        ? 'nothing changed'
        : `nothing changed but for ${printable(standing.made.map(changeText).slice(0, MOST_CHANGES).join('; '))}`;
    case 'no file':
      return 'the file is gone';
    case 'unsure':
      return standing.because;
    case 'differs':
      return printable(changesText(standing.changes, MOST_CHANGES));
  }
}
