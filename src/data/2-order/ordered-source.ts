import {type Checked, good} from '../../document/problem.js';
import {type DataEntry, loadSource} from '../1-source/index.js';
import type {SourceContext} from '../1-source/source.js';
import {type OrderedTable, orderRows} from './order.js';

/** A source with its rows in order; what is wrong with the order is told with what else is wrong. */
export async function orderedSource(data: DataEntry, context: SourceContext): Promise<Checked<OrderedTable>> {
  const loaded = await loadSource(data, context);
  if (!loaded.ok) return loaded;
  const table = loaded.value;
  const ordered = orderRows(table, 'duplicates' in data ? data.duplicates : 'error');
  if (ordered.ok) return ordered;
  return good({
    ...table,
    ranges: [{name: '', begin: 0, end: table.rows}],
    problems: [...table.problems, ...ordered.problems],
  });
}
