import {bySplit, type SplitName} from '../../../data/4-split/split.js';
import {type ContractInput, inputsWith, NAMES, weightsOf} from '../../../training/contract.js';
import {epochValues, firstWeights, sharedValues, trialValues, valuesOf} from '../../../training/contract-values.js';
import {type Look, type Looks, lookAtBatch, WholeLook} from '../../../training/diagnosis/diagnosis-numbers.js';
import {
  type DiagnosisPlan,
  diagnosedEvery,
  diagnosedStarts,
  diagnosisVectors,
  lastDiagnosedStarts,
} from '../../../training/diagnosis/diagnosis-plan.js';
import {looksBefore} from '../../../training/diagnosis/layer-diagnostics.js';
import {restoredEpoch} from '../../../training/early-stopping.js';
import {type EpochVectors, epochVectorsOf, type TrainingOutput} from '../../../training/output.js';
import {isRecursive, recursiveForecasts} from '../../../training/recursive-forecasts.js';
import type {TrainingSetup} from '../../../training/setup.js';
import {BREATH_MILLISECONDS, type Breathe} from '../../breathe.js';
import type {Region} from '../memory/layout.js';
import type {TrainingProgram} from './compile-program.js';
import {type ControlDouble, type ControlInteger, historyLayout, STATUS, wholeBatches} from './control-regions.js';
import {evaluationBatch} from './evaluation-batch.js';
import type {ProgramInstance} from './program-instance.js';

/** Inputs of several epochs are laid out at once, up to this many bytes. */
const STAGED_BYTES = 2 ** 18;
const MOST_STAGED_EPOCHS = 8;

/** Trains one trial by a program whose constants lie in memory. */
export async function trainByProgram(
  compiled: TrainingProgram,
  instance: ProgramInstance,
  setup: TrainingSetup,
  breathe: Breathe,
): Promise<TrainingOutput> {
  const training = new ProgramTraining(compiled, instance, setup);
  training.layDown();
  const finished = await training.advance(breathe);
  const history = training.history();
  if (!finished) return {status: 'diverged', history};
  const measuredEpoch = training.restore() ?? history.length;
  const looks = training.looks();
  return {
    status: 'finished',
    history,
    looks,
    measuredEpoch,
    forecasts: bySplit(split => training.predict(split)),
    weights: training.weights(),
  };
}

/** A training as numbers in a program's memory: those of the program first, then the history, then what is laid out for a while. */
class ProgramTraining {
  private readonly historyLength: number;
  private readonly historyAddress: number;
  private readonly stagedAddress: number;

  constructor(
    private readonly compiled: TrainingProgram,
    private readonly instance: ProgramInstance,
    private readonly setup: TrainingSetup,
  ) {
    this.historyLength = historyLayout(compiled.contract).length;
    this.historyAddress = compiled.program.memory;
    this.stagedAddress = this.historyAddress + 8 * this.historyLength * setup.training.epochs;
  }

  /** Data, hyperparameters, first weights, and where the loop starts. */
  layDown(): void {
    const {contract, program, regions} = this.compiled;
    this.instance.ensure(this.stagedAddress);
    const fixed = new Map([...sharedValues(this.setup), ...trialValues(this.setup)]);
    for (const input of contract.inputs) {
      const region = program.inputs.get(input.name);
      if (region && input.scope !== 'epoch') this.write(region, valuesOf(fixed, input));
    }
    for (const {name, kind} of contract.state) {
      const region = program.state.get(name);
      if (region && kind === 'optimizer') this.instance.floats(region).fill(0);
    }
    const first = firstWeights(this.setup, contract);
    weightsOf(contract).forEach(({name}, index) => {
      const region = program.state.get(name);
      if (region) this.write(region, first[index]);
    });
    const {validation} = this.setup.windows.starts;
    const padded = this.instance.integers(regions.validationStarts);
    padded.fill(validation[0]);
    padded.set(validation);
    this.layDownControl();
  }

