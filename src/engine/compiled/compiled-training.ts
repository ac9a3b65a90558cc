import type {SplitName} from '../../data/split.js';
import {firstWeight} from '../../model/first-weight.js';
import {restoredEpoch} from '../../training/early-stopping.js';
import {namedEpochInputs, stepsPerEpoch} from '../../training/epoch-inputs.js';
import {optimizerHyperparameters} from '../../training/optimizers/index.js';
import {divergedEnding, type Ending, type EpochLosses, finishedEnding} from '../../training/result.js';
import type {TrainingSetup} from '../../training/training-session.js';
import type {Breathe} from '../eager.js';
import {type ControlDouble, type ControlInteger, STATUS, wholeBatches} from './control-places.js';
import {evaluationBatch} from './evaluation-batch.js';
import type {Session} from './session.js';
import type {TrainingProgram} from './training-program.js';

/** How long the program runs before it lets others have their turn. */
const BREATH_MILLISECONDS = 100;
/** Inputs of several epochs are laid out at once, up to this many bytes. */
const STAGED_BYTES = 2 ** 18;
const MOST_STAGED_EPOCHS = 8;

/** Trains one trial by a program whose constants lie in memory. */
export async function trainCompiled(
  compiled: TrainingProgram,
  session: Session,
  setup: TrainingSetup,
  breathe: Breathe,
): Promise<Ending> {
  const started = performance.now();
  const training = new CompiledTraining(compiled, session, setup);
  training.layDown();
  const finished = await training.advance(breathe);
  const seconds = () => (performance.now() - started) / 1000;
  const history = training.history();
  if (!finished) return divergedEnding(history, seconds());
  const measuredEpoch = training.restore() ?? history.length;
  return finishedEnding(setup, 'compiled', history, measuredEpoch, split => training.predict(split), seconds);
}

/** A training as numbers in a program's memory. */
class CompiledTraining {
  private readonly steps: number;
  /** First address after what the program needs. */
  private readonly room: number;

  constructor(
    private readonly compiled: TrainingProgram,
    private readonly session: Session,
    private readonly setup: TrainingSetup,
  ) {
    this.steps = stepsPerEpoch(setup);
    this.room = compiled.program.memory;
  }

  /** Data, hyperparameters, first weights, and where the loop starts. */
  layDown(): void {
    const {dataset, windows, training, graph, seed} = this.setup;
    const {program, places, weights} = this.compiled;
    this.session.ensure(this.room + this.historyBytes);
    this.input('series', dataset.inputs);
    this.input('target', dataset.target);
    for (const [name, value] of Object.entries(optimizerHyperparameters(training.optimizer)))
      this.input(`optimizer.${name}`, [value]);
    for (const [name, place] of program.state) if (!name.startsWith('weights.')) this.session.floats(place).fill(0);
    weights.forEach(({node, weight}, index) => {
      const place = program.state.get(`weights.${index}`);
      if (place) this.session.floats(place).set(firstWeight(graph, seed, node, weight));
    });
    const validation = windows.starts.validation;
    const padded = this.session.integers(places.validationStarts);
    padded.fill(validation[0]);
    padded.set(validation);
    const exact = program.inputs.get('validationStarts');
    if (exact) this.session.integers(exact).set(validation);
    const {earlyStopping, epochs} = training;
    const integers: Record<ControlInteger, number> = {
      epochs,
      epoch: 0,
      step: 0,
      stagedEpochs: 0,
      staged: this.room + this.historyBytes,
      patience: earlyStopping?.patience ?? -1,
      waited: 0,
      bestEpoch: 0,
      losses: this.room,
      validationLosses: this.room + 8 * epochs,
    };
    for (const [name, value] of Object.entries(integers))
      this.session.integers(places.integers[name as ControlInteger])[0] = value;
    const doubles: Record<ControlDouble, number> = {
      minDelta: earlyStopping?.minDelta ?? 0,
      best: Number.POSITIVE_INFINITY,
    };
    for (const [name, value] of Object.entries(doubles))
      this.session.doubles(places.doubles[name as ControlDouble])[0] = value;
  }

