import {createRequire} from 'node:module';
import {packageFile, programFile} from './package-file.js';

const require = createRequire(import.meta.url);

/** The version of a part of TensorFlow.js as it was bundled. */
export function tensorflowVersion(part: string): string {
  const versions: Readonly<Record<string, string>> = require(programFile('tensorflow', 'versions.json'));
  return versions[part];
}

/** The version of tfsweep. */
export function tfsweepVersion(): string {
  return versionIn(packageFile('package.json'));
}

function versionIn(file: string): string {
  const {version}: {version: string} = require(file);
  return version;
}
