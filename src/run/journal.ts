import {existsSync, readFileSync} from 'node:fs';
import {SPLITS} from '../data/split.js';
import type {ParameterValues} from '../experiment/references.js';
import {isSchema} from '../experiment/strict-schema.js';
import type {Trial} from '../plan/trial.js';
import {METRIC_NAMES} from '../training/metrics/index.js';
import type {Outcome} from '../training/result.js';
import {AppendedLines, parseLines} from './lines.js';

/** One line of trials.jsonl. */
export type TrialRecord = {readonly id: string; readonly parameters: ParameterValues; readonly seed: number} & Outcome;

/** The trials that a journal file holds; none where there is no file. */
export function readJournal(file: string): Map<string, TrialRecord> {
  return existsSync(file) ? parseJournal(readFileSync(file)) : new Map();
}

/** The whole lines of a journal, the last one of each trial. */
export function parseJournal(bytes: Buffer): Map<string, TrialRecord> {
  const records = new Map<string, TrialRecord>();
  for (const value of parseLines(bytes)) if (isRecord(value)) records.set(value.id, value);
  return records;
}

/** Whether a value is a line that some version of tfsweep has written whole; anything else is trained again. */
function isRecord(value: unknown): value is TrialRecord {
  if (!isSchema(value)) return false;
  const {id, seed, parameters, status, history} = value;
  if (typeof id !== 'string' || typeof seed !== 'number' || !isSchema(parameters) || !Array.isArray(history))
    return false;
  if (!history.every(isSchema)) return false;
  if (status === 'failed') return isSchema(value.error) && typeof value.error.message === 'string';
  const {metrics, shared = {}, diagnostics} = value;
  if (status !== 'finished' || !isSchema(metrics) || !isSchema(shared) || !isSchema(diagnostics)) return false;
  return (
    SPLITS.every(split => hasMetrics(metrics[split])) &&
    Object.values(shared).every(split => isSchema(split) && hasMetrics(split.metrics))
  );
}

function hasMetrics(value: unknown): boolean {
  return (
    isSchema(value) &&
    isSchema(value.standardized) &&
    // An older version may not have had a metric.
    METRIC_NAMES.every(name => (value[name] ?? null) === null || Number.isFinite(value[name]))
  );
}

/** trials.jsonl while a run writes it: one line per trial, on the disk before the next trial is counted. */
export class Journal {
  private readonly lines: AppendedLines;

  constructor(file: string) {
    this.lines = new AppendedLines(file);
  }

  append({id, parameters, seed}: Trial, outcome: Outcome): TrialRecord {
    const record: TrialRecord = {id, parameters, seed, ...outcome};
    this.lines.append(record);
    this.lines.settle();
    return record;
  }

  close(): void {
    this.lines.close();
  }
}
