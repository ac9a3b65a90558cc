import {canonicalJson, sha256} from '../../document/content-hash.js';
import {bad, good} from '../../document/problem.js';
import {source} from './source.js';

const numbers = {type: 'array', minItems: 1, items: {type: 'number'}} as const;

export const inline = source({
  type: 'inline',
  description: 'Numbers written in the experiment file itself.',
  options: {
    values: {
      oneOf: [
        numbers,
        {type: 'object', minProperties: 1, propertyNames: {minLength: 1}, additionalProperties: numbers},
      ],
      description: "One list of numbers (called 'value'), or one list per column name, all of one length.",
    },
  },
  isSeeded: false,
  load({values}, context) {
    const lists: Readonly<Record<string, readonly number[]>> = isList(values) ? {value: values} : values;
    const columns = Object.entries(lists).map(([name, list]) => ({name, values: Float64Array.from(list)}));
    const rows = columns[0].values.length;
    const odd = columns.filter(column => column.values.length !== rows);
    if (odd.length > 0)
      return bad(
        odd.map(({name, values: own}) => ({
          message: `'${name}' has ${own.length} numbers, '${columns[0].name}' has ${rows}`,
          place: context.place(['data', 'values', name], 'key'),
        })),
      );
    const names = columns.map(column => column.name);
    return good({
      names,
      rows,
      inputs: [...names.keys()],
      numbers: position => good(columns[position].values),
      place: (row, position) => context.place(['data', 'values', ...(isList(values) ? [] : [names[position]]), row]),
      time: undefined,
      timePlace: () => context.place(['data', 'values']),
      series: undefined,
      problems: [],
      warnings: [],
      notes: [],
      sha256: sha256(canonicalJson(lists)),
      origin: 'inline',
      reading: {},
    });
  },
});

function isList(values: readonly number[] | Readonly<Record<string, readonly number[]>>): values is readonly number[] {
  return Array.isArray(values);
}
