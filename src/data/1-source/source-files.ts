import {sha256} from '../../document/content-hash.js';
import {optional, text} from '../../document/json-schema.js';
import {bad, type Checked, good, hintOf, type Problem} from '../../document/problem.js';
import type {OpenedFile} from './opened-file.js';
import type {FieldTable} from './reading/field-table.js';
import type {OpenedTable, SourceTable} from './source.js';
import type {SourceContext} from './source-context.js';

/** `data.path` of sources that are files. */
export const pathOption = {
  alsoCalled: {others: ['file', 'filename', 'filepath', 'filepath_or_buffer', 'url']},
  oneOf: [text, {type: 'array', minItems: 1, items: text}],
  description:
    'The file, relative to this one, also gzipped; or npm:PACKAGE/FILE for a file of an installed npm package. It may also be a list of files, or a pattern such as prices/*.csv: files with the same columns are read as one table, in the order of time.',
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
export async function openFiles(entry: FilesEntry, context: SourceContext): Promise<Checked<SourceFiles>> {
  const problems: Problem[] = [];
  const files: OpenedFile[] = [];
  const written = typeof entry.path === 'string' ? [entry.path] : entry.path;
  for (const [index, path] of written.entries()) {
    const place = context.place(typeof entry.path === 'string' ? ['data', 'path'] : ['data', 'path', index]);
    for (const name of await namesOf(path, context)) {
      const file = context.openFile(name);
      if ('missing' in file) problems.push({message: file.missing, place, ...hintOf(file.hint)});
      else files.push(file);
    }
  }
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

/** A table with what its files are called together. */
export function withDigest(table: Checked<FieldTable>, {sha256: digest, origin}: SourceFiles): Checked<OpenedTable> {
  return table.ok ? good({table: table.value, sha256: digest, origin}) : table;
}

/** The paths that a pattern stands for; a path without one stands for itself, and so does a pattern that finds nothing. */
async function namesOf(path: string, {findFiles}: SourceContext): Promise<readonly string[]> {
  const found = /[*?{[]/.test(path) && !path.startsWith('npm:') ? await findFiles(path) : [];
  return found.length > 0 ? found : [path];
}
