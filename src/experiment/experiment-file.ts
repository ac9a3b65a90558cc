import {dataSchema, FILE_ENDINGS} from '../data/1-source/index.js';
import {featuresSchema} from '../data/6-features/index.js';
import {standardizationSchema} from '../data/7-standardize/index.js';
import {boolean, identifier, nonNegativeInteger, objectSchema, optional, type Static} from '../document/json-schema.js';
import {modelSchema} from '../model/model-entry.js';
import {sweepSchema} from '../sweep/sweep-entry.js';
import {trainingSchema} from '../training/training-entry.js';
import {metricOption} from './table-metrics.js';
import {windowEntrySchema} from './window-entry.js';

/** What computes. */
export const BACKENDS = ['wasm', 'native', 'cpu'] as const;
export type BackendName = (typeof BACKENDS)[number];

/** What an experiment may ask to compute with. */
export const BACKEND_CHOICES = [...BACKENDS, 'auto'] as const;

const comparisonSchema = objectSchema({
  by: {type: 'string', description: 'The sweep parameter whose values are compared.'},
  metric: {
    ...metricOption,
    default: 'test_rmse',
    description:
      'The metric that decides: test_rmse, as trained test_standardized_rmse, of what targets were transformed to test_transformed_rmse; of one of several steps test_rmse@24, of one of several targets test_rmse@close, of the worst of several series test_rmse@worst.',
  },
  margin: {
    oneOf: [
      {
        type: 'string',
        pattern: '^\\d+(\\.\\d+)?\\s*%$',
        hint: "a share such as 2%, or a number in the metric's units",
      },
      {type: 'number', minimum: 0},
    ],
    default: '1%',
    description:
      "A lead that doesn't matter: as a share of the worse mean, such as 1% (of r2: 0.01), or as a number in the metric's units. An interval inside of it says 'practically the same', one that lies beyond 0 but reaches into it 'slightly better'.",
  },
});

/** The experiment file: the parts that other stations declare, and what is about the whole. */
export const experimentSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'experiment.schema.json',
  title: 'ExperimentFile',
  description: 'An experiment of tfsweep: which data, which models, which parameters.',
  ...objectSchema({
    version: {const: 1, fixed: true, default: 1, description: 'Version of this format; 1 where it is left out.'},
    name: {
      ...identifier,
      fixed: true,
      description: 'Names the folder of the results. Letters, digits, dot, dash, underscore.',
    },
    description: optional({type: 'string', fixed: true, description: 'What the experiment is for.'}),
    seed: {...nonNegativeInteger, fixed: true, default: 42, description: 'Where all random numbers come from.'},
    backend: {
      type: 'string',
      enum: BACKEND_CHOICES,
      fixed: true,
      default: 'wasm',
      description:
        "What computes: WebAssembly (the same bits everywhere), TensorFlow's library (native), plain JavaScript (cpu), or the one expected to be faster (auto).",
    },
    data: {
      ...dataSchema,
      shorthand: {key: 'path', types: FILE_ENDINGS},
      description: 'Where the series comes from. The name of a file alone is its path: data: prices.csv.',
    },
    features: {
      ...featuresSchema,
      default: {},
      description:
        'Columns that are made of others, by name: return: {type: log-return, column: close}. A text alone is a formula: range: (high - low) / close. Without data.columns the model sees all of them.',
    },
    standardization: {
      ...standardizationSchema,
      shorthand: true,
      default: {type: 'z-score'},
      description:
        'How columns are scaled before they reach the model; fitted on the training rows only, undone for metrics.',
    },
    window: {
      ...windowEntrySchema,
      shorthand: {key: 'length'},
      description: 'What the model sees and what it forecasts. A number alone is its length: window: 20.',
    },
    model: {...modelSchema, description: 'The network.'},
    training: {...trainingSchema, default: {}, description: 'How it learns.'},
    diagnostics: optional({
      ...boolean,
      fixed: true,
      description:
        'Whether layers are looked at while they learn: what is squashed or saturated, slopes, gradients. It changes no result. Without it: yes.',
    }),
    sweep: {...sweepSchema, fixed: true, default: {}, description: 'What is varied.'},
    comparison: optional({...comparisonSchema, fixed: true, description: 'The question that the table answers.'}),
    expect: optional({
      type: 'array',
      maxItems: 1000,
      items: {
        type: 'string',
        minLength: 1,
        maxLength: 300,
        description: 'An expectation: two sides with <, <=, >, >=, == or != between them.',
      },
      fixed: true,
      description:
        "What the finished table must say, checked by run and table (exit code 1 where it doesn't): 'test_rmse of linear < tanh', 'best test_mase < 1', 'failed == 0'. A side is a number, or a metric (mean over its trials; with best, the mean of the row that is best by validation; with worst, the worst row's) or a count (planned, finished, failed), perhaps with a factor ('0.9 * tanh'), perhaps of some values ('of tanh', 'of activation=tanh, window=10'); on the right side, values alone stand for the left side's metric, and so does the name of a baseline: 'best test_rmse < naive'. A metric of which trials failed misses, unless 'finished' asks for the finished ones only: 'test_rmse of lr=0.2 finished < 1.2'.",
    }),
  }),
} as const;

/** An experiment of one combination of parameters: validated, with every default filled in. */
export type ExperimentFile = Static<typeof experimentSchema>;

/** Parts that are about the whole experiment: a parameter can't stand in them. */
export const FIXED_PARTS: readonly string[] = Object.entries(experimentSchema.properties).flatMap(([part, schema]) =>
  'fixed' in schema ? [part] : [],
);
