import type {Tensor} from '@tensorflow/tfjs-core';
import {SPLITS, type SplitName} from '../../data/split.js';
import {firstWeight} from '../../model/first-weight.js';
import type {TensorFlow} from '../../model/tensorflow.js';
import {afterEpoch, freshPatience, type Patience, restoredEpoch} from '../../training/early-stopping.js';
import {namedEpochInputs, stepsPerEpoch} from '../../training/epoch-inputs.js';
import {optimizerHyperparameters} from '../../training/optimizers/index.js';
import {divergedEnding, type Ending, type EpochLosses, finishedEnding, hasDiverged} from '../../training/result.js';
import type {TrainingSetup} from '../../training/training-session.js';
import type {Breathe} from '../eager.js';
import {sizeOf} from '../graph/kernel-graph.js';
import {type Executor, inputNode, outputNode} from './call.js';
import type {GraphSession} from './session.js';
import type {TrainingGraph} from './training-program.js';

/**
 * Trains trials of one program together; all have one data set and one shape. Where there are fewer trials than the program
 * has room for, the last one is trained more than once.
 */
export async function trainNatively(
  tf: TensorFlow,
  program: TrainingGraph,
  session: GraphSession,
  setups: readonly TrainingSetup[],
  executor: Executor,
  breathe: Breathe,
): Promise<Ending[]> {
  const started = performance.now();
  const training = new NativeTraining(tf, program, session, setups);
  try {
    await training.advance(breathe);
    const seconds = () => (performance.now() - started) / 1000 / setups.length;
    return setups.map((setup, trial) => training.ending(setup, trial, executor, seconds));
  } finally {
    training.dispose();
  }
}

/** Lets TensorFlow optimize and compile a program, which it does at the first call. */
export function prepareProgram(
  tf: TensorFlow,
  program: TrainingGraph,
  session: GraphSession,
  setup: TrainingSetup,
): void {
  const training = new NativeTraining(tf, program, session, [setup]);
  try {
    training.prepare();
  } finally {
    training.dispose();
  }
}

/** How far a trial has come. */
interface Progress {
  readonly history: EpochLosses[];
  patience: Patience;
  ended: 'finished' | 'diverged' | undefined;
}

type Tensors = Record<string, Tensor>;

class NativeTraining {
  /** One per place in the program. */
  private readonly setups: readonly TrainingSetup[];
  private readonly progress: readonly Progress[];
  /** What doesn't change. */
  private readonly fixed: Tensors;
  /** What every call gives anew. */
  private state: Tensors;
  private readonly forecasts = new Map<SplitName, Float32Array>();

  constructor(
    private readonly tf: TensorFlow,
    private readonly program: TrainingGraph,
    private readonly session: GraphSession,
    private readonly trained: readonly TrainingSetup[],
  ) {
    const last = trained[trained.length - 1];
    this.setups = Array.from({length: program.trials}, (_, place) => trained[place] ?? last);
    this.progress = trained.map(() => ({history: [], patience: freshPatience, ended: undefined}));
    this.fixed = this.layDown();
    this.state = this.firstState();
  }

  /** Calls that train nothing, and forecast for nobody. */
  prepare(): void {
    this.call(0, 0);
    this.predictAll('validation');
  }

  /** Trains until every trial has ended. */
  async advance(breathe: Breathe): Promise<void> {
    const {epochs} = this.trained[0].training;
    const steps = stepsPerEpoch(this.trained[0]);
    for (let before = 0; before < epochs && this.progress.some(({ended}) => !ended); ) {
      const count = Math.min(this.program.mostEpochs, epochs - before);
      const epochsDone = this.call(before, count);
      before += count;
      await breathe(epochsDone * steps);
    }
  }

