import {readIfThere} from '../../disk/read-file.js';
import type {ParameterValues} from '../../document/references.js';
import {hasCrashed, parseTrialRecord, type TrialRecord} from '../records/trial-record.js';
import {type OnBadLine, recordsOf} from './read-records.js';

type Finished = Extract<TrialRecord, {status: 'finished'}>;

/** What a run remembers of a result; all of it is in the journal, so that memory doesn't grow with what was trained. */
export interface KnownResult {
  readonly status: TrialRecord['status'];
  /** Whether it ended in a way that says nothing of the trial. */
  readonly hasCrashed: boolean;
  readonly parameters: ParameterValues;
  readonly seed: number;
  /** Null where it failed. */
  readonly validation: Finished['metrics']['validation'] | null;
}

/** What is remembered of a record: of metrics those that searches decide by, on the rows that all combinations share. */
export function knownResult(record: TrialRecord): KnownResult {
  const {status, parameters, seed} = record;
  return {
    status,
    hasCrashed: hasCrashed(record),
    parameters,
    seed,
    validation: record.status === 'finished' ? (record.shared?.validation?.metrics ?? record.metrics.validation) : null,
  };
}

/** What is remembered of a journal's trials, the last line of each; none where there is no file. Throws NewerFormatError. */
export function knownResults(file: string, onBadLine: OnBadLine): Map<string, KnownResult> {
  const known = new Map<string, KnownResult>();
  const bytes = readIfThere(file);
  if (!bytes) return known;
  for (const [id, record] of recordsOf(bytes, file, parseTrialRecord, onBadLine)) known.set(id, knownResult(record));
  return known;
}
