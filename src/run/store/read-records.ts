import {readIfThere} from '../../disk/read-file.js';
import {type ForecastRecord, parseForecastRecord} from '../records/forecast-record.js';
import {parseTrialRecord, type TrialRecord} from '../records/trial-record.js';
import {parseLines} from './lines.js';

/** Is told of a line that is none, by its number from 1; such a line is left out. */
export type OnBadLine = (line: number) => void;

const passOver: OnBadLine = () => {};

/** The trials that a journal file holds; none where there is no file. Throws NewerFormatError, and errors of the file system. */
export function readJournal(file: string): Map<string, TrialRecord> {
  return parseJournal(readIfThere(file) ?? NOTHING, file);
}

/** The whole lines of a journal, the last one of each trial. Throws NewerFormatError. */
export function parseJournal(bytes: Buffer, file: string, onBadLine = passOver): Map<string, TrialRecord> {
  return new Map(recordsOf(bytes, file, parseTrialRecord, onBadLine));
}

/** The forecasts that a file holds, by trial id; none where there is no file. Throws NewerFormatError, and errors of the file system. */
export function readForecasts(file: string): Map<string, ForecastRecord> {
  return parseForecasts(readIfThere(file) ?? NOTHING, file);
}

/** The whole lines of a file of forecasts, the last one of each trial. Throws NewerFormatError. */
export function parseForecasts(bytes: Buffer, file: string, onBadLine = passOver): Map<string, ForecastRecord> {
  return new Map(recordsOf(bytes, file, parseForecastRecord, onBadLine));
}

/** The records of a journal one after the other, by their trials' ids: all of them at once may take much room. */
export function* recordsOf<Of extends {readonly id: string}>(
  bytes: Buffer,
  file: string,
  parse: (value: unknown, file: string) => Of | undefined,
  onBadLine: OnBadLine,
): Generator<readonly [string, Of]> {
  for (const {line, value} of parseLines(bytes)) {
    const record = parse(value, file);
    if (record) yield [record.id, record];
    else onBadLine(line);
  }
}

const NOTHING = Buffer.alloc(0);
