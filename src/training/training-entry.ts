import {
  boolean,
  nonNegativeNumber,
  objectSchema,
  optional,
  positiveInteger,
  type Static,
} from '../document/json-schema.js';
import {variants} from '../document/kind.js';
import {losses} from './losses/index.js';
import {optimizers} from './optimizers/index.js';
import {schedules} from './schedules/index.js';

const earlyStoppingSchema = objectSchema({
  patience: {...positiveInteger, description: 'Stop after this many epochs without a better validation loss.'},
  minDelta: {...nonNegativeNumber, default: 0, description: 'What counts as better: lower by more than this.'},
  restoreBestWeights: {
    ...boolean,
    alsoCalled: {others: ['restore_best', 'keep_best']},
    default: true,
    description: 'Go back to the weights of the best epoch at the end.',
  },
});

/** `training`: how a network learns. */
export const trainingSchema = objectSchema({
  optimizer: {
    ...variants(optimizers),
    shorthand: true,
    default: {type: 'adam'},
    description: 'How weights are changed.',
  },
  learningRateSchedule: optional({
    ...variants(schedules),
    description: "How the optimizer's learning rate changes from step to step. Without it: it stays.",
  }),
  loss: {...variants(losses), shorthand: true, default: {type: 'mse'}, description: 'What training makes small.'},
  epochs: {
    ...positiveInteger,
    alsoCalled: {Keras: ['num_epochs', 'n_epochs'], PyTorch: ['max_epochs'], 'scikit-learn': ['max_iter']},
    default: 30,
    description: 'Passes over the training windows.',
  },
  batchSize: {
    ...positiveInteger,
    alsoCalled: {others: ['batch', 'minibatch']},
    default: 32,
    description: 'Windows per step.',
  },
  shuffle: {
    ...boolean,
    default: true,
    description: 'Whether every epoch takes the training windows in a new random order.',
  },
  earlyStopping: optional({
    ...earlyStoppingSchema,
    description: 'Stop when the validation loss gets no better. Without it: all epochs are trained.',
  }),
  polish: optional({
    type: 'string',
    enum: ['lbfgs'],
    alsoCalled: {'scikit-learn': ['solver'], others: ['l-bfgs', 'fine_tune']},
    description:
      'Whether each trial goes on from its end with L-BFGS in double precision, over all training windows, to see whether a lower training loss lay near. Its metrics stay those of the training.',
  }),
  refit: optional({
    ...boolean,
    alsoCalled: {'scikit-learn': ['GridSearchCV.refit'], others: ['retrain', 'refit_on_all']},
    description:
      'Whether each trial is trained once more at its end, on training and validation rows, for as many epochs as were measured. Its test metrics are refit_rmse and so on; what is best is still chosen by validation.',
  }),
});

export type TrainingEntry = Static<typeof trainingSchema>;
export type EarlyStoppingEntry = Static<typeof earlyStoppingSchema>;
