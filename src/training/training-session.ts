import type {Scalar, Tensor, Variable} from '@tensorflow/tfjs-core';
import type {Dataset} from '../data/dataset.js';
import type {SharedRowsBySplit} from '../data/shared-rows.js';
import type {SplitName} from '../data/split.js';
import type {Windows} from '../data/windows.js';
import type {Training} from '../experiment/experiment-file.generated.js';
import {buildModel, type Model} from '../model/build-model.js';
import type {Graph} from '../model/graph.js';
import type {TensorFlow} from '../model/tensorflow.js';
import {type EpochInputs, epochInputs, wholeStepsPerEpoch} from './epoch-inputs.js';
import {lossOf} from './losses/index.js';
import {optimizerHyperparameters, optimizerState, optimizerUpdate} from './optimizers/index.js';

/** Everything that one training is made of. */
export interface TrainingSetup {
  readonly graph: Graph;
  readonly dataset: Dataset;
  readonly windows: Windows;
  readonly training: Training;
  readonly seed: number;
  /** Target rows that it is measured on besides its own: those that other trainings were measured on, too. */
  readonly sharedRows: SharedRowsBySplit;
}

/** Windows per forward pass outside training; fixed, because it is part of the bits. */
const EVALUATION_BATCH = 1024;

/**
 * One training on a backend. All state lives in variables; whatever changes from step to step is gathered from a tensor by
 * the step number; nothing in a step reads a number back or draws one.
 */
export class TrainingSession {
  /** Steps with a whole batch, and rows of the smaller last batch. */
  readonly wholeSteps: number;
  readonly remainder: number;

  readonly model: Model;
  readonly weights: readonly Variable[];
  private readonly series: Tensor;
  private readonly target: Tensor;
  private readonly offsets: Tensor;
  private readonly targetOffset: Tensor;
  private readonly hyperparameters: Readonly<Record<string, Scalar>>;
  private readonly state: Readonly<Record<string, Variable>>;
  private readonly order: Variable;
  private readonly remainderOrder: Variable | undefined;
  /** One per step of an epoch. */
  private readonly learningRates: Variable;
  private readonly lossSum: Variable;
  private best: Tensor[] = [];

  constructor(
    private readonly tf: TensorFlow,
    private readonly setup: TrainingSetup,
  ) {
    const {core} = tf;
    const {graph, dataset, windows, training, seed} = setup;
    this.model = buildModel(tf, graph, seed);
    this.weights = this.model.network.trainableWeights.map(weight => weight.read() as Variable);
    this.series = core.tensor2d(dataset.inputs, [dataset.rows, dataset.columns.length]);
    this.target = core.tensor1d(dataset.target);
    this.offsets = core.tensor1d(windows.offsets, 'int32');
    this.targetOffset = core.scalar(windows.targetOffset, 'int32');
    const {learningRate: _, ...constant} = optimizerHyperparameters(training.optimizer);
    this.hyperparameters = mapValues(constant, value => core.scalar(value));
    this.state = mapValues(optimizerState(training.optimizer), kind =>
      consume(core.zeros(kind === 'vector' ? [graph.parameterCount] : []), zeros => core.variable(zeros, false)),
    );
    const rows = windows.starts.train.length;
    this.wholeSteps = wholeStepsPerEpoch(setup);
    this.remainder = rows % training.batchSize;
    const orderVariable = (steps: number, batch: number) =>
      consume(core.zeros([steps, batch], 'int32'), zeros => core.variable(zeros, false));
    this.order = orderVariable(this.wholeSteps, training.batchSize);
    this.remainderOrder = this.remainder > 0 ? orderVariable(1, this.remainder) : undefined;
    this.learningRates = consume(core.zeros([this.steps]), zeros => core.variable(zeros, false));
    this.lossSum = consume(core.scalar(0), zero => core.variable(zero, false));
  }

  /** Of an epoch. */
  get steps(): number {
    return this.wholeSteps + (this.remainder > 0 ? 1 : 0);
  }

