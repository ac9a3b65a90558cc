import type {WeightPlace} from '../model/build-model.js';
import type {Dropping} from '../model/layers/layer.js';
import {normalizationOf} from '../model/normalizations/index.js';
import {type DiagnosisPlan, diagnosisPlan} from './diagnosis/diagnosis-plan.js';
import {optimizerHyperparameters, optimizerState} from './optimizers/index.js';
import {stepsPerEpoch, type TrainingSetup, trainedWidth, wholeStepsPerEpoch} from './setup.js';

/**
 * What passes between a training's computations and whoever runs them, declared here and nowhere else: every engine derives
 * its layout from it. Computations are the parts below; all of them are recorded from one TrainingSession.
 */
export interface TrainingContract {
  readonly sizes: TrainingSizes;
  readonly inputs: readonly ContractInput[];
  readonly state: readonly ContractState[];
  /** What comes back for every epoch, in this order. */
  readonly epochVectors: readonly EpochVector[];
  /** What is looked at besides; undefined where nothing is. */
  readonly diagnosis: DiagnosisPlan | undefined;
  /** What dropout layers take, and their rates; one per `masks` input. */
  readonly dropping: readonly Dropping[];
}

/**
 * `step` trains on a whole batch, `remainder` on the smaller one at the end of an epoch (where there is one), `forecast`
 * forecasts some windows, `validation` measures the forecasts of all validation windows, `diagnosis` looks at the layers (where that is wanted).
 */
export type Part = 'step' | 'remainder' | 'forecast' | 'validation' | 'diagnosis';

export interface TrainingSizes {
  readonly batch: number;
  /** Steps of an epoch with a whole batch, and rows of the smaller last batch. */
  readonly wholeSteps: number;
  readonly remainder: number;
  /** All steps of an epoch. */
  readonly steps: number;
  readonly validationWindows: number;
  /** Numbers that the network gives for a window. */
  readonly width: number;
}

/**
 * Who has numbers of their own, and how long they stay: `shared` ones are the same for all trials of a program, `trial` ones
 * stay from a trial's beginning to its end, `epoch` ones are laid down anew before each of its epochs.
 */
export type Scope = 'shared' | 'trial' | 'epoch';

/** Numbers that computations read and don't change. */
export interface ContractInput {
  readonly name: string;
  readonly scope: Scope;
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32';
}

/** Numbers, float32, that steps change: weights, what the optimizer remembers (0 at first), sums of an epoch (0 at its beginning). */
export type ContractState = {readonly name: string; readonly shape: readonly number[]} & (
  | {readonly kind: 'weight'; readonly place: WeightPlace}
  | {readonly kind: 'optimizer'}
  | {readonly kind: 'epoch sum'}
);

/** A vector that comes back for every epoch: a sum of its steps divided by something, or a result of a part. */
export interface EpochVector {
  readonly name: EpochVectorName;
  readonly length: number;
  readonly from:
    | {readonly kind: 'sum'; readonly state: string; readonly over: number}
    | {readonly kind: 'result'; readonly part: 'validation'; readonly result: ValidationResult};
  /** Whether the training has diverged where it holds a number that is not finite. */
  readonly mustBeFinite: boolean;
}

/** The vectors that are one number each: mean losses. Journals call them so, too. */
export const EPOCH_LOSSES = ['loss', 'validation_loss'] as const;
export type EpochLoss = (typeof EPOCH_LOSSES)[number];

/** Something of each of them, by name. */
export function byLoss<Of>(of: (name: EpochLoss) => Of): Record<EpochLoss, Of> {
  return {loss: of('loss'), validation_loss: of('validation_loss')};
}

/** All vectors that there are. */
export type EpochVectorName = EpochLoss;

/** What early stopping watches. */
export const WATCHED: EpochLoss = 'validation_loss';

/** What the contract's numbers are called, and what comes about inside of a program. */
export const NAMES = {
  series: 'series',
  target: 'target',
  /** What 0 in the data's own units is once it is standardized, of each column. */
  inputZeros: 'inputZeros',
  targetZeros: 'targetZeros',
  order: 'order',
  remainderOrder: 'remainderOrder',
  learningRates: 'learningRates',
  /** Start rows of all validation windows. */
  validationStarts: 'validationStarts',
  /** Start rows of a batch of windows that is looked at, and which of them count: 1 or 0. */
  diagnosedStarts: 'diagnosedStarts',
  diagnosedCounts: 'diagnosedCounts',
  lossSum: 'lossSum',
  /** Inside: the number of a step in its epoch; start rows of windows to forecast; forecasts, a result of one part and taken by another. */
  step: 'step',
  starts: 'starts',
  forecasts: 'forecasts',
  /** The result of `validation`. */
  loss: 'loss',
} as const;

/** What the `validation` part gives. */
export type ValidationResult = typeof NAMES.loss;

/** Inputs that come about inside of a program, which no contract lists: they are the same for all of its trials but for forecasts. */
export const SHARED_INSIDE: readonly string[] = [NAMES.step, NAMES.starts];

