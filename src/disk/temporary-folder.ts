import {mkdtempSync, readdirSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {FileError, isFileError} from './file-error.js';
import {isAlive, processStart} from './process-alive.js';
import {removeIfPossible} from './remove-if-possible.js';

/** A folder that is gone once it was removed, or once this process ends. */
export interface TemporaryFolder {
  readonly path: string;
  remove(): void;
}

const looked = new Set<string>();

/** Makes a temporary folder, and removes those of processes that were killed. Throws FileError. */
export function temporaryFolder(purpose: string): TemporaryFolder {
  const place = tmpdir();
  // Where many are made, such as one for each graph, the first look does for all.
  if (!looked.has(place)) removeLeft(place);
  looked.add(place);
  const path = made(join(place, `tfsweep-${purpose}-${process.pid}.${processStart(process.pid) ?? ''}-`));
  const remove = () => {
    process.off('exit', remove);
    removeIfPossible(path, {recursive: true});
  };
  process.on('exit', remove);
  return {path, remove};
}

function made(begin: string): string {
  try {
    return mkdtempSync(begin);
  } catch (error) {
    if (!isFileError(error)) throw error;
    throw new FileError(
      tmpdir(),
      'no temporary folder can be made there (TMPDIR names another place)',
      String(error.code),
    );
  }
}

/** Removes the folders of processes of this machine that are gone. */
function removeLeft(place: string): void {
  for (const name of listed(place)) {
    const [, pid, start] = /^tfsweep-[a-z]+-(\d+)\.(\d*)-\w+$/.exec(name) ?? [];
    if (pid === undefined || isAlive(Number(pid), start || undefined)) continue;
    removeIfPossible(join(place, name), {recursive: true});
  }
}

function listed(place: string): readonly string[] {
  try {
    return readdirSync(place);
  } catch {
    return [];
  }
}
