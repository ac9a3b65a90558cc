import {createRequire} from 'node:module';
import {packageFile} from './package-file.js';

const require = createRequire(import.meta.url);

/** The version of an npm package that this one depends on. */
export function packageVersion(name: string): string {
  return versionIn(`${name}/package.json`);
}

/** The version of tfsweep. */
export function tfsweepVersion(): string {
  return versionIn(packageFile('package.json'));
}

function versionIn(file: string): string {
  const {version}: {version: string} = require(file);
  return version;
}
