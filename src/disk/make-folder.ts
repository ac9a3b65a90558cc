import {existsSync, mkdirSync} from 'node:fs';
import {dirname} from 'node:path';

/** Makes a folder and those that it lies in. Node's own way there never ends below /proc, where a folder can't be made though its parent is there. */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process was faster.
    if (!existsSync(path)) throw error;
  }
}
