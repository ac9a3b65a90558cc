import {TABLE_METRICS, tableMetric} from '../experiment/table-metrics.js';
import {known} from './options.js';

/** A metric by its name; where there is none, those of all forecasts are named. Throws InputError. */
export function knownMetric(name: string): string {
  return tableMetric(name) ? name : known('metric', name, TABLE_METRICS);
}
