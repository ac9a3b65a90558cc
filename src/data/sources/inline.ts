import {canonicalJson, sha256} from '../../experiment/content-hash.js';
import {bad, good} from '../../experiment/problem.js';
import {chooseColumns} from '../table.js';
import type {Source} from './source.js';

/** Numbers written in the experiment file. */
export const inline: Source<'inline'> = {
  type: 'inline',
  load(data, context) {
    const {values} = data;
    const lists = Array.isArray(values) ? {value: values} : values;
    const columns = Object.entries(lists).map(([name, list]) => ({name, values: Float64Array.from(list)}));
    const rows = columns[0].values.length;
    const odd = columns.filter(column => column.values.length !== rows);
    if (odd.length > 0)
      return bad(
        odd.map(({name, values}) => ({
          message: `'${name}' has ${values.length} numbers, '${columns[0].name}' has ${rows}`,
          place: context.place(['data', 'values', name], 'key'),
        })),
      );
    const names = columns.map(column => column.name);
    const chosen = chooseColumns(data, names, [...names.keys()], context);
    if (!chosen.ok) return chosen;
    return good({
      columns,
      chosen: chosen.value,
      rows,
      sourceRows: undefined,
      place: (row, column) => context.place(['data', 'values', ...(Array.isArray(values) ? [] : [names[column]]), row]),
      time: undefined,
      sha256: sha256(canonicalJson(lists)),
      origin: 'inline',
    });
  },
};
