import {existsSync, statSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';

/** A file next to the experiment, or npm:PACKAGE/FILE in the nearest node_modules (the experiment's, then tfsweep's own). */
export function locateFile(
  path: string,
  folder: string,
): {readonly file: string} | {readonly missing: string; readonly hint?: string} {
  if (!path.startsWith('npm:')) {
    const file = resolve(folder, path);
    if (!existsSync(file))
      return {missing: `there is no file '${path}'`, hint: 'a path is relative to the experiment file'};
    return statSync(file).isFile() ? {file} : {missing: `'${path}' is not a file`};
  }
  const inside = path.slice('npm:'.length);
  const name = inside
    .split('/')
    .slice(0, inside.startsWith('@') ? 2 : 1)
    .join('/');
  for (const start of [folder, dirname(fileURLToPath(import.meta.url))]) {
    for (let at = resolve(start); ; at = dirname(at)) {
      if (existsSync(join(at, 'node_modules', name, 'package.json'))) {
        const file = join(at, 'node_modules', inside);
        return existsSync(file) && statSync(file).isFile()
          ? {file}
          : {missing: `the package '${name}' has no file '${inside.slice(name.length + 1)}'`};
      }
      if (at === dirname(at)) break;
    }
  }
  return {missing: `the npm package '${name}' is not installed`, hint: `npm install ${name}`};
}
