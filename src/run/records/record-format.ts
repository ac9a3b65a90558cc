import {isMapping, type JsonSchema, type Options} from '../../document/json-schema.js';

/** The version of what is written into run folders: manifest, journal, series and forecasts. */
export const FORMAT = 3;

/** What a newer version of tfsweep has written: it may say things that this one doesn't know. */
export class NewerFormatError extends Error {
  constructor(what: string, format: number) {
    super(`${what} has format ${format}; this tfsweep reads formats up to ${FORMAT}: a newer one has written it`);
  }
}

/** The format that a record says it has; records of version 0.1 and the first ones of 0.2 say none, and are format 1. */
export function formatOf(record: unknown): number {
  const format = isMapping(record) ? record.format : undefined;
  return typeof format === 'number' ? format : 1;
}

/** Throws NewerFormatError for a record that this version can't know. */
export function refuseNewer(record: unknown, what: string): void {
  const format = formatOf(record);
  if (format > FORMAT) throw new NewerFormatError(what, format);
}

/** A mapping of a record: these keys, and whatever else a later version of the same format adds. */
export type RecordSchema<Keys extends Options> = {
  readonly type: 'object';
  readonly required: readonly string[];
  readonly properties: Keys;
};

/** The schema of a mapping whose keys are all there but for those marked `optional`. */
export function recordSchema<const Keys extends Options>(properties: Keys): RecordSchema<Keys> {
  const required = Object.entries(properties)
    .filter(([, schema]) => schema.optional !== true)
    .map(([key]) => key);
  return {type: 'object', required, properties};
}

export const textValue = {type: 'string'} as const;
export const numberValue = {type: 'number'} as const;
export const integerValue = {type: 'integer'} as const;
/** A number, or null where it is none: JSON knows neither NaN nor infinity. */
export const numberOrNull = {type: ['number', 'null']} as const;
export const textOrNull = {type: ['string', 'null']} as const;
export const anyMapping = {type: 'object', additionalProperties: true} as const;
/** A mapping of any keys to values of one schema. */
export const mappingOf = <const Value extends JsonSchema>(additionalProperties: Value) =>
  ({type: 'object', additionalProperties}) as const;
export const listOf = <const Item extends JsonSchema>(items: Item) => ({type: 'array', items}) as const;
