import {RunLockedError} from '../run/store/run-folder.js';
import {InputError} from './exit-codes.js';

const DISK_ERRORS = ['ENOENT', 'EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'ENOTDIR', 'EEXIST', 'EISDIR'];

/** Does something that writes results; where they can't be written, that is bad input. Throws InputError. */
export async function writing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RunLockedError) throw new InputError(error.message);
    if (error instanceof Error && 'code' in error && DISK_ERRORS.includes(String(error.code)))
      throw new InputError(
        `results can't be written: ${error.message}`,
        'name another place: --out for results, --file for a report, TMPDIR for what is trained again',
      );
    throw error;
  }
}
