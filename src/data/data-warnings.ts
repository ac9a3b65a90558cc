import type {Problem} from '../document/problem.js';
import type {SourceContext} from './1-source/source.js';
import type {StandardizedData} from './6-standardize/standardize.js';
import {columnsOf} from './dataset.js';
import {isNearlyConstant, statistics} from './statistics.js';

/** What is odd about data, but no reason not to train on it. */
export function dataWarnings(
  {dataset, boundaries}: StandardizedData,
  {place}: Pick<SourceContext, 'place'>,
): Problem[] {
  const rows = boundaries.train.end;
  const targets = new Set(dataset.targets.map(({name}) => name));
  return columnsOf(dataset).flatMap(({name, values}) => {
    const training = statistics(values.subarray(0, rows));
    if (!isNearlyConstant(training, rows)) return [];
    const isTarget = targets.has(name);
    return [
      {
        message:
          training.minimum === training.maximum
            ? `column '${name}' is constant in the training rows: all ${rows} are ${training.mean}`
            : `column '${name}' is constant but for rounding in the ${rows} training rows: ${training.minimum} to ${training.maximum}`,
        place: place(['data', isTarget ? 'target' : 'columns']),
        hint: `nothing can be learned ${isTarget ? 'of' : 'from'} it; its scale is taken as 1`,
      },
    ];
  });
}
