import {optional, type Static} from '../../document/json-schema.js';
import {parserOf} from '../../document/validator.js';
import type {Trained} from '../../engine/trained.js';
import type {Trial} from '../../plan/trial.js';
import {byLoss} from '../../training/contract.js';
import type {Outcome} from '../../training/result.js';
import {anyMapping, listOf, numberValue, recordSchema, textOrNull, textValue} from '../records/record-format.js';
import {type TrialRecord, trialRecord, trialSchema} from '../records/trial-record.js';
import {parsedJson} from './parsed-json.js';
import {compiledStrictly} from './strict-schema.js';

/** What a worker sends back of a group: JSON, as every journal has it. */
const groupResultSchema = recordSchema({
  group: textValue,
  /** Who trained it, for people. */
  worker: textValue,
  trained: listOf(
    recordSchema({
      record: anyMapping,
      /** The forecasts of every test window, as the bytes of Float32 numbers in base64. */
      forecasts: textOrNull,
      compileSeconds: numberValue,
      eagerBecause: optional(recordSchema({reason: textValue, layer: optional(textValue)})),
    }),
  ),
});
export type GroupResult = Static<typeof groupResultSchema>;

/** The result of a group, one `trained` per trial. */
export function groupResult(
  group: string,
  worker: string,
  trials: readonly Pick<Trial, 'id' | 'seed'>[],
  trained: readonly Trained[],
): GroupResult {
  return {
    group,
    worker,
    trained: trained.map(({outcome, testForecasts, compileSeconds, eagerBecause}, index) => ({
      record: {...trialRecord({...trials[index], parameters: {}}, outcome)},
      forecasts: testForecasts ? base64(testForecasts) : null,
      compileSeconds,
      ...(eagerBecause ? {eagerBecause: {reason: eagerBecause.reason, ...layerOf(eagerBecause)}} : {}),
    })),
  };
}

// Of the same version as this one, so that it has no keys that this one doesn't know.
const parseRecord = parserOf(() => compiledStrictly(trialSchema));
const parse = parserOf(() => compiledStrictly(groupResultSchema));

/** A result by its text; undefined where it is none. */
export function parseGroupResult(text: string): GroupResult | undefined {
  return parse(parsedJson(text));
}

/** What became of the trials of a group, by its result; undefined where it isn't theirs. */
export function trainedOf({trained}: GroupResult, trials: readonly Trial[]): readonly Trained[] | undefined {
  if (trained.length !== trials.length) return undefined;
  const all = trained.map(({record: told, forecasts, compileSeconds, eagerBecause}, index): Trained | undefined => {
    const record = parseRecord(told);
    if (!record || record.id !== trials[index].id || record.seed !== trials[index].seed) return undefined;
    return {
      outcome: outcomeOf(record),
      testForecasts: forecasts === null ? null : floats(forecasts),
      compileSeconds,
      eagerBecause: eagerBecause && {reason: eagerBecause.reason, layer: eagerBecause.layer},
    };
  });
  return all.every(one => one !== undefined) ? all : undefined;
}

/** What is no finite number went as null. */
function outcomeOf({format: _, id: __, parameters: ___, seed: ____, ...record}: TrialRecord): Outcome {
  const history = record.history.map(({epoch, ...losses}) => ({epoch, ...byLoss(name => losses[name] ?? Number.NaN)}));
  if (record.status === 'failed') return {...record, history};
  const {echo, polished} = record.diagnostics;
  // Keys stay in their order, so that journals are the same text.
  const diagnostics: Omit<typeof record.diagnostics, 'echo' | 'polished'> = record.diagnostics;
  return {
    ...record,
    history,
    diagnostics: {
      ...diagnostics,
      ...(echo ? {echo: withNumbers(echo)} : {}),
      ...(polished === undefined ? {} : {polished: polished && withNumbers(polished)}),
    },
  };
}

type WithNumbers<Of> = {readonly [Key in keyof Of]: Of[Key] extends number | null ? number : Of[Key]};

/** NaN in the place of null. */
function withNumbers<Of extends object>(values: Of): WithNumbers<Of> {
  const entries = Object.entries(values).map(([key, value]) => [key, value ?? Number.NaN]);
  return Object.fromEntries(entries) as WithNumbers<Of>;
}

function layerOf({layer}: {readonly layer: string | undefined}): {readonly layer?: string} {
  return layer === undefined ? {} : {layer};
}

function base64({buffer, byteOffset, byteLength}: Float32Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}

function floats(text: string): Float32Array {
  const bytes = Buffer.from(text, 'base64');
  return new Float32Array(new Uint8Array(bytes.subarray(0, bytes.length - (bytes.length % 4))).buffer);
}
