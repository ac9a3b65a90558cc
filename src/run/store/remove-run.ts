import {readdirSync, rmdirSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {isFileError} from '../../disk/file-error.js';
import {REPORT_FILE, RUN_FILES, RunFolder} from './run-folder.js';

/** Removes the files of a run, and its folder where nothing else is in it; gives what is left. Throws RunLockedError. */
export function removeRun(path: string): readonly string[] {
  const folder = new RunFolder(path);
  try {
    // The manifest last: where something can't be removed, the run is still one.
    const others = Object.values(RUN_FILES).filter(name => name !== RUN_FILES.manifest);
    for (const name of [REPORT_FILE, ...others, RUN_FILES.manifest]) rmSync(join(path, name), {force: true});
  } finally {
    folder.release();
  }
  const left = readdirSync(path);
  if (left.length === 0) removeEmpty(path, join(path, '..'));
  return left;
}

/** A folder that another run has come into meanwhile stays. */
function removeEmpty(...folders: readonly string[]): void {
  for (const folder of folders)
    try {
      rmdirSync(folder);
    } catch (error) {
      if (!isFileError(error)) throw error;
      return;
    }
}
