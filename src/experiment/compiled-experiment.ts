import type {ValidateFunction} from 'ajv/dist/2020.js';
import {compiledSchema, DOCUMENTS} from '../document/compiled-schema.js';
import {type ExperimentFile, experimentSchema} from './experiment-file.js';

/** The function that tells what is wrong with an experiment. In the program, src/bundle.mjs has put in its place what it gives. */
export function compiledExperiment(): ValidateFunction<ExperimentFile> {
  return compiledSchema(DOCUMENTS, experimentSchema);
}
