import type {ForecastRecord} from '../records/forecast-record.js';
import {type Manifest, manifestText} from '../records/manifest.js';
import type {TrialRecord} from '../records/trial-record.js';
import type {RunFolder} from './run-folder.js';

/** A run that was put together from parts: everything that its folder holds but for the tables. */
export interface MergedRun {
  readonly manifest: Manifest;
  /** In the order of the plan. */
  readonly records: readonly TrialRecord[];
  readonly forecasts: readonly ForecastRecord[];
  readonly data: string | undefined;
  readonly baselines: string | undefined;
}

/** Writes a run into its folder; what is there is replaced whole, file by file. */
export function writeMerged(folder: RunFolder, {manifest, records, forecasts, data, baselines}: MergedRun): void {
  folder.write('manifest', manifestText(manifest));
  if (data !== undefined) folder.write('data', data);
  if (forecasts.length > 0) folder.write('forecasts', linesOf(forecasts));
  if (baselines !== undefined) folder.write('baselines', baselines);
  folder.write('journal', linesOf(records));
}

function linesOf(records: readonly unknown[]): string {
  return records.map(record => `${JSON.stringify(record)}\n`).join('');
}
