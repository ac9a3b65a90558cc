import {type DataEntry, dataSchema} from '../src/data/1-source/index.js';
import {compiledSchema, DOCUMENTS} from '../src/document/compiled-schema.js';
import {validatorOf} from '../src/document/validator.js';

const completed = validatorOf(() => compiledSchema(DOCUMENTS, dataSchema));

/** An entry of `data` with its defaults filled in. Throws Error where it isn't valid. */
export function dataEntry(written: Readonly<Record<string, unknown>>): DataEntry {
  const validated = completed(structuredClone(written));
  if ('mistakes' in validated) throw new Error(JSON.stringify(validated.mistakes));
  return validated.document;
}
