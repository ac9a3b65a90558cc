import {sha256} from '../../document/content-hash.js';
import {optional, text} from '../../document/json-schema.js';
import {bad, type Checked, good, hintOf, type Problem} from '../../document/problem.js';
import type {OpenedFile} from './opened-file.js';
import type {SourceContext, SourceTable} from './source.js';

/** `data.path` of sources that are files. */
export const pathOption = {
  oneOf: [text, {type: 'array', minItems: 1, items: text}],
  description:
    'The file, relative to this one, also gzipped; or npm:PACKAGE/FILE for a file of an installed npm package. Several files of the same columns are read as one table, in the order of time: a list, or a pattern such as prices/*.csv.',
} as const;

/** `data.sha256` of sources that are files. */
export const sha256Option = optional({
  type: 'string',
  pattern: '^[0-9a-fA-F]{64}$',
  hint: "64 hexadecimal digits, as 'tfsweep data' shows them",
  description: 'The SHA-256 that the data must have, as `tfsweep data` shows it.',
} as const);

/** What an entry says of its files. */
export interface FilesEntry {
  readonly path: string | readonly string[];
  readonly sha256?: string;
}

/** The files of a source, at least one, and what is told of them together. */
export interface SourceFiles extends Pick<SourceTable, 'sha256' | 'origin'> {
  readonly files: readonly [OpenedFile, ...OpenedFile[]];
}

/** Opens the files that an entry names; they must have its digest, where it gives one. */
export function openFiles(entry: FilesEntry, context: SourceContext): Checked<SourceFiles> {
  const problems: Problem[] = [];
  const written = typeof entry.path === 'string' ? [entry.path] : entry.path;
  const files = written.flatMap((path, index) => {
    const place = context.place(typeof entry.path === 'string' ? ['data', 'path'] : ['data', 'path', index]);
    return namesOf(path, context).flatMap(name => {
      const file = context.openFile(name);
      if (!('missing' in file)) return [file];
      problems.push({message: file.missing, place, ...hintOf(file.hint)});
      return [];
    });
  });
  const [first, ...others] = files;
  if (problems.length > 0 || !first) return bad(problems);
  const digests = files.map(file => file.sha256());
  const digest = others.length === 0 ? digests[0] : sha256(digests.join('\n'));
  if (entry.sha256 !== undefined && entry.sha256.toLowerCase() !== digest)
    return bad([
      {
        message: `the data is not what it was: its SHA-256 is ${digest}`,
        place: context.place(['data', 'sha256']),
        hint: 'get the file that is meant, or give the new digest if this one is right',
      },
    ]);
  const origin = others.length === 0 ? first.name : `${first.name} and ${others.length} more`;
  return good({files: [first, ...others], sha256: digest, origin});
}

/** The paths that a pattern stands for; a path without one stands for itself, and so does a pattern that finds nothing. */
function namesOf(path: string, {findFiles}: SourceContext): readonly string[] {
  const found = /[*?{[]/.test(path) && !path.startsWith('npm:') ? findFiles(path) : [];
  return found.length > 0 ? found : [path];
}