  /** Trains until the end; false where a loss became infinite or no number. */
  async advance(breathe: Breathe): Promise<boolean> {
    let laidOut = 0;
    let told = 0;
    let budget = this.steps;
    let breath = performance.now();
    for (;;) {
      const began = performance.now();
      const before = this.stepsDone();
      const status = this.session.run('advance', budget);
      const now = performance.now();
      const done = this.stepsDone() - before;
      // As many steps as fit between two breaths, but not ten times more than before: the first ones are slow.
      const fitting = Math.ceil((done * BREATH_MILLISECONDS) / Math.max(now - began, 0.001));
      if (done > 0) budget = Math.max(1, Math.min(10 * budget, fitting));
      if (status === STATUS.wantsEpochs) laidOut += this.layOutEpochs(laidOut);
      if (status === STATUS.wantsEpochs && now - breath < BREATH_MILLISECONDS) continue;
      await breathe(this.stepsDone() - told);
      told = this.stepsDone();
      breath = now;
      if (status === STATUS.finished || status === STATUS.diverged) return status === STATUS.finished;
    }
  }

  history(): EpochLosses[] {
    const epochs = this.integer('epoch');
    const losses = this.session.doubles({address: this.room, bytes: 8 * epochs});
    const validation = this.session.doubles({address: this.room + 8 * this.setup.training.epochs, bytes: 8 * epochs});
    return Array.from({length: epochs}, (_, at) => ({
      epoch: at + 1,
      loss: losses[at],
      validation_loss: validation[at],
    }));
  }

  /** Goes back to the best weights, and gives their epoch; undefined where the last ones are wanted. */
  restore(): number | undefined {
    const best = restoredEpoch(this.setup.training.earlyStopping, this.integer('bestEpoch'));
    if (best !== undefined) this.session.run('restore');
    return best;
  }

  /** The forecast of every window of a split, standardized, in time order. */
  predict(split: SplitName): Float32Array {
    const starts = this.setup.windows.starts[split];
    const batch = evaluationBatch(this.setup.training);
    const rows = wholeBatches(starts.length, batch);
    const from = {address: this.room + this.historyBytes, bytes: 4 * rows};
    const to = {address: from.address + from.bytes, bytes: 4 * rows};
    this.session.ensure(to.address + to.bytes);
    const padded = this.session.integers(from);
    padded.fill(starts[0]);
    padded.set(starts);
    this.session.run('predict', from.address, to.address, rows / batch);
    return this.session.floats(to).slice(0, starts.length);
  }

  /** Lays out the inputs of the next epochs; gives how many. */
  private layOutEpochs(before: number): number {
    const {places} = this.compiled;
    const size = this.stagedBytes;
    const count = Math.min(
      this.setup.training.epochs - before,
      MOST_STAGED_EPOCHS,
      Math.max(1, Math.floor(STAGED_BYTES / size)),
    );
    const start = this.room + this.historyBytes;
    this.session.ensure(start + count * size);
    let address = start;
    for (let epoch = before + 1; epoch <= before + count; epoch++)
      for (const numbers of this.inputsOf(epoch)) {
        const place = {address, bytes: numbers.byteLength};
        if (numbers instanceof Int32Array) this.session.integers(place).set(numbers);
        else this.session.floats(place).set(numbers);
        address += numbers.byteLength;
      }
    this.session.integers(places.integers.staged)[0] = start;
    this.session.integers(places.integers.stagedEpochs)[0] = count;
    return count;
  }

  /** An epoch's inputs in the order of the program. */
  private inputsOf(epoch: number): (Int32Array | Float32Array)[] {
    const named = namedEpochInputs(this.setup, this.compiled.dropping, epoch);
    return this.compiled.perEpoch.map(name => named[name]);
  }

  /** Of one epoch. */
  private get stagedBytes(): number {
    const {perEpoch, program} = this.compiled;
    return perEpoch.reduce((sum, name) => sum + (program.inputs.get(name)?.bytes ?? 0), 0);
  }

  private get historyBytes(): number {
    return 16 * this.setup.training.epochs;
  }

  private stepsDone(): number {
    return this.integer('epoch') * this.steps + this.integer('step');
  }

  private integer(name: ControlInteger): number {
    return this.session.integers(this.compiled.places.integers[name])[0];
  }

  /** Writes an input, where the program has it. */
  private input(name: string, values: ArrayLike<number>): void {
    const place = this.compiled.program.inputs.get(name);
    if (place) this.session.floats(place).set(values);
  }
}
