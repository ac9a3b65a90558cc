import type {Scalar, Tensor, Variable} from '@tensorflow/tfjs-core';
import type {SplitName} from '../data/4-split/split.js';
import {buildModel, type Model} from '../model/build-model.js';
import {normalizedForecast} from '../model/normalizations/normalized.js';
import type {TensorFlow} from '../model/tensorflow.js';
import {
  type ContractInput,
  type ContractState,
  contractOf,
  type EpochVector,
  hyperparameterName,
  inputsWith,
  maskName,
  NAMES,
  slotName,
  type TrainingContract,
  type ValidationResult,
} from './contract.js';
import {epochValues, sharedValues, trialValues, valuesOf} from './contract-values.js';
import {type Diagnosis, diagnose} from './diagnosis/diagnose.js';
import {type Look, WholeLook} from './diagnosis/diagnosis-numbers.js';
import {filledUp} from './diagnosis/diagnosis-plan.js';
import {lossOf} from './losses/index.js';
import {optimizerHyperparameters, optimizerState, optimizerUpdate} from './optimizers/index.js';
import {type EpochVectors, epochVectorsOf} from './output.js';
import {isRecursive, recursiveForecasts} from './recursive-forecasts.js';
import type {TrainingSetup} from './setup.js';

/** Windows per forward pass outside training; fixed, because it is part of the bits. */
const EVALUATION_BATCH = 1024;

/**
 * One training on a backend. All state lives in variables; whatever changes from step to step is gathered from a tensor by
 * the step number; nothing in a step reads a number back or draws one.
 */
export class TrainingSession {
  readonly contract: TrainingContract;
  readonly model: Model;
  /** In the order of Keras' get_weights. */
  readonly weights: readonly Variable[];
  /** What steps read and don't change, by the contract's names. */
  readonly inputs: Readonly<Record<string, Tensor>>;
  /** What steps change besides weights, by the contract's names. */
  private readonly rest: Readonly<Record<string, Variable>>;
  private readonly offsets: Tensor;
  private readonly targetOffsets: Tensor;
  private best: Tensor[] = [];

  constructor(
    private readonly tf: TensorFlow,
    private readonly setup: TrainingSetup,
  ) {
    const {core} = tf;
    const {graph, windows, targets, seed} = setup;
    this.model = buildModel(tf, graph, seed);
    this.contract = contractOf(setup, this.model.weightPlaces, this.model.dropping);
    this.weights = this.model.network.trainableWeights.map(weight => weight.read() as Variable);
    const fixed = new Map([...sharedValues(setup), ...trialValues(setup)]);
    this.inputs = byName(this.contract.inputs, input =>
      input.scope === 'epoch' ? this.zeros(input) : core.tensor(valuesOf(fixed, input), [...input.shape], input.dtype),
    );
    this.rest = byName(
      this.contract.state.filter(({kind}) => kind !== 'weight'),
      ({shape}) => this.zeros({shape, dtype: 'float32'}),
    );
    this.offsets = core.tensor1d(windows.offsets, 'int32');
    this.targetOffsets = core.tensor1d(targets.offsets, 'int32');
  }

  private zeros({shape, dtype}: Pick<ContractInput, 'shape' | 'dtype'>): Variable {
    const {core} = this.tf;
    return consume(core.zeros([...shape], dtype), zeros => core.variable(zeros, false));
  }

  /** What steps change, by the contract's names. */
  get variables(): Readonly<Record<string, Variable>> {
    let next = 0;
    return byName(this.contract.state, ({kind, name}) => (kind === 'weight' ? this.weights[next++] : this.rest[name]));
  }

  /** Lays down the inputs of an epoch, counted from 1, and sets its sums back to 0. */
  startEpoch(epoch: number): void {
    const {core} = this.tf;
    const values = epochValues(this.setup, this.contract, epoch);
    for (const input of inputsWith(this.contract, 'epoch')) {
      const laidDown = this.inputs[input.name] as Variable;
      assign(laidDown, core.tensor(valuesOf(values, input), [...input.shape], input.dtype));
    }
    for (const {name, kind, shape} of this.contract.state)
      if (kind === 'epoch sum') assign(this.rest[name], core.zeros([...shape]));
  }

  /** Trains on the whole batch of a step number (an int32 scalar). */
  step(step: Tensor): void {
    this.trainOn(this.inputs[NAMES.order], step, step, this.contract.sizes.batch);
  }

  /** Trains on the smaller last batch of the epoch, if there is one. */
  remainderStep(): void {
    const {core} = this.tf;
    const {remainder, wholeSteps} = this.contract.sizes;
    if (remainder === 0) return;
    const order = this.inputs[NAMES.remainderOrder];
    core.tidy(() => this.trainOn(order, core.scalar(0, 'int32'), core.scalar(wholeSteps, 'int32'), remainder));
  }

