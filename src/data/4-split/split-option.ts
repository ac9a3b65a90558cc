import {nonNegativeInteger, objectSchema, optional, positiveInteger, type Static} from '../../document/json-schema.js';

/** A share of the rows, a count of them, or a time. */
const size = {
  oneOf: [
    {type: 'number', exclusiveMinimum: 0, maximum: 1_000_000_000},
    {type: 'string', minLength: 1},
  ],
} as const;

const foldsSchema = objectSchema({
  type: {
    type: 'string',
    enum: ['expanding', 'sliding'],
    alsoCalled: {
      expanding: {
        'scikit-learn': ['TimeSeriesSplit'],
        others: ['walk-forward', 'rolling-origin', 'anchored', 'growing'],
      },
      sliding: {others: ['rolling', 'rolling-window', 'moving']},
    },
    default: 'expanding',
    description: 'Whether each fold trains on all rows before, or on as many as the first one.',
  },
  count: {
    ...positiveInteger,
    maximum: 1000,
    alsoCalled: {'scikit-learn': ['n_splits'], others: ['n_folds', 'k', 'folds']},
    description: 'How many folds there are.',
  },
  step: optional({
    ...positiveInteger,
    description:
      'How many rows a fold lies behind the one before. Without it: as many as are tested on; with fewer, folds test on rows in common.',
  }),
});

const splitSchema = objectSchema({
  train: optional({
    ...size,
    alsoCalled: {'scikit-learn': ['train_size'], others: ['training']},
    description:
      'Rows to learn from, the earliest ones: a share of all (0.7), a count (8640), or the time of the first one. With folds, those of the first fold.',
  }),
  validation: optional({
    ...size,
    alsoCalled: {Keras: ['validation_split'], others: ['val', 'valid', 'dev', 'val_size', 'validation_size']},
    description:
      'Rows that choose what is best, and that early stopping watches, the middle ones: a share, a count, or the time of the first one.',
  }),
  test: optional({
    ...size,
    alsoCalled: {'scikit-learn': ['test_size'], others: ['holdout', 'eval']},
    description: 'Rows that results are reported on, the latest ones: a share, a count, or the time of the first one.',
  }),
  gap: {
    ...nonNegativeInteger,
    maximum: 1_000_000_000,
    default: 0,
    alsoCalled: {others: ['purge', 'embargo']},
    description:
      'Rows that are left out before validation and before test: the last ones of the split before, unless that has a count of its own.',
  },
  folds: optional({
    ...foldsSchema,
    alsoCalled: {'scikit-learn': ['n_splits'], others: ['cv', 'n_folds', 'walk_forward', 'kfold']},
    shorthand: {key: 'count'},
    description:
      'Walk-forward validation: the same again for several spans of time, the last one at the end of the rows. `fold` is a parameter of the sweep then.',
  }),
});

export type SplitEntry = Static<typeof splitSchema>;
export type FoldsEntry = Static<typeof foldsSchema>;

/** The shares of splits of which no size is given. */
export const USUAL_SHARES = {train: 0.7, validation: 0.15, test: 0.15} as const;

/** `data.split`, an option of every source. */
export const splitOption = {
  ...splitSchema,
  default: {...USUAL_SHARES, gap: 0},
  description:
    'How rows are split. They stay in the order of time. Give shares that sum to 1, counts of rows, or the times of the first validation and test rows.',
} as const;
