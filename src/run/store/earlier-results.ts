import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {COMPARED_SPLITS, type SharedRowsBySplit} from '../../data/7-windows/shared-rows.js';
import {canonicalJson} from '../../document/content-hash.js';
import type {Trial} from '../../plan/trial.js';
import {type ForecastRecord, parseForecastRecord} from '../records/forecast-record.js';
import {parseManifest, type Toolchain} from '../records/manifest.js';
import {NewerFormatError} from '../records/record-format.js';
import type {TrialRecord} from '../records/trial-record.js';
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
      if (other === this.path || toolchainAt(other) !== wanted) continue;
      const forecasts = readForecasts(join(other, RUN_FILES.forecasts));
      for (const [id, record] of readJournal(join(other, RUN_FILES.journal)))
        all.set(id, [...(all.get(id) ?? []), {record, forecast: forecasts.get(id)}]);
    }
    return all;
  }
}

/** What made a run's numbers, as canonical JSON; undefined where no run is, or one that can't be read. */
function toolchainAt(folder: string): string | undefined {
  const file = join(folder, RUN_FILES.manifest);
  if (!existsSync(file)) return undefined;
  try {
    const manifest = parseManifest(readFileSync(file, 'utf8'), file);
    return manifest && canonicalJson(manifest.toolchain);
  } catch (error) {
    // Nothing is asked of that run by name.
    if (error instanceof NewerFormatError) return undefined;
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
