import {existsSync, readFileSync} from 'node:fs';
import type {ParameterValues} from '../experiment/references.js';
import type {Trial} from '../plan/trial.js';
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

function isRecord(value: unknown): value is TrialRecord {
  if (typeof value !== 'object' || value === null) return false;
  const {id, seed, parameters, status} = value as Partial<Record<keyof TrialRecord, unknown>>;
  return (
    typeof id === 'string' &&
    typeof seed === 'number' &&
    typeof parameters === 'object' &&
    (status === 'finished' || status === 'failed')
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
