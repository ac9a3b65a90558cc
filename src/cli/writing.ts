import {fileErrorText, isFileError} from '../disk/file-error.js';
import {RunStoppedError} from '../run/run-stopped-error.js';
import {RunLockedError} from '../run/store/run-lock.js';
import {EXIT, InputError} from './exit-codes.js';

const PLACES =
  'name another place: --out for results, --file for a report, --plot for a picture, TMPDIR for what is trained again';

/** Does something that writes results; where they can't be written, that is bad input. Throws InputError. */
export async function writing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RunLockedError) throw new InputError(error.message);
    if (error instanceof RunStoppedError) throw stopped(error);
    if (isFileError(error)) throw new InputError(`results can't be written: ${fileErrorText(error)}`, PLACES);
    throw error;
  }
}

function stopped({message, saved, planned}: RunStoppedError): InputError {
  const what = `results can't be written: ${message}`;
  if (saved === 0) return new InputError(what, PLACES);
  const kept = saved === undefined ? 'what was saved stays' : `${saved} of ${planned} trials are saved`;
  return new InputError(what, `${kept}; the same command goes on from here`, EXIT.someFailed);
}