  /** How a trial ended. */
  ending(setup: TrainingSetup, trial: number, executor: Executor, seconds: () => number): Ending {
    const {history, patience, ended} = this.progress[trial];
    if (ended === 'diverged') return divergedEnding(history, seconds());
    const measured = restoredEpoch(setup.training.earlyStopping, patience.bestEpoch) ?? history.length;
    return finishedEnding(setup, executor, history, measured, split => this.predicted(split, trial), seconds);
  }

  dispose(): void {
    this.tf.core.dispose([...Object.values(this.fixed), ...Object.values(this.state)]);
  }

  /** Trains some epochs; gives how many of all trials. */
  private call(before: number, count: number): number {
    const {core} = this.tf;
    const {trials, trainResults} = this.program;
    const changing = this.epochsLaidOut(before, count);
    const epochs = core.scalar(count, 'int32');
    const made = this.run('train', {...this.fixed, ...this.state, ...changing, epochs}, trainResults);
    core.dispose([epochs, ...Object.values(changing), ...Object.values(this.state)]);
    const {losses, validationLosses, epoch, ...state} = made;
    this.state = state;
    const [loss, validation] = [losses.dataSync(), validationLosses.dataSync()];
    core.dispose([losses, validationLosses, epoch]);
    let done = 0;
    for (let row = 0; row < count; row++)
      this.progress.forEach((progress, trial) => {
        if (progress.ended) return;
        this.note(progress, before + row + 1, loss[row * trials + trial], validation[row * trials + trial]);
        done++;
      });
    return done;
  }

  /** What the program has decided is decided once more from the losses that it gave, in the same numbers. */
  private note(progress: Progress, epoch: number, lossSum: number, validation: number): void {
    const {training, windows} = this.trained[0];
    const losses = {epoch, loss: lossSum / windows.starts.train.length, validation_loss: validation};
    progress.history.push(losses);
    if (hasDiverged(losses)) {
      progress.ended = 'diverged';
      return;
    }
    if (epoch === training.epochs) progress.ended = 'finished';
    if (!training.earlyStopping) return;
    const {now, stop} = afterEpoch(progress.patience, epoch, validation, training.earlyStopping);
    progress.patience = now;
    if (stop) progress.ended = 'finished';
  }

  private run(call: 'train' | 'forecast', tensors: Tensors, results: readonly string[]): Tensors {
    const inputs = Object.entries(tensors).map(([name, tensor]) => [inputNode(name), tensor] as const);
    const made = this.session.run(
      Object.fromEntries(inputs),
      results.map(name => outputNode(call, name)),
    );
    return Object.fromEntries(results.map(name => [name, made[outputNode(call, name)]]));
  }

  /** The data, hyperparameters and starts of windows. */
  private layDown(): Tensors {
    const {dataset, windows} = this.trained[0];
    const {validation} = windows.starts;
    const hyperparameters = this.setups.map(({training}) => optimizerHyperparameters(training.optimizer));
    const named: Record<string, ArrayLike<number>> = {
      series: dataset.inputs,
      target: dataset.target,
      validationStarts: validation,
    };
    for (const name of Object.keys(hyperparameters[0]))
      named[`optimizer.${name}`] = hyperparameters.map(values => values[name]);
    const tensors: Tensors = {forecastStarts: this.starts('forecastStarts', validation)};
    for (const [name, values] of Object.entries(named))
      if (this.program.takes.has(name)) tensors[name] = this.tensor(name, values);
    return tensors;
  }