  private trainOn(order: Tensor, row: Tensor, step: Tensor, batch: number): void {
    const {core} = this.tf;
    const {loss} = this.setup.training;
    core.tidy(() => {
      this.model.dropping.forEach(({masks}, layer) => {
        masks.use(this.inputs[maskName(layer)], step);
      });
      const starts = core.gather(order, row);
      const windows = this.windowsAt(starts);
      const targets = this.targetsAt(starts);
      const {value, grads} = core.variableGrads(
        () => lossOf(core, loss, this.forecast(windows, starts, true), targets),
        [...this.weights],
      );
      this.update(this.flatten(this.weights.map(weight => grads[weight.name])), step);
      const sum = this.rest[NAMES.lossSum];
      sum.assign(core.add(sum, core.mul(value, batch)));
    });
  }

  /** Changes weights and the optimizer's state by a gradient, [weights]. */
  private update(gradient: Tensor, step: Tensor): void {
    const {core} = this.tf;
    const {optimizer} = this.setup.training;
    const {learningRate: _, ...constant} = optimizerHyperparameters(optimizer);
    const names = Object.keys(optimizerState(optimizer));
    const updated = optimizerUpdate(core, optimizer, {
      weights: this.flatten(this.weights),
      gradient,
      state: Object.fromEntries(names.map(name => [name, this.rest[slotName(name)]])),
      hyperparameters: {
        ...Object.fromEntries(Object.keys(constant).map(name => [name, this.inputs[hyperparameterName(name)]])),
        learningRate: core.gather(this.inputs[NAMES.learningRates], step),
      },
    });
    const sizes = this.weights.map(weight => weight.size);
    core.split(updated.weights, sizes).forEach((part, index) => {
      this.weights[index].assign(core.reshape(part, this.weights[index].shape));
    });
    for (const [name, slot] of Object.entries(updated.state)) this.rest[slotName(name)].assign(slot);
  }

  /** The forecasts of windows by their start rows, [windows, width]. */
  forecastsOf(starts: Tensor): Tensor {
    return this.forecast(this.windowsAt(starts), starts, false);
  }

  /** The mean loss of forecasts [windows, width]. */
  lossOf(forecasts: Tensor, starts: Tensor): Tensor {
    return lossOf(this.tf.core, this.setup.training.loss, forecasts, this.targetsAt(starts));
  }

  /** Windows by their start rows, [batch, time, features]. */
  private windowsAt(starts: Tensor): Tensor {
    return this.rowsAt(this.inputs[NAMES.series], starts, this.offsets);
  }

  /** The targets of windows by their start rows, [batch, width]. */
  private targetsAt(starts: Tensor): Tensor {
    const rows = this.rowsAt(this.inputs[NAMES.target], starts, this.targetOffsets);
    return this.tf.core.reshape(rows, [starts.size, this.contract.sizes.width]);
  }

  private rowsAt(table: Tensor, starts: Tensor, offsets: Tensor): Tensor {
    const {core} = this.tf;
    return core.gather(table, core.add(core.expandDims(starts, 1), offsets) as Tensor);
  }

  private forecast(windows: Tensor, starts: Tensor, training: boolean): Tensor {
    const {normalization} = this.setup;
    const {[NAMES.inputZeros]: inputs, [NAMES.targetZeros]: targets} = this.inputs;
    return normalizedForecast(this.tf.core, normalization, windows, {
      zeros: inputs && targets ? {inputs, targets} : undefined,
      pastOfTargets: () => this.rowsAt(this.inputs[NAMES.target], starts, this.offsets),
      network: seen => this.network(seen, training),
    });
  }

  private network(windows: Tensor, training: boolean): Tensor {
    const output = this.model.network.apply(windows, {training});
    if (!(output instanceof this.tf.core.Tensor)) throw new Error('the network gave no single tensor');
    return output;
  }

  private flatten(tensors: readonly Tensor[]): Tensor {
    const {core} = this.tf;
    return core.concat(tensors.map(tensor => core.reshape(tensor, [tensor.size])));
  }

  /** The mean loss over a batch of windows, and its gradient, [weights], without dropout; windows that count have a 1. */
  lossAndGradient(starts: Tensor, counts: Tensor): {readonly loss: Tensor; readonly gradient: Tensor} {
    const {core} = this.tf;
    const {value, grads} = core.variableGrads(() => this.countedLoss(starts, counts), [...this.weights]);
    return {loss: value, gradient: this.flatten(this.weights.map(weight => grads[weight.name]))};
  }

