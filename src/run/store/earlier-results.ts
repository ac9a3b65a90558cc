import {readdirSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {COMPARED_SPLITS, type SharedRowsBySplit} from '../../data/8-windows/shared-rows.js';
import {isFileError} from '../../disk/file-error.js';
import {readTextIfThere} from '../../disk/read-file.js';
import {canonicalJson} from '../../document/content-hash.js';
import type {Trial} from '../../plan/trial.js';
import type {ForecastRecord} from '../records/forecast-record.js';
import {type Manifest, parseManifest, type Toolchain} from '../records/manifest.js';
import {NewerFormatError} from '../records/record-format.js';
import {hasCrashed, type TrialRecord} from '../records/trial-record.js';
import {believedRecords} from './believed-records.js';
import {readForecasts, readJournal} from './read-records.js';
import {RUN_FILES} from './run-folder.js';

/** A trial's result, and its forecasts where they were kept. */
export interface EarlierResult {
  readonly record: TrialRecord;
  readonly forecast: ForecastRecord | undefined;
}

/**
 * The results of other runs of an experiment's name, made by the same toolchain: a trial is found there by its content, so that
 * a sweep that has grown trains only what is new. Manifests are read at the first question, results where a run has the trial.
 */
export class EarlierResults {
  private runs: readonly EarlierRun[] | undefined;

  constructor(
    private readonly path: string,
    private readonly toolchain: Toolchain,
  ) {}

  /** A result of a trial that was measured on the same rows, with its forecasts where they are to be shown; of a crash none. */
  find({id, seed}: Trial, sharedRows: SharedRowsBySplit, isShown: boolean): EarlierResult | undefined {
    this.runs ??= runsBeside(this.path, canonicalJson(this.toolchain));
    for (const run of this.runs) {
      const result = run.find(id);
      if (!result || result.record.seed !== seed || hasCrashed(result.record)) continue;
      if (!isMeasuredOn(result.record, sharedRows)) continue;
      if (!isShown || result.record.status === 'failed' || result.forecast) return result;
    }
    return undefined;
  }
}

/** A run that has planned some trials; what came of them is read at the first question for one of these. */
class EarlierRun {
  private readonly planned: ReadonlySet<string>;
  private results: ReadonlyMap<string, EarlierResult> | undefined;

  constructor(
    private readonly folder: string,
    private readonly manifest: Manifest,
  ) {
    this.planned = new Set(manifest.trials);
  }

  find(id: string): EarlierResult | undefined {
    if (!this.planned.has(id)) return undefined;
    this.results ??= passedOver(() => this.read()) ?? new Map();
    return this.results.get(id);
  }

  private read(): ReadonlyMap<string, EarlierResult> {
    const forecasts = readForecasts(join(this.folder, RUN_FILES.forecasts));
    const records = believedRecords(this.manifest, readJournal(join(this.folder, RUN_FILES.journal)));
    return new Map(records.map(record => [record.id, {record, forecast: forecasts.get(record.id)}]));
  }
}

/** The other runs in the folder of a run that a toolchain made, which is given as canonical JSON. */
function runsBeside(path: string, toolchain: string): readonly EarlierRun[] {
  const folder = dirname(path);
  const runs = passedOver(() => readdirSync(folder)) ?? [];
  return runs.flatMap(run => {
    const other = join(folder, run);
    const file = join(other, RUN_FILES.manifest);
    if (other === path) return [];
    const manifest = passedOver(() => parseManifest(readTextIfThere(file) ?? '', file));
    return manifest && canonicalJson(manifest.toolchain) === toolchain ? [new EarlierRun(other, manifest)] : [];
  });
}

/** What is read of another run; undefined where it can't be: nothing is asked of it by name. */
function passedOver<Read>(read: () => Read): Read | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof NewerFormatError || isFileError(error)) return undefined;
    throw error;
  }
}

function isMeasuredOn(record: TrialRecord, sharedRows: SharedRowsBySplit): boolean {
  if (record.status === 'failed') return true;
  return COMPARED_SPLITS.every(split => record.shared?.[split]?.name === sharedRows[split]?.name);
}
