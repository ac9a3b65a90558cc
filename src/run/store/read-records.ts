import {existsSync, readFileSync} from 'node:fs';
import {type ForecastRecord, parseForecastRecord} from '../records/forecast-record.js';
import {parseTrialRecord, type TrialRecord} from '../records/trial-record.js';
import {parseLines} from './lines.js';

/** The trials that a journal file holds; none where there is no file. Throws NewerFormatError. */
export function readJournal(file: string): Map<string, TrialRecord> {
  return existsSync(file) ? parseJournal(readFileSync(file), file) : new Map();
}

/** The whole lines of a journal, the last one of each trial. Throws NewerFormatError. */
export function parseJournal(bytes: Buffer, file: string): Map<string, TrialRecord> {
  return parseRecords(bytes, value => parseTrialRecord(value, file));
}

/** The forecasts that a file holds, by trial id; none where there is no file. Throws NewerFormatError. */
export function readForecasts(file: string): Map<string, ForecastRecord> {
  return existsSync(file) ? parseForecasts(readFileSync(file), file) : new Map();
}

/** The whole lines of a file of forecasts, the last one of each trial. Throws NewerFormatError. */
export function parseForecasts(bytes: Buffer, file: string): Map<string, ForecastRecord> {
  return parseRecords(bytes, value => parseForecastRecord(value, file));
}

/** Records by their trials' ids, the last one of each; what can't be parsed is left out. */
function parseRecords<Of extends {readonly id: string}>(
  bytes: Buffer,
  parse: (value: unknown) => Of | undefined,
): Map<string, Of> {
  const records = new Map<string, Of>();
  for (const value of parseLines(bytes)) {
    const record = parse(value);
    if (record) records.set(record.id, record);
  }
  return records;
}
