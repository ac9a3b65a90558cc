import {join} from 'node:path';
import type {ForecastRecord} from '../run/records/forecast-record.js';
import {parseSeriesFile, type Series} from '../run/records/series-record.js';
import {type OnBadLine, parseForecasts} from '../run/store/read-records.js';
import {RUN_FILES} from '../run/store/run-folder.js';
import type {RunPlace} from './found-run.js';

/** The series that a run was trained on; none in a run of a version that didn't keep them. Throws NewerFormatError. */
export function readSeries({tree, folder}: RunPlace): readonly Series[] {
  const file = join(folder, RUN_FILES.data);
  const text = tree.read(file);
  return (text && parseSeriesFile(text.toString(), tree.show(file))?.series) || [];
}

/** What a run's combinations forecast for the test split, by trial id; a line that is none is left out. Throws NewerFormatError. */
export function readForecasts({tree, folder}: RunPlace, onBadLine?: OnBadLine): ReadonlyMap<string, ForecastRecord> {
  const file = join(folder, RUN_FILES.forecasts);
  const bytes = tree.read(file);
  return bytes ? parseForecasts(bytes, tree.show(file), onBadLine) : new Map();
}
