import type {Tensor} from '@tensorflow/tfjs-core';
import {bySplit, type SplitName} from '../../data/4-split/split.js';
import {sizeOf} from '../../model/shape.js';
import type {TensorFlow} from '../../model/tensorflow.js';
import {type EpochVector, inputsWith, NAMES, WATCHED, weightsOf} from '../../training/contract.js';
import {epochValues, firstWeights, sharedValues, trialValues, valuesOf} from '../../training/contract-values.js';
import {type Look, WholeLook} from '../../training/diagnosis/diagnosis-numbers.js';
import {
  diagnosedEvery,
  diagnosedStarts,
  filledUp,
  lastDiagnosedStarts,
} from '../../training/diagnosis/diagnosis-plan.js';
import {afterEpoch, freshPatience, type Patience, restoredEpoch} from '../../training/early-stopping.js';
import {type EpochVectors, epochVectorsOf, hasDiverged, type TrainingOutput} from '../../training/output.js';
import {isRecursive, recursiveForecasts} from '../../training/recursive-forecasts.js';
import {stepsPerEpoch, type TrainingSetup} from '../../training/setup.js';
import type {Breathe} from '../breathe.js';
import {inputNode, outputNode} from './calling-graph.js';
import type {GraphSession} from './graph-session.js';
import {CONTROL, historyName, keptName} from './training-functions.js';
import type {TrainingGraph} from './training-graph.js';

/**
 * Trains trials of one program together; all have one data set and one shape. Where there are fewer trials than the program
 * has room for, the last one is trained more than once.
 */