  /** What steps read and don't change, by name. */
  get inputs(): Readonly<Record<string, Tensor>> {
    return {
      series: this.series,
      target: this.target,
      order: this.order,
      learningRates: this.learningRates,
      ...(this.remainderOrder ? {remainderOrder: this.remainderOrder} : {}),
      ...Object.fromEntries(this.model.masks.map((masks, layer) => [`masks.${layer}`, masks.laid])),
      ...mapKeys(this.hyperparameters, name => `optimizer.${name}`),
    };
  }

  /** What steps change, by name. */
  get variables(): Readonly<Record<string, Variable>> {
    return {
      ...Object.fromEntries(this.weights.map((weight, index) => [`weights.${index}`, weight])),
      ...mapKeys(this.state, name => `optimizer.${name}`),
      lossSum: this.lossSum,
    };
  }

  /** Lays down the order of rows, the learning rates and the dropout masks of an epoch. */
  startEpoch(epoch: number): void {
    this.layDown(epochInputs(this.setup, this.model.masks, epoch));
  }

  private layDown({order, learningRates, masks}: EpochInputs): void {
    const {core} = this.tf;
    const {batchSize} = this.setup.training;
    const whole = this.wholeSteps * batchSize;
    assign(this.order, core.tensor2d(order.subarray(0, whole), [this.wholeSteps, batchSize], 'int32'));
    if (this.remainderOrder)
      assign(this.remainderOrder, core.tensor2d(order.subarray(whole), [1, this.remainder], 'int32'));
    assign(this.learningRates, core.tensor1d(learningRates));
    assign(this.lossSum, core.scalar(0));
    this.model.masks.forEach((laid, layer) => {
      laid.fill(masks[layer], this.steps, batchSize);
    });
  }

  /** Trains on the whole batch of a step number (an int32 scalar). */
  step(step: Tensor): void {
    this.trainOn(this.order, step, step, this.setup.training.batchSize);
  }

  /** Trains on the smaller last batch of the epoch, if there is one. */
  remainderStep(): void {
    const {core} = this.tf;
    if (!this.remainderOrder) return;
    const order = this.remainderOrder;
    core.tidy(() =>
      this.trainOn(order, core.scalar(0, 'int32'), core.scalar(this.wholeSteps, 'int32'), this.remainder),
    );
  }

  private trainOn(order: Variable, row: Tensor, step: Tensor, batch: number): void {
    const {core} = this.tf;
    const {optimizer, loss} = this.setup.training;
    core.tidy(() => {
      for (const masks of this.model.masks) masks.at(step);
      const {x, y} = this.gather(core.gather(order, row));
      const {value, grads} = core.variableGrads(() => lossOf(core, loss, this.forecast(x, true), y), [...this.weights]);
      const gradient = this.flatten(this.weights.map(weight => grads[weight.name]));
      const updated = optimizerUpdate(core, optimizer, {
        weights: this.flatten(this.weights),
        gradient,
        state: this.state,
        hyperparameters: {...this.hyperparameters, learningRate: core.gather(this.learningRates, step)},
      });
      const sizes = this.weights.map(weight => weight.size);
      core.split(updated.weights, sizes).forEach((part, index) => {
        this.weights[index].assign(core.reshape(part, this.weights[index].shape));
      });
      for (const [name, slot] of Object.entries(updated.state)) this.state[name].assign(slot);
      this.lossSum.assign(core.add(this.lossSum, core.mul(value, batch)));
    });
  }

  /** The forecasts of windows by their start rows, [windows, 1]. */
  forecastsOf(starts: Tensor): Tensor {
    return this.forecast(this.gather(starts).x, false);
  }

  /** The mean loss of forecasts [windows, 1]. */
  lossOf(forecasts: Tensor, starts: Tensor): Tensor {
    return lossOf(this.tf.core, this.setup.training.loss, forecasts, this.gather(starts).y);
  }

