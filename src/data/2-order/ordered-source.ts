import {type Checked, good} from '../../document/problem.js';
import {type DataEntry, loadSource} from '../1-source/index.js';
import type {SourceContext, SourceTable} from '../1-source/source.js';
import {orderRows} from './order.js';

/** A source with its rows in order; what is wrong with the order is told with what else is wrong. */
export async function orderedSource(data: DataEntry, context: SourceContext): Promise<Checked<SourceTable>> {
  const loaded = await loadSource(data, context);
  if (!loaded.ok) return loaded;
  const ordered = orderRows(loaded.value, 'duplicates' in data ? data.duplicates : 'error');
  return good(
    ordered.ok ? ordered.value : {...loaded.value, problems: [...loaded.value.problems, ...ordered.problems]},
  );
}
