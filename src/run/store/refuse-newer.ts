import {join} from 'node:path';
import {readIfThere, readTextIfThere} from '../../disk/read-file.js';
import {parseSeriesFile} from '../records/series-record.js';
import {lastLine} from './lines.js';
import {parseForecasts} from './read-records.js';
import {RUN_FILES} from './run-folder.js';

/**
 * Throws NewerFormatError where series or forecasts of a run folder, which nobody reads who trains, are a newer version's: they
 * would be lost. Of forecasts the last line tells: no version adds to those of a newer one.
 */
export function refuseNewerSeries(path: string): void {
  const data = join(path, RUN_FILES.data);
  parseSeriesFile(readTextIfThere(data) ?? '', data);
  const forecasts = join(path, RUN_FILES.forecasts);
  const bytes = readIfThere(forecasts);
  if (bytes) parseForecasts(lastLine(bytes), forecasts);
}