export const maskName = (layer: number): string => `masks.${layer}`;
export const hyperparameterName = (name: string): string => `optimizer.${name}`;
export const slotName = (name: string): string => `optimizer.${name}`;
const weightName = (index: number): string => `weights.${index}`;

/** The contract of a training whose weights lie at these places, in the order of Keras' get_weights. */
export function contractOf(
  setup: Omit<TrainingSetup, 'seed' | 'sharedRows'>,
  weightPlaces: readonly WeightPlace[],
  dropping: readonly Dropping[],
): TrainingContract {
  const {graph, training, windows} = setup;
  const sizes = sizesOf(setup);
  const state: ContractState[] = [
    ...weightPlaces.map(
      (place, index): ContractState => ({
        name: weightName(index),
        shape: graph.nodes[place.node].weights[place.weight].shape,
        kind: 'weight',
        place,
      }),
    ),
    ...Object.entries(optimizerState(training.optimizer)).map(
      ([name, kind]): ContractState => ({
        name: slotName(name),
        shape: kind === 'vector' ? [graph.parameterCount] : [],
        kind: 'optimizer',
      }),
    ),
    {name: NAMES.lossSum, shape: [], kind: 'epoch sum'},
  ];
  const diagnosis = diagnosisPlan(setup);
  const inputs = inputsOf(setup, sizes, dropping, diagnosis);
  refuseSameNames([...inputs, ...state]);
  return {
    sizes,
    inputs,
    state,
    epochVectors: [
      {
        name: 'loss',
        length: 1,
        from: {kind: 'sum', state: NAMES.lossSum, over: windows.starts.train.length},
        mustBeFinite: true,
      },
      {
        name: 'validation_loss',
        length: 1,
        from: {kind: 'result', part: 'validation', result: NAMES.loss},
        mustBeFinite: true,
      },
    ],
    diagnosis,
    dropping,
  };
}

/** Graphs know numbers by their names alone. */
function refuseSameNames(declared: readonly {readonly name: string}[]): void {
  const names = declared.map(({name}) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`the contract declares ${twice} twice`);
}

function sizesOf(setup: Omit<TrainingSetup, 'seed' | 'sharedRows'>): TrainingSizes {
  const {training, windows} = setup;
  const {starts} = windows;
  const wholeSteps = wholeStepsPerEpoch(setup);
  const remainder = starts.train.length % training.batchSize;
  return {
    batch: training.batchSize,
    wholeSteps,
    remainder,
    steps: stepsPerEpoch(setup),
    validationWindows: starts.validation.length,
    width: trainedWidth(setup),
  };
}

function inputsOf(
  {data, targets, normalization, training}: Omit<TrainingSetup, 'seed' | 'sharedRows'>,
  {batch, wholeSteps, remainder, steps, validationWindows}: TrainingSizes,
  dropping: readonly Dropping[],
  diagnosis: DiagnosisPlan | undefined,
): ContractInput[] {
  const {dataset} = data;
  const {learningRate: _, ...constant} = optimizerHyperparameters(training.optimizer);
  const float = (name: string, scope: Scope, shape: readonly number[]): ContractInput => ({
    name,
    scope,
    shape,
    dtype: 'float32',
  });
  const integer = (name: string, scope: Scope, shape: readonly number[]): ContractInput => ({
    name,
    scope,
    shape,
    dtype: 'int32',
  });
  return [
    float(NAMES.series, 'shared', [dataset.rows, dataset.inputs.length]),
    float(NAMES.target, 'shared', [dataset.rows, targets.columns]),
    ...(normalizationOf(normalization.name).isRatio
      ? [
          float(NAMES.inputZeros, 'shared', [dataset.inputs.length]),
          float(NAMES.targetZeros, 'shared', [dataset.targets.length]),
        ]
      : []),
    integer(NAMES.validationStarts, 'shared', [validationWindows]),
    ...(diagnosis
      ? [
          integer(NAMES.diagnosedStarts, 'shared', [diagnosis.batch]),
          float(NAMES.diagnosedCounts, 'shared', [diagnosis.batch]),
        ]
      : []),
    ...Object.keys(constant).map(name => float(hyperparameterName(name), 'trial', [])),
    integer(NAMES.order, 'epoch', [wholeSteps, batch]),
    ...(remainder > 0 ? [integer(NAMES.remainderOrder, 'epoch', [1, remainder])] : []),
    float(NAMES.learningRates, 'epoch', [steps]),
    ...dropping.map(({size}, layer) => float(maskName(layer), 'epoch', [steps, batch, size])),
  ];
}

/** The inputs of a scope. */
export function inputsWith({inputs}: TrainingContract, scope: Scope): readonly ContractInput[] {
  return inputs.filter(input => input.scope === scope);
}

/** Weights, in the order of Keras' get_weights. */
export function weightsOf({state}: TrainingContract): readonly Extract<ContractState, {kind: 'weight'}>[] {
  return state.filter(one => one.kind === 'weight');
}