  private layDownControl(): void {
    const {earlyStopping, epochs} = this.setup.training;
    const {regions} = this.compiled;
    const integers: Record<ControlInteger, number> = {
      epochs,
      epoch: 0,
      step: 0,
      stagedEpochs: 0,
      staged: this.stagedAddress,
      patience: earlyStopping?.patience ?? 0,
      waited: 0,
      bestEpoch: 0,
      nextLook: 0,
      lookEvery: diagnosedEvery(this.setup),
      history: this.historyAddress,
    };
    for (const [name, value] of Object.entries(integers))
      this.instance.integers(regions.integers[name as ControlInteger])[0] = value;
    const doubles: Record<ControlDouble, number> = {
      minDelta: earlyStopping?.minDelta ?? 0,
      best: Number.POSITIVE_INFINITY,
    };
    for (const [name, value] of Object.entries(doubles))
      this.instance.doubles(regions.doubles[name as ControlDouble])[0] = value;
  }

  /** Trains until the end; false where a number that must be finite isn't. */
  async advance(breathe: Breathe): Promise<boolean> {
    let laidOut = 0;
    let told = 0;
    let budget = this.compiled.contract.sizes.steps;
    let breath = performance.now();
    for (;;) {
      const began = performance.now();
      const before = this.stepsDone();
      const status = this.instance.run('advance', budget);
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

  history(): EpochVectors[] {
    const {offsets} = historyLayout(this.compiled.contract);
    const epochs = this.integer('epoch');
    const numbers = this.instance.doubles({address: this.historyAddress, bytes: 8 * this.historyLength * epochs});
    return Array.from({length: epochs}, (_, epoch) =>
      epochVectorsOf(this.compiled.contract, ({name, length}) => {
        const from = epoch * this.historyLength + (offsets.get(name) ?? 0);
        return [...numbers.subarray(from, from + length)];
      }),
    );
  }

  /** What was seen before some epochs, and what is seen now. */
  looks(): Looks | undefined {
    const {contract} = this.compiled;
    const {diagnosis} = contract;
    if (!diagnosis) return undefined;
    const {offsets} = historyLayout(contract);
    const epochs = this.integer('epoch');
    const numbers = this.instance.doubles({address: this.historyAddress, bytes: 8 * this.historyLength * epochs});
    const windows = diagnosedStarts(this.setup);
    const vectors = diagnosisVectors(diagnosis).map(({name, length}) => ({name, length, from: offsets.get(name) ?? 0}));
    const rows = diagnosedEvery(this.setup) * this.historyLength;
    const before = Array.from({length: looksBefore(this.setup, epochs)}, (_, look) => {
      const seen: Record<string, number[]> = {};
      for (const {name, length, from} of vectors) {
        seen[name] = [];
        for (let at = 0; at < length; at++) seen[name].push(numbers[look * rows + from + at]);
      }
      return lookAtBatch(diagnosis, seen, windows.length);
    });
    return {
      curve: [...before, this.look(diagnosis, windows)],
      end: this.look(diagnosis, lastDiagnosedStarts(this.setup)),
    };
  }

  /** Looks at some windows with the weights as they are. */
  private look(diagnosis: DiagnosisPlan, windows: Int32Array): Look {
    const {contract, program} = this.compiled;
    const whole = new WholeLook(contract, diagnosis);
    const [starts, counts] = [NAMES.diagnosedStarts, NAMES.diagnosedCounts].map(name => program.inputs.get(name));
    if (!starts || !counts) throw new Error('the program looks at no windows');
    // Nothing moves in memory meanwhile: the same views show the numbers of each batch.
    const results = [...(program.results.get('diagnosis') ?? [])];
    const seen = Object.fromEntries(results.map(([name, region]) => [name, this.instance.floats(region)]));
    const [shown, counted] = [this.instance.integers(starts), this.instance.floats(counts)];
    counted.fill(1);
    for (let from = 0; from < windows.length; from += diagnosis.batch) {
      const own = windows.subarray(from, from + diagnosis.batch);
      shown.set(own);
      // What is left of the batch before doesn't count.
      counted.fill(0, own.length);
      this.instance.run('diagnosis');
      whole.add(seen, own.length);
    }
    return whole.look();
  }

  /** Goes back to the best weights, and gives their epoch; undefined where the last ones are wanted. */
  restore(): number | undefined {
    const best = restoredEpoch(this.setup.training.earlyStopping, this.integer('bestEpoch'));
    if (best !== undefined) this.instance.run('restore');
    return best;
  }

  weights(): Float32Array[] {
    const {contract, program} = this.compiled;
    return weightsOf(contract).map(({name}) => {
      const region = program.state.get(name);
      return region ? this.instance.floats(region).slice() : new Float32Array();
    });
  }

  /** The forecast of every window of a split, [windows, steps x targets], standardized, in time order. */
  predict(split: SplitName): Float32Array {
    if (!isRecursive(this.setup)) return this.forecast(this.setup.windows.starts[split]);
    const series = this.compiled.program.inputs.get(NAMES.series);
    if (!series) throw new Error('the program takes no series');
    // The next trial's own series is laid down before it begins.
    return recursiveForecasts(this.setup, split, (made, starts) => {
      this.write(series, made);
      return this.forecast(starts);
    });
  }

  /** The forecasts of some windows, [windows, width]. */
  private forecast(starts: Int32Array): Float32Array {
    const {width} = this.compiled.contract.sizes;
    const batch = evaluationBatch(this.setup.training);
    const rows = wholeBatches(starts.length, batch);
    const from = {address: this.stagedAddress, bytes: 4 * rows};
    const to = {address: from.address + from.bytes, bytes: 4 * rows * width};
    this.instance.ensure(to.address + to.bytes);
    const padded = this.instance.integers(from);
    padded.fill(starts[0]);
    padded.set(starts);
    this.instance.run('predict', from.address, to.address, rows / batch);
    return this.instance.floats(to).slice(0, starts.length * width);
  }

  /** Lays out the inputs of the next epochs; gives how many. */
  private layOutEpochs(before: number): number {
    const {contract, regions} = this.compiled;
    const inputs = inputsWith(contract, 'epoch').filter(({name}) => this.compiled.program.inputs.has(name));
    const size = inputs.reduce((sum, input) => sum + this.bytesOf(input), 0);
    const most = Math.min(MOST_STAGED_EPOCHS, Math.max(1, Math.floor(STAGED_BYTES / size)));
    const count = Math.min(this.setup.training.epochs - before, most);
    this.instance.ensure(this.stagedAddress + count * size);
    let address = this.stagedAddress;
    for (let epoch = before + 1; epoch <= before + count; epoch++) {
      const values = epochValues(this.setup, contract, epoch);
      for (const input of inputs) {
        const bytes = this.bytesOf(input);
        this.write({address, bytes}, valuesOf(values, input));
        address += bytes;
      }
    }
    this.instance.integers(regions.integers.staged)[0] = this.stagedAddress;
    this.instance.integers(regions.integers.stagedEpochs)[0] = count;
    return count;
  }

  private bytesOf({name}: ContractInput): number {
    return this.compiled.program.inputs.get(name)?.bytes ?? 0;
  }

  private stepsDone(): number {
    return this.integer('epoch') * this.compiled.contract.sizes.steps + this.integer('step');
  }

  private integer(name: ControlInteger): number {
    return this.instance.integers(this.compiled.regions.integers[name])[0];
  }

  private write(region: Region, values: Int32Array | Float32Array): void {
    if (values instanceof Int32Array) this.instance.integers(region).set(values);
    else this.instance.floats(region).set(values);
  }
}
