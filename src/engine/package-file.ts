import {existsSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

let folder: string | undefined;

/** A file of this package by its path in it, wherever the code that asks was bundled to. */
export function packageFile(...path: readonly string[]): string {
  folder ??= packageFolder(dirname(fileURLToPath(import.meta.url)));
  return join(folder, ...path);
}

/** A file of the program as it is started: by a name in `src/`. */
export function programFile(...path: readonly string[]): string {
  return packageFile('dist', 'program', ...path);
}

function packageFolder(start: string): string {
  if (existsSync(join(start, 'package.json'))) return start;
  if (dirname(start) === start) throw new Error('the package of tfsweep is not there');
  return packageFolder(dirname(start));
}