export async function trainByGraph(
  tf: TensorFlow,
  program: TrainingGraph,
  session: GraphSession,
  setups: readonly TrainingSetup[],
  breathe: Breathe,
): Promise<TrainingOutput[]> {
  const training = new NativeTraining(tf, program, session, setups);
  try {
    await training.advance(breathe);
    return training.outputs();
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
  readonly history: EpochVectors[];
  readonly looks: Look[];
  patience: Patience<number, number>;
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

  constructor(
    private readonly tf: TensorFlow,
    private readonly program: TrainingGraph,
    private readonly session: GraphSession,
    private readonly trained: readonly TrainingSetup[],
  ) {
    const last = trained[trained.length - 1];
    this.setups = Array.from({length: program.trials}, (_, place) => trained[place] ?? last);
    this.progress = trained.map(() => ({history: [], looks: [], patience: freshPatience, ended: undefined}));
    this.fixed = this.layDown();
    this.state = this.firstState();
  }

  /** Calls that train nothing, and forecast for nobody. */
  prepare(): void {
    this.call(0, 0);
    this.forecast(this.fixed[NAMES.series], this.trained[0].windows.starts.validation);
  }

  /** Trains until every trial has ended. */
  async advance(breathe: Breathe): Promise<void> {
    const {epochs} = this.trained[0].training;
    const steps = stepsPerEpoch(this.trained[0]);
    const every = diagnosedEvery(this.trained[0]);
    for (let before = 0; before < epochs && this.progress.some(({ended}) => !ended); ) {
      if (this.program.diagnosis && before % every === 0) this.noteLooks();
      const untilLook = this.program.diagnosis ? every - (before % every) : epochs;
      const count = Math.min(this.program.mostEpochs, epochs - before, untilLook);
      const epochsDone = this.call(before, count);
      before += count;
      await breathe(epochsDone * steps);
    }
  }

  /** What came of each trial. */
  outputs(): TrainingOutput[] {
    const {contract} = this.program;
    const forecasts = bySplit(split => this.predict(split));
    const weights = weightsOf(contract).map(({name}) => this.weightOf(name).dataSync<'float32'>());
    const [now, end] = this.program.diagnosis
      ? [diagnosedStarts, lastDiagnosedStarts].map(starts =>
          this.look(starts(this.trained[0]), name => this.weightOf(name)),
        )
      : [];
    return this.progress.map(({history, looks, patience, ended}, trial): TrainingOutput => {
      if (ended === 'diverged') return {status: 'diverged', history};
      const {earlyStopping} = this.trained[trial].training;
      return {
        status: 'finished',
        history,
        looks: now && end && {curve: [...looks, now[trial]], end: end[trial]},
        measuredEpoch: restoredEpoch(earlyStopping, patience.bestEpoch) ?? history.length,
        forecasts: bySplit(split => forecasts[split][trial]),
        weights: weights.map(all => this.ofTrial(all, trial)),
      };
    });
  }

  dispose(): void {
    this.tf.core.dispose([...Object.values(this.fixed), ...Object.values(this.state)]);
  }

  /** Trains some epochs; gives how many of all trials. */
  private call(before: number, count: number): number {
    const {core} = this.tf;
    const {contract, trainResults} = this.program;
    const changing = this.epochsLaidOut(before, count);
    const epochs = core.scalar(count, 'int32');
    const made = this.run('train', {...this.fixed, ...this.state, ...changing, [CONTROL.epochs]: epochs}, trainResults);
    core.dispose([epochs, ...Object.values(changing), ...Object.values(this.state)]);
    const told = new Set<string>([CONTROL.epoch, ...contract.epochVectors.map(historyName)]);
    const histories = new Map(
      contract.epochVectors.map(vector => [vector, made[historyName(vector)].dataSync()] as const),
    );
    core.dispose([...told].map(name => made[name]));
    this.state = Object.fromEntries(Object.entries(made).filter(([name]) => !told.has(name)));
    let done = 0;
    for (let row = 0; row < count; row++)
      this.progress.forEach((progress, trial) => {
        if (progress.ended) return;
        this.note(progress, before + row + 1, this.vectorsOf(histories, row, trial));
        done++;
      });
    return done;
  }

  /** The vectors of a trial's epoch; sums are divided here, in double precision. */
  private vectorsOf(histories: ReadonlyMap<EpochVector, ArrayLike<number>>, row: number, trial: number): EpochVectors {
    return epochVectorsOf(this.program.contract, vector => {
      const {length, from} = vector;
      const begin = (row * this.program.trials + trial) * length;
      const own = Array.from({length}, (_, at) => histories.get(vector)?.[begin + at] ?? Number.NaN);
      return from.kind === 'sum' ? own.map(sum => sum / from.over) : own;
    });
  }

  /** What the program has decided is decided once more from the numbers that it gave, by the same rule. */
  private note(progress: Progress, epoch: number, vectors: EpochVectors): void {
    const {training} = this.trained[0];
    progress.history.push(vectors);
    if (hasDiverged(vectors, this.program.contract)) {
      progress.ended = 'diverged';
      return;
    }
    if (epoch === training.epochs) progress.ended = 'finished';
    if (!training.earlyStopping) return;
    const after = afterEpoch(progress.patience, epoch, vectors[WATCHED][0], training.earlyStopping);
    progress.patience = after;
    if (!after.goesOn) progress.ended = 'finished';
  }

  private run(call: 'train' | 'forecast' | 'diagnosis', tensors: Tensors, results: readonly string[]): Tensors {
    const inputs = Object.entries(tensors).map(([name, tensor]) => [inputNode(name), tensor] as const);
    const made = this.session.run(
      Object.fromEntries(inputs),
      results.map(name => outputNode(call, name)),
    );
    return Object.fromEntries(results.map(name => [name, made[outputNode(call, name)]]));
  }

  /** What all trials share, what each has from its beginning to its end, and starts of windows. */
  private layDown(): Tensors {
    const {contract, takes} = this.program;
    const {validation} = this.trained[0].windows.starts;
    const shared = sharedValues(this.trained[0]);
    const own = this.setups.map(trialValues);
    const tensors: Tensors = {[CONTROL.forecastStarts]: this.starts(CONTROL.forecastStarts, validation)};
    for (const input of contract.inputs) {
      if (!takes.has(input.name) || input.scope === 'epoch') continue;
      tensors[input.name] = this.tensor(
        input.name,
        input.scope === 'shared' ? valuesOf(shared, input) : own.flatMap(values => [...valuesOf(values, input)]),
      );
    }
    return tensors;
  }

  /** First weights, zeros for what optimizers remember, and what early stopping remembers. */
  private firstState(): Tensors {
    const {takes, state, contract, trials} = this.program;
    const first: Tensors = {};
    const own = this.setups.map(setup => firstWeights(setup, contract));
    weightsOf(contract).forEach(({name}, index) => {
      if (!state.has(name)) return;
      const values = new Float32Array(this.roomFor(name));
      own.forEach((weights, place) => {
        values.set(weights[index], (place * values.length) / trials);
      });
      first[name] = this.tensor(name, values);
      if (takes.has(keptName(name))) first[keptName(name)] = this.zeros(keptName(name));
    });
    for (const {name, kind} of contract.state)
      if (kind === 'optimizer' && state.has(name)) first[name] = this.zeros(name);
    // Places that only fill the program up end with the trial that they repeat.
    first[CONTROL.active] = this.tensor(CONTROL.active, new Uint8Array(trials).fill(1));
    if (takes.has(CONTROL.best)) {
      first[CONTROL.best] = this.tensor(CONTROL.best, new Float32Array(trials).fill(Number.POSITIVE_INFINITY));
      first[CONTROL.waited] = this.tensor(CONTROL.waited, new Int32Array(trials));
    }
    return first;
  }

  private zeros(name: string): Tensor {
    return this.tensor(name, new Float32Array(this.roomFor(name)));
  }

  /** The inputs of some epochs, [epochs, trials, ...]; those of trials that have ended are left at 0. */
  private epochsLaidOut(before: number, count: number): Tensors {
    const {contract, takes, trials} = this.program;
    const inputs = inputsWith(contract, 'epoch').filter(({name}) => takes.has(name));
    const laidOut = inputs.map(input => {
      const size = this.roomFor(input.name);
      return {input, all: input.dtype === 'int32' ? new Int32Array(size) : new Float32Array(size)};
    });
    for (let row = 0; row < count; row++)
      this.setups.forEach((setup, place) => {
        const progress = this.progress[Math.min(place, this.progress.length - 1)];
        if (progress.ended) return;
        const values = epochValues(setup, contract, before + row + 1);
        for (const {input, all} of laidOut) {
          const own = valuesOf(values, input);
          all.set(own, (row * trials + place) * own.length);
        }
      });
    return Object.fromEntries(laidOut.map(({input, all}) => [input.name, this.tensor(input.name, all)]));
  }

  /** The weights that count: those of the best epoch, where they are kept. */
  private weightOf(name: string): Tensor {
    return this.state[keptName(name)] ?? this.state[name];
  }

  /** The forecasts of every window of a split by each trial, [windows, steps x targets], standardized, in time order. */
  private predict(split: SplitName): Float32Array[] {
    if (!isRecursive(this.trained[0])) {
      const all = this.forecast(this.fixed[NAMES.series], this.trained[0].windows.starts[split]);
      return this.trained.map((_, trial) => this.ofTrial(all, trial));
    }
    // What is fed back differs from trial to trial, but a program's trials share one series.
    return this.trained.map((setup, trial) =>
      recursiveForecasts(setup, split, (made, starts) => {
        const series = this.tensor(NAMES.series, made);
        const all = this.forecast(series, starts);
        series.dispose();
        return this.ofTrial(all, trial);
      }),
    );
  }

  /** A trial's own part of [trials, ...]. */
  private ofTrial(all: Float32Array, trial: number): Float32Array {
    const size = all.length / this.program.trials;
    return all.slice(trial * size, (trial + 1) * size);
  }

  /** Notes what is seen of trials that still train. */
  private noteLooks(): void {
    const looks = this.look(diagnosedStarts(this.trained[0]), name => this.state[name]);
    this.progress.forEach((progress, trial) => {
      if (!progress.ended) progress.looks.push(looks[trial]);
    });
  }

  /** Looks at some windows, with weights by their names; what is seen of each trial. */
  private look(windows: Int32Array, weightOf: (name: string) => Tensor): Look[] {
    const {core} = this.tf;
    const {contract, diagnosis: call} = this.program;
    const {diagnosis} = contract;
    if (!diagnosis || !call) throw new Error('nothing is to be looked at');
    const names = new Set(call.takes);
    const weights = weightsOf(contract).flatMap(({name}) => (names.has(name) ? [[name, weightOf(name)] as const] : []));
    const fixed = Object.entries(this.fixed).filter(([name]) => names.has(name));
    const given = Object.fromEntries([...fixed, ...weights]);
    const whole = this.trained.map(() => new WholeLook(contract, diagnosis));
    for (let from = 0; from < windows.length; from += diagnosis.batch) {
      const own = windows.subarray(from, from + diagnosis.batch);
      const filled = filledUp(own, diagnosis.batch);
      const starts = this.tensor(NAMES.diagnosedStarts, filled.starts);
      const counts = this.tensor(NAMES.diagnosedCounts, filled.counts);
      const batch = {[NAMES.diagnosedStarts]: starts, [NAMES.diagnosedCounts]: counts};
      const made = this.run('diagnosis', {...given, ...batch}, call.results);
      const numbers = Object.entries(made).map(([name, tensor]) => [name, tensor.dataSync<'float32'>()] as const);
      core.dispose([starts, counts, ...Object.values(made)]);
      whole.forEach((look, trial) => {
        look.add(Object.fromEntries(numbers.map(([name, all]) => [name, this.ofTrial(all, trial)])), own.length);
      });
    }
    return whole.map(look => look.look());
  }

  /** The forecasts of some windows of a series by all trials, [trials, windows, width]. */
  private forecast(series: Tensor, starts: Int32Array): Float32Array {
    const {core} = this.tf;
    const {contract, forecasted, trials} = this.program;
    const {width} = contract.sizes;
    const weights = Object.fromEntries(weightsOf(contract).map(({name}) => [name, this.weightOf(name)]));
    const shared = Object.fromEntries(
      inputsWith(contract, 'shared').flatMap(({name}) => (this.fixed[name] ? [[name, this.fixed[name]]] : [])),
    );
    const predictions = new Float32Array(trials * starts.length * width);
    for (let from = 0; from < starts.length; from += forecasted) {
      const count = Math.min(forecasted, starts.length - from);
      const own = this.starts(NAMES.starts, starts.subarray(from, from + count));
      const {forecasts} = this.run('forecast', {...shared, [NAMES.series]: series, ...weights, [NAMES.starts]: own}, [
        NAMES.forecasts,
      ]);
      const values = forecasts.dataSync();
      for (let trial = 0; trial < trials; trial++) {
        const begin = trial * forecasted * width;
        predictions.set(values.subarray(begin, begin + count * width), (trial * starts.length + from) * width);
      }
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