  /** Batches of windows by their start rows: x is [batch, time, features], y is [batch, 1]. */
  private gather(starts: Tensor): {x: Tensor; y: Tensor} {
    const {core} = this.tf;
    const x = core.gather(this.series, core.add(core.expandDims(starts, 1), this.offsets) as Tensor);
    const y = core.expandDims(core.gather(this.target, core.add(starts, this.targetOffset)), 1);
    return {x, y};
  }

  private forecast(x: Tensor, training: boolean): Tensor {
    const output = this.model.network.apply(x, {training});
    if (!(output instanceof this.tf.core.Tensor)) throw new Error('the network gave no single tensor');
    return output;
  }

  private flatten(tensors: readonly Tensor[]): Tensor {
    const {core} = this.tf;
    return core.concat(tensors.map(tensor => core.reshape(tensor, [tensor.size])));
  }

  /** The mean training loss of the epoch so far, each batch weighted by its size, as Keras reports it. */
  epochLoss(): number {
    return this.lossSum.dataSync()[0] / this.setup.windows.starts.train.length;
  }

  /** The mean loss over a split's windows. */
  splitLoss(split: SplitName): number {
    const {core} = this.tf;
    const {starts} = this.setup.windows;
    let sum = 0;
    for (const chunk of chunks(starts[split])) {
      const loss = core.tidy(() => {
        const starts = core.tensor1d(chunk, 'int32');
        return this.lossOf(this.forecastsOf(starts), starts);
      });
      sum += loss.dataSync()[0] * chunk.length;
      loss.dispose();
    }
    return sum / starts[split].length;
  }

  /** The forecast of every window of a split, standardized, in time order. */
  predict(split: SplitName): Float32Array {
    const {core} = this.tf;
    const {starts} = this.setup.windows;
    const predictions = new Float32Array(starts[split].length);
    let at = 0;
    for (const chunk of chunks(starts[split])) {
      const forecast = core.tidy(() => this.forecastsOf(core.tensor1d(chunk, 'int32')));
      predictions.set(forecast.dataSync(), at);
      forecast.dispose();
      at += chunk.length;
    }
    return predictions;
  }

  /** Remembers the weights as they are. */
  keepWeights(): void {
    this.tf.core.dispose(this.best);
    this.best = this.weights.map(weight => this.tf.core.clone(weight));
  }

  /** Goes back to the weights that were remembered last. */
  restoreWeights(): void {
    this.best.forEach((kept, index) => {
      this.weights[index].assign(kept);
    });
  }

  /** The weights as plain numbers, in the order of Keras' get_weights. */
  readWeights(): Float32Array[] {
    return this.weights.map(weight => Float32Array.from(weight.dataSync()));
  }

  /** Sets all weights, in the order of Keras' set_weights. */
  writeWeights(values: readonly Float32Array[]): void {
    this.weights.forEach((weight, index) => {
      assign(weight, this.tf.core.tensor(values[index], weight.shape));
    });
  }

  dispose(): void {
    this.model.network.dispose();
    for (const masks of this.model.masks) masks.dispose();
    this.tf.core.dispose(this.best);
    this.tf.core.dispose([this.series, this.target, this.offsets, this.targetOffset]);
    this.tf.core.dispose([this.order, this.learningRates, this.lossSum]);
    this.tf.core.dispose([...Object.values(this.hyperparameters), ...Object.values(this.state)]);
    this.remainderOrder?.dispose();
  }
}

function mapKeys<A>(record: Readonly<Record<string, A>>, map: (name: string) => string): Record<string, A> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [map(name), value]));
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}

/** Uses a tensor and frees it. */
function consume<T extends Tensor, Result>(tensor: T, use: (tensor: T) => Result): Result {
  const result = use(tensor);
  tensor.dispose();
  return result;
}

function assign(variable: Variable, value: Tensor): void {
  consume(value, tensor => variable.assign(tensor));
}

function chunks(starts: Int32Array): Int32Array[] {
  return Array.from({length: Math.ceil(starts.length / EVALUATION_BATCH)}, (_, index) =>
    starts.slice(index * EVALUATION_BATCH, (index + 1) * EVALUATION_BATCH),
  );
}
