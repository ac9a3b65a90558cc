import {existsSync} from 'node:fs';
import {join} from 'node:path';
import type {FoundRun} from './found-run.js';

/** Where a run's experiment file is, or was: as seen from here, or from beside the folder of results. */
export function placeOfFile({place, manifest}: FoundRun): string {
  const {file} = manifest.experiment;
  const beside = join(place.folder, '..', '..', '..', file);
  return !existsSync(file) && existsSync(beside) ? beside : file;
}
