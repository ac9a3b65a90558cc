import type {JsonSchema} from '../../document/json-schema.js';
import {baselinesSchema} from './baseline-record.js';
import type {RecordName} from './compiled-record.js';
import {forecastSchema} from './forecast-record.js';
import {manifestSchema} from './manifest.js';
import {seriesFileSchema} from './series-record.js';
import {trialSchema} from './trial-record.js';

/** The schemas of all records, for src/bundle.mjs to compile. */
export const recordSchemas = {
  baselines: baselinesSchema,
  forecast: forecastSchema,
  manifest: manifestSchema,
  series: seriesFileSchema,
  trial: trialSchema,
} as const satisfies Readonly<Record<RecordName, JsonSchema>>;
