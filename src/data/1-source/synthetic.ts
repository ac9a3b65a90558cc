import {positiveInteger} from '../../document/json-schema.js';
import {good} from '../../document/problem.js';
import {generator} from '../../random/generator.js';
import {type ComponentEntry, componentSchema, componentValues} from './components/index.js';
import {madeTable} from './made-table.js';
import {source} from './source.js';

export const synthetic = source({
  type: 'synthetic',
  description:
    "A dummy data set with one column, 'value': the sum of its components. The seed of the experiment decides the random ones.",
  options: {
    rows: {...positiveInteger, maximum: 5_000_000, description: 'Length of the series.'},
    components: {
      type: 'array',
      minItems: 1,
      items: componentSchema,
      description: 'What the series is the sum of.',
    },
  },
  isSeeded: true,
  load({rows, components}, {seed, place}) {
    const values = syntheticSeries(rows, components, seed);
    return good(
      madeTable({
        names: ['value'],
        columns: [values],
        inputs: [0],
        origin: 'synthetic',
        place: () => place(['data', 'components'], 'key'),
      }),
    );
  },
});

/** The sum of some components; each draws its random numbers by its place in the list. */
export function syntheticSeries(rows: number, components: readonly ComponentEntry[], seed: number): Float64Array {
  const sum = new Float64Array(rows);
  components.forEach((component, index) => {
    componentValues(component, rows, generator(seed, 'synthetic', index)).forEach((value, t) => {
      sum[t] += value;
    });
  });
  return sum;
}
