import {existsSync} from 'node:fs';
import {dirname, join, relative, resolve} from 'node:path';
import {packageFile} from '../engine/package-file.js';

const SCHEMA = ['schema', 'experiment.schema.json'] as const;

/**
 * The line by which an editor finds the schema of an experiment in a folder: in the package that is installed there or in a
 * folder around it, or in a checkout that the folder is part of. '' where it lies elsewhere: such a path is of one machine.
 */
export function schemaLine(folder: string): string {
  const found = installedSchema(resolve(folder)) ?? ownSchema(resolve(folder));
  if (found === undefined) return '';
  const path = relative(folder, found).replaceAll('\\', '/');
  return `# yaml-language-server: $schema=${path.startsWith('.') ? path : `./${path}`}\n`;
}

function installedSchema(folder: string): string | undefined {
  const file = join(folder, 'node_modules', 'tfsweep', ...SCHEMA);
  if (existsSync(file)) return file;
  return dirname(folder) === folder ? undefined : installedSchema(dirname(folder));
}

function ownSchema(folder: string): string | undefined {
  const file = packageFile(...SCHEMA);
  return relative(packageFile(), folder).startsWith('..') ? undefined : file;
}
