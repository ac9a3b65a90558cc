import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {COMPARED_SPLITS, type SharedRowsBySplit} from '../../data/7-windows/shared-rows.js';
import {canonicalJson} from '../../document/content-hash.js';
import type {Trial} from '../../plan/trial.js';
import {type ForecastRecord, parseForecastRecord} from '../records/forecast-record.js';
import {parseManifest, type Toolchain} from '../records/manifest.js';
import {NewerFormatError} from '../records/record-format.js';
import type {TrialRecord} from '../records/trial-record.js';
import {believedRecords} from './believed-records.js';
import {isFileError} from './file-error.js';
import {parseRecords, readJournal} from './read-records.js';
import {RUN_FILES} from './run-folder.js';

/** A trial's result, and its forecasts where they were kept. */
export interface EarlierResult {
  readonly record: TrialRecord;
  readonly forecast: ForecastRecord | undefined;
}

/**
 * The results of other runs of an experiment's name, made by the same toolchain: a trial is found there by its content, so that
 * a sweep that has grown trains only what is new. Read at the first question.
 */
export class EarlierResults {
  /** Several runs may have a trial, measured on other rows. */
  private found: Map<string, EarlierResult[]> | undefined;

  constructor(
    private readonly path: string,
    private readonly toolchain: Toolchain,
  ) {}

  /** A result of a trial that was measured on the same rows, with its forecasts where they are to be shown; of a crash none. */
  find({id, seed}: Trial, sharedRows: SharedRowsBySplit, isShown: boolean): EarlierResult | undefined {
    this.found ??= this.read();
    return this.found
      .get(id)
      ?.find(
        ({record, forecast}) =>
          record.seed === seed &&
          !hasCrashed(record) &&
          isMeasuredOn(record, sharedRows) &&
          (!isShown || record.status === 'failed' || forecast !== undefined),
      );
  }

  private read(): Map<string, EarlierResult[]> {
    const all = new Map<string, EarlierResult[]>();
    const wanted = canonicalJson(this.toolchain);
    const folder = dirname(this.path);
    if (!existsSync(folder)) return all;
    for (const run of readdirSync(folder)) {
      const other = join(folder, run);
      if (other === this.path) continue;
      for (const {record, forecast} of resultsAt(other, wanted))
        all.set(record.id, [...(all.get(record.id) ?? []), {record, forecast}]);
    }
    return all;
  }
}

/** The results of a run that this toolchain made; none of one that can't be read: nothing is asked of it by name. */
function resultsAt(folder: string, toolchain: string): readonly EarlierResult[] {
  try {
    const file = join(folder, RUN_FILES.manifest);
    if (!existsSync(file)) return [];
    const manifest = parseManifest(readFileSync(file, 'utf8'), file);
    if (!manifest || canonicalJson(manifest.toolchain) !== toolchain) return [];
    const forecasts = readForecasts(join(folder, RUN_FILES.forecasts));
    return believedRecords(manifest, readJournal(join(folder, RUN_FILES.journal))).map(record => ({
      record,
      forecast: forecasts.get(record.id),
    }));
  } catch (error) {
    if (error instanceof NewerFormatError || isFileError(error)) return [];
    throw error;
  }
}

function readForecasts(file: string): ReadonlyMap<string, ForecastRecord> {
  if (!existsSync(file)) return new Map();
  return parseRecords(readFileSync(file), value => parseForecastRecord(value, file));
}

/** Whether a training ended in a way that says nothing of the trial: it is trained again. */
export function hasCrashed(record: TrialRecord): boolean {
  return record.status === 'failed' && record.error.type === 'crashed';
}

function isMeasuredOn(record: TrialRecord, sharedRows: SharedRowsBySplit): boolean {
  if (record.status === 'failed') return true;
  return COMPARED_SPLITS.every(split => record.shared?.[split]?.name === sharedRows[split]?.name);
}
