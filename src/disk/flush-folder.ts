import {closeSync, fsyncSync, openSync} from 'node:fs';

/** Waits until the disk has the names in a folder; Windows, where folders can't be opened, does so by itself. */
export function flushFolder(folder: string): void {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(folder, 'r');
    fsyncSync(descriptor);
  } catch {
    // Not every file system can.
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
