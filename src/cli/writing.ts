import {isFileError} from '../run/store/file-error.js';
import {RunLockedError} from '../run/store/run-folder.js';
import {InputError} from './exit-codes.js';

/** Does something that writes results; where they can't be written, that is bad input. Throws InputError. */
export async function writing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RunLockedError) throw new InputError(error.message);
    if (isFileError(error))
      throw new InputError(
        `results can't be written: ${error.message}`,
        'name another place: --out for results, --file for a report, --plot for a picture, TMPDIR for what is trained again',
      );
    throw error;
  }
}
