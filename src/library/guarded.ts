import {fileErrorText, isFileError} from '../disk/file-error.js';
import {WorkersCannotStartError} from '../run/executor/workers-cannot-start-error.js';
import {NewerFormatError} from '../run/records/record-format.js';
import {RunStoppedError} from '../run/run-stopped-error.js';
import {RunLockedError} from '../run/store/run-lock.js';
import {TfsweepError} from './errors.js';

/** Does something; what stands in its way is told as an error of this library. */
export async function guarded<Of>(work: () => Promise<Of>): Promise<Of> {
  try {
    return await work();
  } catch (error) {
    throw ownError(error);
  }
}

/** The same of what is done at once. */
export function guardedNow<Of>(work: () => Of): Of {
  try {
    return work();
  } catch (error) {
    throw ownError(error);
  }
}

function ownError(error: unknown): unknown {
  if (error instanceof NewerFormatError)
    return new TfsweepError(error.message, {hint: 'a newer version of tfsweep reads it', cause: error});
  if (error instanceof RunStoppedError)
    return new TfsweepError(error.message, {hint: 'what has finished is saved; the same call goes on', cause: error});
  if (error instanceof RunLockedError) return new TfsweepError(error.message, {cause: error});
  if (error instanceof WorkersCannotStartError)
    return new TfsweepError(error.message, {hint: 'what has finished is saved', cause: error});
  if (isFileError(error)) return new TfsweepError(fileErrorText(error), {cause: error});
  // Node's word for a name that no file can have.
  if (error instanceof TypeError && 'code' in error && error.code === 'ERR_INVALID_ARG_VALUE')
    return new TfsweepError(error.message, {cause: error});
  return error;
}
