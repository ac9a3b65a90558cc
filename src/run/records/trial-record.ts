import {type JsonSchema, optional, type Static} from '../../document/json-schema.js';
import {activationName} from '../../model/activations/index.js';
import type {Trial} from '../../plan/trial.js';
import {byLoss} from '../../training/contract.js';
import {metrics} from '../../training/metrics/index.js';
import {ENGINES, type Outcome, TRIAL_ERRORS} from '../../training/result.js';
import {
  anyMapping,
  FORMAT,
  integerValue,
  listOf,
  mappingOf,
  numberOrNull,
  numberValue,
  recordSchema,
  textValue,
} from './record-format.js';
import {recordParser} from './record-parser.js';

/** The schema of a value, for each metric; an older version may not have had one. */
const byMetric = <const Value extends JsonSchema>(value: Value) =>
  Object.fromEntries(metrics.map(({name}) => [name, value])) as Record<(typeof metrics)[number]['name'], Value>;

const metricValues = byMetric(optional(numberOrNull));
const splitMetrics = recordSchema({
  ...metricValues,
  standardized: recordSchema(metricValues),
  transformed: optional(recordSchema(metricValues)),
});
const stepMetrics = recordSchema(byMetric(optional(listOf(numberOrNull))));
const sharedSplit = recordSchema({name: textValue, rows: integerValue, metrics: splitMetrics});

const seriesValues = byMetric(optional(recordSchema({series: textValue, value: numberValue})));
const seriesMetrics = recordSchema({
  count: integerValue,
  best: recordSchema(seriesValues),
  worst: recordSchema(seriesValues),
});

const perLook = listOf(numberOrNull);
const seenLayers = listOf(
  recordSchema({
    name: textValue,
    activation: activationName,
    units: integerValue,
    squashed: perLook,
    saturated: optional(perLook),
    slope: optional(perLook),
    dead: optional(perLook),
    gradient_norm: perLook,
    weight_norm: perLook,
    first_state: optional(perLook),
    last_state: optional(perLook),
  }),
);
const seenInTraining = recordSchema({
  after_epochs: listOf(integerValue),
  layers: seenLayers,
  end: recordSchema({windows: integerValue, gradient_norm: numberOrNull, layers: seenLayers}),
});

/** What was measured of forecasts on the splits that are compared. */
export const comparedMetrics = recordSchema({validation: splitMetrics, test: splitMetrics});
/** The same, and what else was measured of them. */
export const measuredValues = {
  /** The metrics on rows that all combinations share, in splits in which they are measured on other rows. */
  shared: optional(recordSchema({validation: optional(sharedSplit), test: optional(sharedSplit)})),
  /** The best and the worst value of each metric among several series, and which series that is. */
  series: optional(recordSchema({validation: seriesMetrics, test: seriesMetrics})),
  /** Each of several steps by itself, and each of several target columns. */
  steps: optional(recordSchema({validation: stepMetrics, test: stepMetrics})),
  /** Equal for equal naive errors, where there are several that a MASE is over. */
  naive: optional(textValue),
  targets: optional(
    recordSchema({
      validation: mappingOf(recordSchema(metricValues)),
      test: mappingOf(recordSchema(metricValues)),
    }),
  ),
} as const;

const common = {
  format: optional(integerValue),
  id: textValue,
  parameters: anyMapping,
  seed: integerValue,
  /** Losses that are no finite number are null. */
  history: listOf(recordSchema({epoch: integerValue, ...byLoss(() => numberOrNull)})),
  durationSeconds: numberValue,
} as const;

/** One line of trials.jsonl. */
export const trialSchema = {
  type: 'object',
  required: ['status'],
  discriminator: {propertyName: 'status'},
  oneOf: [
    recordSchema({
      ...common,
      status: {const: 'finished'},
      metrics: recordSchema({train: splitMetrics, validation: splitMetrics, test: splitMetrics}),
      ...measuredValues,
      /** The test metrics of the same network trained once more, on validation rows, too; null where that failed. */
      refit: optional({oneOf: [recordSchema({epochs: integerValue, metrics: splitMetrics}), {type: 'null'}]}),
      diagnostics: recordSchema({
        epochs: integerValue,
        measured_epoch: integerValue,
        steps: integerValue,
        engine: {type: 'string', enum: ENGINES},
        /** Mean loss of the measured weights over all training windows. */
        training_loss: optional(numberOrNull),
        echo: optional(
          recordSchema({
            ahead: integerValue,
            lag: integerValue,
            error: numberOrNull,
            error_at_lag: numberOrNull,
            explained: numberOrNull,
          }),
        ),
        polished: optional({
          oneOf: [
            recordSchema({
              loss: numberOrNull,
              gradient_norm: numberOrNull,
              iterations: integerValue,
              evaluations: integerValue,
              ended: {type: 'string', enum: ['no gradient', 'no way down', 'evaluations']},
            }),
            {type: 'null'},
          ],
        }),
        /** What was seen of the layers; not where nobody looked. */
        seen: optional(seenInTraining),
      }),
    }),
    recordSchema({
      ...common,
      status: {const: 'failed'},
      error: recordSchema({type: {type: 'string', enum: TRIAL_ERRORS}, message: textValue}),
    }),
  ],
} as const;

/** What became of a trial, as a journal holds it. */
export type TrialRecord = Static<typeof trialSchema>;

/** A line of a journal; undefined for what no version has written whole: its trial is trained again. Throws NewerFormatError. */
export const parseTrialRecord = recordParser('trial', trialSchema, {
  fits(record) {
    const seen = record.status === 'finished' ? record.diagnostics.seen : undefined;
    return !seen || seen.layers.every(({name}, at) => seen.end.layers[at]?.name === name);
  },
});

/** Whether a training ended in a way that says nothing of the trial: it is trained again. */
export function hasCrashed(record: TrialRecord): boolean {
  return record.status === 'failed' && record.error.type === 'crashed';
}

/** The line of a trial that has ended: what is no finite number becomes null. */
export function trialRecord(
  {id, parameters, seed}: Pick<Trial, 'id' | 'parameters' | 'seed'>,
  {history, ...outcome}: Outcome,
): TrialRecord {
  const losses = history.map(one => ({epoch: one.epoch, ...byLoss(name => finiteOrNull(one[name]))}));
  return {format: FORMAT, id, parameters, seed, ...outcome, history: losses};
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
