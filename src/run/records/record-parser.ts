import type {JsonSchema, Static} from '../../document/json-schema.js';
import {parserOf} from '../../document/validator.js';
import {compiledRecord, type RecordName} from './compiled-record.js';
import {refuseNewer} from './record-format.js';

/**
 * Reads what some version wrote into a file: as this version would have written it, or undefined where no version has. Throws
 * NewerFormatError, which names the file.
 */
export type RecordParser<Of> = (value: unknown, file: string) => Of | undefined;

export interface RecordRules<Of> {
  /** Makes records of this version of what older ones wrote, where that is another. */
  readonly upgraded?: (value: unknown) => unknown;
  /** What no schema says. */
  readonly fits?: (record: Of) => boolean;
}

/** The parser of records of a kind. */
export function recordParser<const Schema extends JsonSchema>(
  name: RecordName,
  schema: Schema,
  {upgraded = value => value, fits = () => true}: RecordRules<Static<Schema>> = {},
): RecordParser<Static<Schema>> {
  const parse = parserOf(() => compiledRecord(name, schema));
  return (value, file) => {
    refuseNewer(value, file);
    const record = isDeeper(value, MOST_NESTING) ? undefined : parse(upgraded(value));
    return record !== undefined && fits(record) ? record : undefined;
  };
}

/** Lists and mappings inside of each other: what a file of an experiment may have, and some more around it. */
const MOST_NESTING = 120;

/** Whether lists and mappings stand inside of each other more than so often: what walks through them would have no end of calls. */
function isDeeper(value: unknown, most: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (most === 0) return true;
  if (Array.isArray(value)) {
    for (const inner of value) if (isDeeper(inner, most - 1)) return true;
    return false;
  }
  // A journal has millions of values: no list of them is made.
  for (const key in value) if (isDeeper(Reflect.get(value, key), most - 1)) return true;
  return false;
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
