import type {JsonSchema, Static} from '../../document/json-schema.js';
import {parserOf} from '../../document/validator.js';
import {compiledRecord, type RecordName} from './compiled-record.js';
import {refuseNewer} from './record-format.js';

/**
 * Reads what some version wrote into a file: as this version would have written it, or undefined where no version has. Throws
 * NewerFormatError, which names the file.
 */
export type RecordParser<Of> = (value: unknown, file: string) => Of | undefined;

/** The parser of records of a kind; `upgraded` makes records of this version of what older ones wrote, where that is another. */
export function recordParser<const Schema extends JsonSchema>(
  name: RecordName,
  schema: Schema,
  upgraded: (value: unknown) => unknown = value => value,
): RecordParser<Static<Schema>> {
  const parse = parserOf(() => compiledRecord(name, schema));
  return (value, file) => {
    refuseNewer(value, file);
    return parse(upgraded(value));
  };
}

/** The same of a file that is one record, by its text. */
export function textParser<Of>(parse: RecordParser<Of>): (text: string, file: string) => Of | undefined {
  return (text, file) => {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return undefined;
    }
    return parse(value, file);
  };
}