  /** What doesn't count has a forecast and a target of 0, which is no loss. */
  private countedLoss(starts: Tensor, counts: Tensor): Scalar {
    const {core} = this.tf;
    const own = core.reshape(counts, [starts.size, 1]);
    const [forecasts, targets] = [this.forecastsOf(starts), this.targetsAt(starts)].map(all => core.mul(all, own));
    return lossOf(core, this.setup.training.loss, forecasts, targets);
  }

  /** Looks at windows by their start rows. */
  look(starts: Int32Array): Look {
    const {core} = this.tf;
    const {diagnosis} = this.contract;
    if (!diagnosis) throw new Error('nothing is to be looked at');
    const whole = new WholeLook(this.contract, diagnosis);
    for (let from = 0; from < starts.length; from += diagnosis.batch) {
      const own = starts.subarray(from, from + diagnosis.batch);
      const filled = filledUp(own, diagnosis.batch);
      const made = core.tidy(() => this.diagnose(core.tensor1d(filled.starts, 'int32'), core.tensor1d(filled.counts)));
      const named = Object.entries(made) as [keyof Diagnosis, Tensor][];
      whole.add(Object.fromEntries(named.map(([name, tensor]) => [name, tensor.dataSync()])), own.length);
      core.dispose(made);
    }
    return whole.look();
  }

  /** Looks at a batch of windows by their start rows; those that count have a 1. */
  diagnose(starts: Tensor, counts: Tensor): Diagnosis {
    const {core} = this.tf;
    const {diagnosis} = this.contract;
    if (!diagnosis) throw new Error('nothing is to be looked at');
    return diagnose(core, diagnosis, {
      model: this.model,
      weights: this.weights,
      counts,
      loss: () => this.countedLoss(starts, counts),
    });
  }

  /** The vectors of the epoch that was trained; losses are weighted by the sizes of batches, as Keras reports them. */
  epochVectors(): EpochVectors {
    return epochVectorsOf(this.contract, ({from}) => this.vectorFrom(from));
  }

  private vectorFrom(from: EpochVector['from']): readonly number[] {
    switch (from.kind) {
      case 'sum':
        return Array.from(this.rest[from.state].dataSync(), sum => sum / from.over);
      case 'result':
        return this.validationResult(from.result);
    }
  }

  private validationResult(result: ValidationResult): readonly number[] {
    switch (result) {
      case NAMES.loss:
        return [this.splitLoss('validation')];
    }
  }

  /** The mean loss over a split's windows. */
  splitLoss(split: SplitName): number {
    const {core} = this.tf;
    const {starts} = this.setup.windows;
    let sum = 0;
    for (const chunk of chunks(starts[split])) {
      const loss = core.tidy(() => {
        const own = core.tensor1d(chunk, 'int32');
        return this.lossOf(this.forecastsOf(own), own);
      });
      sum += loss.dataSync()[0] * chunk.length;
      loss.dispose();
    }
    return sum / starts[split].length;
  }

  /** The forecast of every window of a split, [windows, steps x targets], standardized, in time order. */
  predict(split: SplitName): Float32Array {
    if (isRecursive(this.setup))
      return recursiveForecasts(this.setup, split, (series, starts) => this.predictOn(series, starts));
    return this.predictAll(this.setup.windows.starts[split], starts => this.forecastsOf(starts));
  }

  /** Forecasts windows of another series than that of the training, [rows, input columns]. */
  private predictOn(series: Float32Array, starts: Int32Array): Float32Array {
    const {core} = this.tf;
    const table = core.tensor(series, this.inputs[NAMES.series].shape);
    try {
      return this.predictAll(starts, own => this.forecast(this.rowsAt(table, own, this.offsets), own, false));
    } finally {
      table.dispose();
    }
  }

  private predictAll(starts: Int32Array, forecast: (starts: Tensor) => Tensor): Float32Array {
    const {core} = this.tf;
    const predictions = new Float32Array(starts.length * this.contract.sizes.width);
    let at = 0;
    for (const chunk of chunks(starts)) {
      const forecasts = core.tidy(() => forecast(core.tensor1d(chunk, 'int32')));
      predictions.set(forecasts.dataSync(), at);
      at += forecasts.size;
      forecasts.dispose();
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
    const {core} = this.tf;
    this.model.network.dispose();
    core.dispose(this.best);
    core.dispose([this.offsets, this.targetOffsets, ...Object.values(this.inputs), ...Object.values(this.rest)]);
  }
}

function byName<Of extends ContractInput | ContractState, Made>(
  declared: readonly Of[],
  make: (one: Of) => Made,
): Record<string, Made> {
  return Object.fromEntries(declared.map(one => [one.name, make(one)]));
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
