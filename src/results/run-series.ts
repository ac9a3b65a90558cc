import {join} from 'node:path';
import {type ForecastRecord, isForecast} from '../run/forecasts.js';
import {parseLines} from '../run/lines.js';
import {RUN_FILES} from '../run/run-folder.js';
import type {Series, SeriesFile} from '../run/series.js';
import type {RunPlace} from './find-run.js';

/** The series that a run was trained on; none in a run of a version that didn't keep them. */
export function readSeries({tree, folder}: RunPlace): readonly Series[] {
  const text = tree.read(join(folder, RUN_FILES.data));
  if (!text) return [];
  const file: SeriesFile = JSON.parse(text.toString());
  return file.series;
}

/** What a run's combinations forecast for the test split, by trial id. */
export function readForecasts({tree, folder}: RunPlace): ReadonlyMap<string, ForecastRecord> {
  const bytes = tree.read(join(folder, RUN_FILES.forecasts));
  return new Map(bytes ? [...parseLines(bytes)].filter(isForecast).map(record => [record.id, record]) : []);
}
