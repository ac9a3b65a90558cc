import {type Checked, good, type Problem} from '../../document/problem.js';
import {type DataEntry, loadSource} from '../1-source/index.js';
import type {SourceTable} from '../1-source/source.js';
import type {SourceContext} from '../1-source/source-context.js';
import {withGaps} from './gaps.js';
import {type OrderedTable, orderRows} from './order.js';
import {resampled} from './resample.js';

/** A source with its rows in order, resampled, its gaps treated; what is wrong with that is told with what else is wrong. */
export async function orderedSource(data: DataEntry, context: SourceContext): Promise<Checked<OrderedTable>> {
  const loaded = await loadSource(data, context);
  if (!loaded.ok) return loaded;
  const table = loaded.value;
  const ordered = orderRows(table, 'duplicates' in data ? data.duplicates : 'error');
  if (!ordered.ok) return good(withProblems(table, ordered.problems));
  if (!('gaps' in data)) return ordered;
  const place = (key: string) => context.place(['data', key]);
  const regular = data.resample === undefined ? ordered : resampled(ordered.value, data.resample, place('resample'));
  if (!regular.ok) return good(withProblems(table, regular.problems));
  const treated = withGaps(regular.value, data, place('gaps'));
  return treated.ok ? treated : good(withProblems(table, treated.problems));
}

function withProblems(table: SourceTable, problems: readonly Problem[]): OrderedTable {
  const ranges = [{name: '', begin: 0, end: table.rows}];
  return {...table, ranges, breaks: [], isMade: false, problems: [...table.problems, ...problems]};
}
