import {identifier, optional, type Static} from '../../document/json-schema.js';
import {BACKENDS} from '../../experiment/experiment-file.js';
import {tableMetric} from '../../experiment/table-metrics.js';
import {ENGINES} from '../../training/result.js';
import {packedCombinations} from './packed-combinations.js';
import {anyMapping, integerValue, listOf, numberValue, recordSchema, textOrNull, textValue} from './record-format.js';
import {recordParser, textParser} from './record-parser.js';
import {upgradedManifest} from './upgrade.js';

/** What produces the numbers. */
const toolchainSchema = recordSchema({
  tfsweep: textValue,
  backend: {type: 'string', enum: BACKENDS},
  backendVersion: textValue,
  engine: {type: 'string', enum: [...ENGINES, 'mixed']},
  /** One per combination, where they differ. */
  engines: optional(listOf({type: 'string', enum: ENGINES})),
  /** The threads of each worker, where it isn't one. */
  threads: optional(integerValue),
});

/** How long the command took that last trained something. */
const timingSchema = recordSchema({
  /** The command: from the start of its process until its last result was in; the tables take milliseconds more. */
  wallSeconds: numberValue,
  /** First trial handed out to last result in, less what workers spent compiling (their mean: they do it at the same time). */
  trainSeconds: numberValue,
  /** What workers spent compiling, summed up. */
  compileSeconds: numberValue,
  /** Optimizer steps of the trials that it trained. */
  trialSteps: numberValue,
  /** Trials that it trained. */
  trials: numberValue,
  workers: numberValue,
});

/** What of a combination's experiment is read again; most of it is compared and shown as it is. */
const experimentSchema = recordSchema({
  description: optional(textValue),
  seed: integerValue,
  data: anyMapping,
  standardization: anyMapping,
  window: recordSchema({
    length: integerValue,
    horizon: integerValue,
    stride: integerValue,
    samplingRate: integerValue,
    lookBack: {type: 'boolean'},
    /** Not known to older versions. */
    normalization: optional(textValue),
  }),
  model: anyMapping,
  training: anyMapping,
});

const resolvedSchema = recordSchema({
  parameters: anyMapping,
  experiment: experimentSchema,
  /** Ids of its trials, one per seed. */
  trials: listOf(textValue),
  /** Names of the target rows that metrics are of: equal for equal rows. Not known in runs of older versions. */
  rows: optional(recordSchema({train: textValue, validation: textValue, test: textValue})),
});

const comparisonSchema = recordSchema({
  by: textValue,
  metric: textValue,
  margin: optional({type: ['string', 'number']}),
});

/** manifest.json: everything that it takes to understand a run and to train it again. */
export const manifestSchema = recordSchema({
  format: integerValue,
  // Folders are called so, and page titles.
  run: {type: 'string', pattern: '^[0-9a-f]{12}$'},
  name: identifier,
  /** When `run` last added results to it. */
  ranAt: textValue,
  experiment: recordSchema({
    file: textValue,
    /** The text as written. */
    written: textValue,
    overrides: listOf(textValue),
    /** Per combination of parameters, with every default filled in. */
    resolved: listOf(resolvedSchema),
  }),
  comparison: {oneOf: [comparisonSchema, {type: 'null'}]},
  expect: listOf(textValue),
  parameterNames: listOf(textValue),
  /** How many folds there are, where there are any: then they are a parameter. */
  folds: optional(integerValue),
  seeds: integerValue,
  /** Ids of the trials that are planned so far, in the order in which they were. */
  trials: listOf(textValue),
  /** `reading` has how a file was read, in the words of its keys. */
  data: listOf(recordSchema({origin: textValue, sha256: textValue, rows: numberValue, reading: optional(anyMapping)})),
  toolchain: toolchainSchema,
  /** Why the backend and the engines were taken, where nobody asked for them by name. */
  chosen: optional(recordSchema({backend: textOrNull, engine: textOrNull})),
  versions: recordSchema({tfsweep: textValue, node: textValue, tfjs: textValue, tensorflow: textOrNull}),
  /** Version 0.1 noted no model of the processor. */
  platform: recordSchema({os: textValue, processor: textValue, model: optional(textValue)}),
  gitCommit: textOrNull,
  timing: {oneOf: [timingSchema, {type: 'null'}]},
});

export type Toolchain = Static<typeof toolchainSchema>;
export type Timing = Static<typeof timingSchema>;
export type Manifest = Static<typeof manifestSchema>;
export type ResolvedCombination = Manifest['experiment']['resolved'][number];

/** A manifest as a file holds it; undefined for what is none. Throws NewerFormatError. */
export const parseManifest = textParser(
  recordParser('manifest', manifestSchema, {
    upgraded: upgradedManifest,
    fits: ({comparison}) => comparison === null || tableMetric(comparison.metric) !== undefined,
  }),
);

/** A manifest as its file holds it: what is an array has a line for each of its items, so that it can be diffed. */
export function manifestText(manifest: Manifest): string {
  const resolved = packedCombinations(manifest.experiment.resolved);
  return `${linesOf({...manifest, experiment: {...manifest.experiment, resolved}}, '')}\n`;
}

function linesOf(value: unknown, indent: string): string {
  const inner = `${indent}  `;
  const join = (parts: readonly string[], open: string, close: string) =>
    parts.length === 0 ? open + close : `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${indent}${close}`;
  if (Array.isArray(value))
    return join(
      value.map(item => JSON.stringify(item)),
      '[',
      ']',
    );
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value)
    .filter(([, child]) => child !== undefined)
    .map(([key, child]) => `${JSON.stringify(key)}: ${linesOf(child, inner)}`);
  return join(entries, '{', '}');
}
