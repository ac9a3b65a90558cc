import {closeSync, existsSync, fstatSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync} from 'node:fs';
import type {ParameterValues} from '../experiment/references.js';
import type {Trial} from '../plan/trial.js';
import type {Outcome} from '../training/result.js';

/** One line of trials.jsonl. */
export type TrialRecord = {readonly id: string; readonly parameters: ParameterValues; readonly seed: number} & Outcome;

const NEWLINE = 10;

/** The trials that a journal file holds; none where there is no file. */
export function readJournal(file: string): Map<string, TrialRecord> {
  return existsSync(file) ? parseJournal(readFileSync(file)) : new Map();
}

/** The whole lines of a journal, the last one of each trial. A torn last line doesn't count. */
export function parseJournal(bytes: Buffer): Map<string, TrialRecord> {
  const records = new Map<string, TrialRecord>();
  // Line by line: a journal may be longer than a string can be.
  for (let begin = 0, end = bytes.indexOf(NEWLINE); end >= 0; begin = end + 1, end = bytes.indexOf(NEWLINE, begin)) {
    const record = parseRecord(bytes.toString('utf8', begin, end));
    if (record) records.set(record.id, record);
  }
  return records;
}

function parseRecord(line: string): TrialRecord | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
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
  private readonly descriptor: number;

  constructor(file: string) {
    this.descriptor = openSync(file, 'a+');
    this.dropTornLine(file);
  }

  private dropTornLine(file: string): void {
    const {size} = fstatSync(this.descriptor);
    if (size === 0) return;
    const whole = readFileSync(file).lastIndexOf(NEWLINE) + 1;
    if (whole < size) ftruncateSync(this.descriptor, whole);
  }

  append({id, parameters, seed}: Trial, outcome: Outcome): TrialRecord {
    const record: TrialRecord = {id, parameters, seed, ...outcome};
    writeSync(this.descriptor, `${JSON.stringify(record)}\n`);
    fsyncSync(this.descriptor);
    return record;
  }

  close(): void {
    closeSync(this.descriptor);
  }
}