  /** First weights, zeros for what optimizers remember, and what early stopping remembers. */
  private firstState(): Tensors {
    const {takes, state, weights, trials} = this.program;
    const first: Tensors = {};
    for (const name of state) first[name] = this.tensor(name, new Float32Array(this.roomFor(name)));
    weights.forEach(({node, weight}, index) => {
      const name = `weights.${index}`;
      if (!state.has(name)) return;
      const size = this.roomFor(name) / trials;
      const values = new Float32Array(size * trials);
      this.setups.forEach(({graph, seed}, place) => {
        values.set(firstWeight(graph, seed, node, weight), place * size);
      });
      first[name].dispose();
      first[name] = this.tensor(name, values);
    });
    // Places that only fill the program up end with the trial that they repeat.
    first.active = this.tensor('active', new Uint8Array(trials).fill(1));
    if (takes.has('best')) {
      first.best = this.tensor('best', new Float32Array(trials).fill(Number.POSITIVE_INFINITY));
      first.waited = this.tensor('waited', new Int32Array(trials));
    }
    for (const name of takes.keys())
      if (name.startsWith('kept.')) first[name] = this.tensor(name, new Float32Array(this.roomFor(name)));
    return first;
  }

  /** The inputs of some epochs, [epochs, trials, ...]; those of trials that have ended are left at 0. */
  private epochsLaidOut(before: number, count: number): Tensors {
    const {perEpoch, dropping, takes, trials} = this.program;
    const values = new Map(
      perEpoch.map(name => {
        const size = this.roomFor(name);
        return [name, takes.get(name)?.type === 'int32' ? new Int32Array(size) : new Float32Array(size)] as const;
      }),
    );
    for (let row = 0; row < count; row++)
      this.setups.forEach((setup, place) => {
        const progress = this.progress[Math.min(place, this.progress.length - 1)];
        if (progress.ended) return;
        const named = namedEpochInputs(setup, dropping, before + row + 1);
        for (const [name, all] of values) all.set(named[name], (row * trials + place) * named[name].length);
      });
    return Object.fromEntries([...values].map(([name, all]) => [name, this.tensor(name, all)]));
  }

  /** The forecast of every window of a split by a trial, standardized, in time order. */
  private predicted(split: SplitName, trial: number): Float32Array {
    if (this.forecasts.size === 0) for (const one of SPLITS) this.forecasts.set(one, this.predictAll(one));
    const all = this.forecasts.get(split) ?? new Float32Array();
    const rows = this.trained[0].windows.starts[split].length;
    return all.slice(trial * rows, (trial + 1) * rows);
  }

  /** Those of all trials, [trials, windows]. */
  private predictAll(split: SplitName): Float32Array {
    const {core} = this.tf;
    const {takes, forecasted, trials} = this.program;
    const starts = this.trained[0].windows.starts[split];
    const kept = takes.has('best');
    const weights = Object.fromEntries(
      this.program.weights.map((_, index) => {
        const name = `weights.${index}`;
        return [name, this.state[kept ? `kept.${name}` : name]];
      }),
    );
    const {series} = this.fixed;
    const predictions = new Float32Array(trials * starts.length);
    for (let from = 0; from < starts.length; from += forecasted) {
      const count = Math.min(forecasted, starts.length - from);
      const own = this.starts('starts', starts.subarray(from, from + count));
      const {forecasts} = this.run('forecast', {series, ...weights, starts: own}, ['forecasts']);
      const values = forecasts.dataSync();
      for (let trial = 0; trial < trials; trial++)
        predictions.set(values.subarray(trial * forecasted, trial * forecasted + count), trial * starts.length + from);
      core.dispose([own, forecasts]);
    }
    return predictions;
  }

  /** Starts of windows, filled up with the first one. */
  private starts(name: string, starts: Int32Array): Tensor {
    const padded = new Int32Array(this.roomFor(name)).fill(starts[0]);
    padded.set(starts);
    return this.tensor(name, padded);
  }

  private roomFor(name: string): number {
    return sizeOf(this.program.takes.get(name)?.shape ?? []);
  }

  /** A tensor of the shape that the program takes. */
  private tensor(name: string, values: ArrayLike<number>): Tensor {
    const made = this.program.takes.get(name);
    if (!made) throw new Error(`the program takes no ${name}`);
    const {shape, type} = made;
    if (type === 'float64') throw new Error('TensorFlow.js has no double precision');
    return this.tf.core.tensor(values as Float32Array, [...shape], type);
  }
}
