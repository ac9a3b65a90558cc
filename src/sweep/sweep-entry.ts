import {objectSchema, optional, type Static} from '../document/json-schema.js';
import {parameterKinds, parameterSchema} from './parameters/index.js';
import {strategySchema} from './strategies/index.js';

/** The most combinations times seeds. */
export const MAXIMUM_TRIALS = 2_000_000;

const NAME = '^[A-Za-z_][A-Za-z0-9_-]*$';

const values = {
  type: 'object',
  minProperties: 1,
  propertyNames: {pattern: NAME},
  additionalProperties: true,
} as const;

/** The keys of ranges, distributions and choices. */
const drawnKeys = Object.fromEntries(
  parameterKinds.flatMap(({schema: {properties}}) =>
    Object.entries(properties).filter(([key]) => key !== 'type' && key !== 'values'),
  ),
);
const drawnInEditors = {
  type: 'object',
  additionalProperties: false,
  description:
    'A range {from, to, scale, integer, step, points}, a normal distribution {mean, deviation}, or choices with weights.',
  properties: drawnKeys,
};
const namedInEditors = {
  type: 'object',
  minProperties: 1,
  additionalProperties: true,
  propertyNames: {not: {enum: Object.keys(drawnKeys)}},
  description: 'Values by names, by which tables and filters call them.',
};

/** `sweep`: what is varied, once the types of parameters are written out. */
export const sweepSchema = objectSchema({
  strategy: {
    ...strategySchema,
    shorthand: true,
    default: {type: 'grid'},
    description: 'How combinations are chosen; the name alone will do: strategy: random.',
    alsoCalled: {optuna: ['sampler'], 'W&B': ['method'], 'Ray Tune': ['search_alg'], others: ['search', 'method']},
  },
  trials: optional({
    type: 'integer',
    minimum: 1,
    maximum: MAXIMUM_TRIALS,
    description: 'How many combinations are drawn; each is trained with every seed.',
    alsoCalled: {
      optuna: ['n_trials'],
      'scikit-learn': ['n_iter'],
      'Ray Tune': ['num_samples'],
      others: ['samples', 'draws', 'budget', 'run_cap', 'max_trials'],
    },
  }),
  parameters: {
    alsoCalled: {'scikit-learn': ['param_grid', 'param_distributions'], others: ['grid', 'params', 'hyperparameters']},
    type: 'object',
    propertyNames: {pattern: NAME},
    maxProperties: 200,
    additionalProperties: {
      ...parameterSchema,
      inEditors: {anyOf: [{type: 'array', minItems: 1, description: 'Its values.'}, drawnInEditors, namedInEditors]},
    },
    default: {},
    description:
      'What is varied, by name. ${name} stands for a value anywhere else in the file: a list of values, {from, to} for a range, {mean, deviation}, {choices, weights}, or names with their values.',
  },
  combinations: optional({
    type: 'array',
    minItems: 1,
    maxItems: 100_000,
    items: {...values, description: 'A value of each parameter; of those that are left out all values.'},
    description: 'With strategy: list: the combinations.',
  }),
  exclude: optional({
    type: 'array',
    maxItems: 1000,
    items: {
      ...values,
      description: "A value, several of them, or a bound such as '> 20' for each parameter; all must fit.",
    },
    description: "Combinations that are left out: [{activation: tanh, window: '> 20'}].",
  }),
  include: optional({
    type: 'array',
    maxItems: 10_000,
    items: {...values, description: 'A value of each parameter; of those that are left out all values.'},
    description: 'Combinations besides, also of values that are listed nowhere else: [{activation: relu}].',
  }),
  seeds: {
    alsoCalled: {others: ['repeats', 'n_seeds', 'runs', 'replications']},
    type: 'integer',
    minimum: 1,
    maximum: 10000,
    default: 1,
    description: 'How many seeds every combination is trained with: seed, seed + 1, ...',
  },
});

export type SweepEntry = Static<typeof sweepSchema>;
