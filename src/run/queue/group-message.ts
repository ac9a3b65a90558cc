import {standardizationSchema} from '../../data/7-standardize/index.js';
import {contentHash} from '../../document/content-hash.js';
import {boolean, nonNegativeInteger, optional, positiveInteger, type Static} from '../../document/json-schema.js';
import {parserOf} from '../../document/validator.js';
import {windowEntrySchema} from '../../experiment/window-entry.js';
import {modelSchema} from '../../model/model-entry.js';
import {trialId} from '../../plan/trial.js';
import {ENGINES} from '../../training/result.js';
import {trainingSchema} from '../../training/training-entry.js';
import type {TrialGroup} from '../groups/trial-groups.js';
import {anyMapping, listOf, mappingOf, recordSchema} from '../records/record-format.js';
import {compiledStrictly} from './strict-schema.js';

/** The version of what a group of trials looks like in a queue. */
const MESSAGE_FORMAT = 1;

const rows = recordSchema({begin: nonNegativeInteger, end: nonNegativeInteger});
const boundaries = recordSchema({train: rows, validation: rows, test: rows});
const hash = {type: 'string', pattern: '^[0-9a-f]{64}$'} as const;
const shortHash = {type: 'string', pattern: '^[0-9a-f]{12}$'} as const;
const {steps, forecast, normalization, ...window} = windowEntrySchema.properties;

/** What goes into a queue: trials as plain data. Data sets and rows go by the hashes of parcels. */
const groupMessageSchema = recordSchema({
  format: {const: MESSAGE_FORMAT},
  run: shortHash,
  /** The experiment's name, for people. */
  name: {type: 'string', maxLength: 64},
  engine: {type: 'string', enum: ENGINES},
  room: {...positiveInteger, maximum: 100_000},
  program: {type: 'string', maxLength: 100_000},
  trials: {
    ...listOf(
      recordSchema({
        id: shortHash,
        parameters: anyMapping,
        seed: nonNegativeInteger,
        dataset: shortHash,
        experiment: recordSchema({
          split: {oneOf: [boundaries, listOf(boundaries)]},
          standardization: standardizationSchema,
          window: recordSchema({
            ...window,
            steps: optional(steps),
            forecast: optional(forecast),
            normalization: optional(normalization),
          }),
          model: modelSchema,
          training: trainingSchema,
          diagnostics: optional({...boolean, const: false}),
        }),
      }),
    ),
    minItems: 1,
    maxItems: 100_000,
  },
  /** One per trial: the parcel of the rows that it is measured on besides its own, where there are any. */
  sharedRows: listOf({type: ['string', 'null'], pattern: hash.pattern}),
  /** The parcels of data sets, by their keys. */
  datasets: mappingOf(hash),
});
export type GroupMessage = Static<typeof groupMessageSchema>;

/** Hashes of the parcels that a group is trained on: of data sets by their keys, of shared rows by trial. */
export interface GroupParcels {
  readonly datasets: Readonly<Record<string, string>>;
  readonly sharedRows: readonly (string | null)[];
}

/** What a queue is told of a group. */
export function groupMessage(run: string, name: string, group: TrialGroup, parcels: GroupParcels): GroupMessage {
  const {engine, room, program, trials} = group;
  return {format: MESSAGE_FORMAT, run, name, engine, room, program, trials, ...parcels};
}

/** The same name for the same group, so that nobody puts it into a queue twice. */
export function groupId(run: string, {trials, engine, room, sharedRows}: TrialGroup): string {
  const ids = trials.map(({id}) => id);
  const names = sharedRows.map(({validation, test}) => [validation?.name ?? null, test?.name ?? null]);
  return `${run}-${contentHash({ids, engine, room, names})}`;
}

// Workers alone need it, and ask once: to have it compiled into the program would make every command slower.
const parse = parserOf(() => compiledStrictly(groupMessageSchema));

/** A group as a queue tells it; or why it can't be one that tfsweep has put there. */
export function parseGroupMessage(value: unknown): {readonly group: GroupMessage} | {readonly refused: string} {
  const group = parse(value);
  if (!group) return {refused: 'it is no group of trials of this version'};
  const {trials, sharedRows, datasets, room} = group;
  if (sharedRows.length !== trials.length || room < trials.length) return {refused: 'its counts do not fit together'};
  const foreign = trials.find(trial => trial.id !== trialId(trial) || !Object.hasOwn(datasets, trial.dataset));
  if (foreign) return {refused: `trial ${foreign.id} is not what its id says`};
  // Whoever trains needs no names, and they may be anything.
  return {group: {...group, trials: trials.map(trial => ({...trial, parameters: {}}))}};
}
