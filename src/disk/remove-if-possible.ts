import {rmSync} from 'node:fs';

/** Removes a file, or with `recursive` a folder, where that can be; gives whether it is gone. What can't be removed may be somebody else's. */
export function removeIfPossible(path: string, {recursive = false} = {}): boolean {
  try {
    rmSync(path, {force: true, recursive});
    return true;
  } catch {
    return false;
  }
}
