import type {Trained} from '../../engine/trained.js';
import type {Trial} from '../../plan/trial.js';
import type {TrainingSetup} from '../../training/setup.js';
import {type ManifestParts, makeManifest, withoutTraining} from '../make-manifest.js';
import type {BaselinePlan} from '../measure-baselines.js';
import {parseBaselinesFile} from '../records/baseline-record.js';
import {type ForecastRecord, forecastRecord, parseForecastRecord} from '../records/forecast-record.js';
import {type Manifest, manifestText, parseManifest, type Timing} from '../records/manifest.js';
import {seriesOf} from '../records/series-record.js';
import {type TrialRecord, trialRecord} from '../records/trial-record.js';
import {type KnownResult, knownResult, knownResults} from './known-results.js';
import {AppendedLines} from './lines.js';
import {refuseNewerSeries} from './refuse-newer.js';
import {RunFolder} from './run-folder.js';

/** What of a run folder somebody has damaged. */
interface UnreadableParts {
  readonly manifest: boolean;
  /** Lines of the journal, counted from 1. */
  readonly lines: readonly number[];
}

/** The results of a run, and its manifest, while this process owns the run folder. */
export class RunStore {
  readonly folder: RunFolder;
  /** What is known of results, by trial id. */
  readonly results: Map<string, KnownResult>;
  /** Opened as the first line is added: where nothing is to be done, nothing is touched. */
  private journal: AppendedLines | undefined;
  private forecasts: AppendedLines | undefined;
  private readonly planned: Trial[] = [];
  private written: Manifest | undefined;

  /** What of the folder can't be read: its trials are trained again, its manifest is written anew. */
  readonly unreadable: UnreadableParts;

  /** Errors: RunLockedError, NewerFormatError, and those of the file system. */
  constructor(
    path: string,
    private readonly parts: Omit<ManifestParts, 'trials' | 'timing'>,
  ) {
    this.folder = new RunFolder(path);
    try {
      const manifest = this.folder.read('manifest');
      this.written = parseManifest(manifest ?? '', this.folder.file('manifest'));
      const lines: number[] = [];
      this.results = knownResults(this.folder.file('journal'), line => lines.push(line));
      this.unreadable = {manifest: manifest !== undefined && !this.written, lines};
      refuseNewerSeries(path);
    } catch (error) {
      this.folder.release();
      throw error;
    }
  }

  /** Adds trials to the plan, and tells of it in the manifest before any of them is trained. */
  plan(trials: readonly Trial[]): void {
    const isFirst = this.planned.length === 0;
    this.planned.push(...trials);
    const now = this.manifest(null);
    // A run that goes on plans once more what it has planned before.
    const isKnown = this.written && now.trials.every((id, index) => this.written?.trials[index] === id);
    // A search that goes on comes once more to what it came to before.
    const isBehind = this.written && isKnown && now.trials.length < this.written.trials.length;
    const next = this.written && isKnown ? withoutTraining(this.written, now) : now;
    // What an older version wrote stays as it is where nothing is to be said anew.
    if (!isBehind && next !== this.written) this.write(next);
    // The series are those of the whole experiment, whatever is planned of it.
    if (isFirst) this.writeSeries();
  }

  private writeSeries(): void {
    const text = `${JSON.stringify(seriesOf(this.parts.prepared.alike.map(({first}) => first.setup)))}\n`;
    const content = (series: string) => series.replace(/"format":\d+/, '');
    const there = this.folder.read('data');
    if (there === undefined || content(there) !== content(text)) this.folder.write('data', text);
  }

  /** How many trials are planned so far. */
  get plannedCount(): number {
    return this.planned.length;
  }

  /** Adds what became of a trial, for the disk to have it once it is settled; `forecastSetup` where its forecasts are to be seen. */
  add(trial: Trial, {outcome, testForecasts}: Trained, forecastSetup: TrainingSetup | undefined): void {
    const forecast =
      forecastSetup && testForecasts ? forecastRecord(trial.id, testForecasts, forecastSetup) : undefined;
    this.append(trialRecord(trial, outcome), forecast);
  }

  /** Adds records; they are on the disk for certain once they are settled. */
  append(record: TrialRecord, forecast: ForecastRecord | undefined): void {
    if (forecast) {
      this.forecasts ??= this.openedForecasts();
      this.forecasts.append(forecast);
    }
    try {
      this.journal ??= new AppendedLines(this.folder.file('journal'));
      this.journal.append(record);
    } catch (error) {
      // Its trial is trained again.
      if (forecast) this.forecasts?.takeBack();
      throw error;
    }
    this.results.set(record.id, knownResult(record));
  }

  /** Forecasts come before their trial's line: the last ones may have none, where the process was ended between the two. */
  private openedForecasts(): AppendedLines {
    const file = this.folder.file('forecasts');
    return new AppendedLines(file, last => {
      const record = parseForecastRecord(last, file);
      return record === undefined || this.results.has(record.id);
    });
  }

  /** Sees to it that what was added is on the disk. Throws errors of the file system, also where a file went away meanwhile. */
  settle(): void {
    this.forecasts?.settle();
    this.journal?.settle();
  }

  /** How many of the planned trials have a result on the disk; undefined where that can't be read. */
  saved(): number | undefined {
    try {
      const there = knownResults(this.folder.file('journal'), () => {});
      return this.planned.filter(({id}) => there.has(id)).length;
    } catch {
      return undefined;
    }
  }

  /** Tells how long the training took that has ended. */
  end(timing: Timing): void {
    this.settle();
    this.write(this.manifest(timing));
  }

  /** Adds what baselines are worth, measured where that isn't known yet. */
  addBaselines(plan: BaselinePlan): void {
    const text = this.folder.read('baselines');
    const known = text === undefined ? undefined : parseBaselinesFile(text, this.folder.file('baselines'));
    if (known?.key !== plan.key) this.folder.write('baselines', `${JSON.stringify(plan.measured())}\n`);
  }

  /** Closes the files; the folder stays locked until it is released. */
  close(): void {
    this.journal?.close();
    this.forecasts?.close();
  }

  private manifest(timing: Timing | null): Manifest {
    return makeManifest({...this.parts, trials: this.planned, timing});
  }

  private write(manifest: Manifest): void {
    this.folder.write('manifest', manifestText(manifest));
    this.written = manifest;
  }
}
