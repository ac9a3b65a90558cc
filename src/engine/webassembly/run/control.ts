import {
  type EpochVector,
  inputsWith,
  NAMES,
  type Part,
  type TrainingContract,
  WATCHED,
  weightsOf,
} from '../../../training/contract.js';
import {diagnosisVectors} from '../../../training/diagnosis/diagnosis-plan.js';
import {earlyStoppingRule, type RuleValues} from '../../../training/early-stopping.js';
import type {Linkage} from '../emit/program.js';
import type {Code, Expression} from '../emit/wasm/code.js';
import {
  block,
  branch,
  branchIf,
  call,
  f32,
  f64,
  i32,
  loop,
  memoryClear,
  memoryCopy,
  returnValue,
  select,
  when,
} from '../emit/wasm/instructions.js';
import {FunctionBuilder, type Local} from '../emit/wasm/module-builder.js';
import type {Region} from '../memory/layout.js';
import {
  type ControlDouble,
  type ControlInteger,
  type ControlRegions,
  historyLayout,
  regionsOf,
  STATUS,
} from './control-regions.js';

/**
 * The loop around a contract's parts: epochs, validation, history, early stopping. `advance(steps)` trains at most that many
 * steps and tells how far it got; `predict(starts, forecasts, batches)` forecasts, `forecasted` windows at once; `restore()`
 * takes the best weights back.
 */
export function control(linkage: Linkage, contract: TrainingContract, forecasted: number): ControlRegions {
  const weights = weightsRegion(linkage, contract);
  const regions = regionsOf(linkage, contract, forecasted, weights);
  const writer = new ControlWriter(linkage, contract, forecasted, regions, weights);
  const predict = linkage.add('predict', writer.predict());
  linkage.add('advance', writer.advance(predict));
  linkage.add('restore', writer.restore());
  return regions;
}

/** All weights lie next to each other: the optimizer's vector is made of them. */
function weightsRegion({state}: Linkage, contract: TrainingContract): Region {
  const regions = weightsOf(contract).flatMap(({name}) => state.get(name) ?? []);
  const address = Math.min(...regions.map(region => region.address));
  return {address, bytes: Math.max(...regions.map(region => region.address + region.bytes)) - address};
}

class ControlWriter {
  constructor(
    private readonly linkage: Linkage,
    private readonly contract: TrainingContract,
    private readonly forecasted: number,
    private readonly regions: ControlRegions,
    private readonly weights: Region,
  ) {}

  /** `predict` is the index of the function that forecasts. */
  advance(predict: number): FunctionBuilder {
    const f = new FunctionBuilder(['i32'], ['i32']);
    const budget = f.parameter<'i32'>(0);
    const {wholeSteps, remainder} = this.contract.sizes;
    f.body = [
      loop([
        when(i32.eqz(budget.get), returnStatus('running')),
        when(i32.eqz(this.get('step')), this.beginEpoch(f)),
        wholeSteps > 0 ? this.steps(budget) : [],
        remainder > 0 ? this.remainder(budget) : [],
        this.endEpoch(f, predict),
        branch(0),
      ]),
      i32.const(STATUS.running),
    ];
    return f;
  }

  /** Takes what is laid out for the next epoch to its places, and sets its sums to 0. */
  private beginEpoch(f: FunctionBuilder): Code {
    const staged = f.local('i32');
    const inputs = inputsWith(this.contract, 'epoch').flatMap(({name}) => this.linkage.inputs.get(name) ?? []);
    const sums = this.contract.state.filter(({kind}) => kind === 'epoch sum');
    return [
      when(i32.eqz(this.get('stagedEpochs')), returnStatus('wantsEpochs')),
      this.contract.diagnosis ? when(i32.eq(this.get('epoch'), this.get('nextLook')), this.look()) : [],
      staged.set(this.get('staged')),
      inputs.map(({address, bytes}) => [
        memoryCopy(i32.const(address), staged.get, i32.const(bytes)),
        staged.set(i32.add(staged.get, i32.const(bytes))),
      ]),
      this.set('staged', staged.get),
      this.set('stagedEpochs', i32.sub(this.get('stagedEpochs'), i32.const(1))),
      sums
        .map(({name}) => this.state(name))
        .map(({address, bytes}) => memoryClear(i32.const(address), i32.const(bytes))),
    ];
  }

  /** Looks at the layers, and notes what is seen beside the vectors of the epoch that begins. */
  private look(): Code {
    const {offsets} = historyLayout(this.contract);
    return [
      this.call('diagnosis'),
      diagnosisVectors(this.contract.diagnosis).map(({name, length}) => {
        const {address} = this.result('diagnosis', name);
        return this.noteNumbers(address, length, offsets.get(name) ?? 0, number => number);
      }),
      this.set('nextLook', i32.add(this.get('nextLook'), this.get('lookEvery'))),
    ];
  }

  private steps(budget: Local<'i32'>): Code {
    return block(
      loop([
        branchIf(1, i32.ge_u(this.get('step'), i32.const(this.contract.sizes.wholeSteps))),
        when(i32.eqz(budget.get), returnStatus('running')),
        i32.store(i32.const(this.input(NAMES.step).address), this.get('step')),
        this.call('step'),
        this.set('step', i32.add(this.get('step'), i32.const(1))),
        budget.set(i32.sub(budget.get, i32.const(1))),
        branch(0),
      ]),
    );
  }

  /** The smaller batch at the end of an epoch. */
  private remainder(budget: Local<'i32'>): Code {
    return [
      this.call('remainder'),
      when(i32.gt_s(budget.get, i32.const(0)), budget.set(i32.sub(budget.get, i32.const(1)))),
    ];
  }

  /** History, early stopping, and whether it goes on. */
  private endEpoch(f: FunctionBuilder, predict: number): Code {
    const {validationWindows, width} = this.contract.sizes;
    const {validationStarts, validationForecasts} = this.regions;
    const batches = Math.ceil(validationWindows / this.forecasted);
    const {offsets, length} = historyLayout(this.contract);
    const {epochVectors} = this.contract;
    return [
      call(
        predict,
        [validationStarts.address, validationForecasts.address, batches].map(value => i32.const(value)),
      ),
      copy(this.input(NAMES.forecasts).address, {...validationForecasts, bytes: 4 * validationWindows * width}),
      this.call('validation'),
      epochVectors.map(vector => this.note(vector, offsets.get(vector.name) ?? 0)),
      this.set('epoch', i32.add(this.get('epoch'), i32.const(1))),
      this.set('step', i32.const(0)),
      epochVectors
        .filter(({mustBeFinite}) => mustBeFinite)
        .map(vector => this.endUnlessFinite(vector, offsets.get(vector.name) ?? 0)),
      when(this.get('patience'), this.stopping(f, this.noted(offsets.get(WATCHED) ?? 0))),
      this.set('history', i32.add(this.get('history'), i32.const(8 * length))),
      when(i32.eq(this.get('epoch'), this.get('epochs')), returnStatus('finished')),
    ];
  }

  /** Adds a vector of the epoch to the history. */
  private note({length, from}: EpochVector, offset: number): Code {
    const {address} = from.kind === 'sum' ? this.state(from.state) : this.result(from.part, from.result);
    return this.noteNumbers(address, length, offset, number =>
      from.kind === 'sum' ? f64.div(number, f64.const(from.over)) : number,
    );
  }

  private noteNumbers(
    address: number,
    length: number,
    offset: number,
    made: (number: Expression<'f64'>) => Expression<'f64'>,
  ): Code {
    return Array.from({length}, (_, at) =>
      f64.store(this.get('history'), made(f64.promote_f32(f32.load(i32.const(address + 4 * at)))), 8 * (offset + at)),
    );
  }

  /** A number of the epoch's history. */
  private noted(offset: number): Expression<'f64'> {
    return f64.load(this.get('history'), 8 * offset);
  }

  private endUnlessFinite({length}: EpochVector, offset: number): Code {
    return Array.from({length}, (_, at) => {
      const finite = f64.lt(f64.abs(this.noted(offset + at)), f64.const(Number.POSITIVE_INFINITY));
      return when(i32.eqz(finite), returnStatus('diverged'));
    });
  }

  /** The rule of early stopping on numbers in memory, and the weights that are kept. */
  private stopping(f: FunctionBuilder, loss: Expression<'f64'>): Code {
    const {doubles, keptWeights} = this.regions;
    const before = {best: this.double('best'), bestEpoch: this.get('bestEpoch'), waited: this.get('waited')};
    const entry = {minDelta: this.double('minDelta'), patience: this.get('patience')};
    const {values, prepared} = expressions(f);
    const after = earlyStoppingRule(values, before, {loss, epoch: this.get('epoch')}, entry);
    const goesOn = f.local('i32');
    return [
      prepared,
      // Told before anything that it is made of is changed.
      goesOn.set(after.goesOn),
      this.set('waited', after.waited),
      this.set('bestEpoch', after.bestEpoch),
      f64.store(i32.const(doubles.best.address), after.best),
      when(after.improved, copy(keptWeights.address, this.weights)),
      when(i32.eqz(goesOn.get), returnStatus('finished')),
    ];
  }

  /** Forecasts batch after batch; there have to be start rows for whole batches, and room for their forecasts. */
  predict(): FunctionBuilder {
    const f = new FunctionBuilder(['i32', 'i32', 'i32']);
    const [starts, forecasts, batches] = [0, 1, 2].map(index => f.parameter<'i32'>(index));
    const input = this.input(NAMES.starts);
    const output = this.result('forecast', NAMES.forecasts);
    f.body = loop([
      memoryCopy(i32.const(input.address), starts.get, i32.const(input.bytes)),
      this.call('forecast'),
      memoryCopy(forecasts.get, i32.const(output.address), i32.const(output.bytes)),
      starts.set(i32.add(starts.get, i32.const(input.bytes))),
      forecasts.set(i32.add(forecasts.get, i32.const(output.bytes))),
      branchIf(0, batches.tee(i32.sub(batches.get, i32.const(1)))),
    ]);
    return f;
  }

  restore(): FunctionBuilder {
    const f = new FunctionBuilder([]);
    f.body = copy(this.weights.address, this.regions.keptWeights);
    return f;
  }

  private call(part: Part): Code {
    const index = this.linkage.functions.get(part);
    if (index === undefined) throw new Error(`there is no function ${part}`);
    return call(index);
  }

  private get(name: ControlInteger): Expression<'i32'> {
    return i32.load(i32.const(this.regions.integers[name].address));
  }

  private set(name: ControlInteger, value: Expression<'i32'>): Code {
    return i32.store(i32.const(this.regions.integers[name].address), value);
  }

  private double(name: ControlDouble): Expression<'f64'> {
    return f64.load(i32.const(this.regions.doubles[name].address));
  }

  private input(name: string): Region {
    return found(this.linkage.inputs, name);
  }

  private state(name: string): Region {
    return found(this.linkage.state, name);
  }

  private result(part: Part, name: string): Region {
    return found(this.linkage.results.get(part) ?? new Map(), name);
  }
}

/** Expressions as the values of a rule; what it compares is worked out once, by the code that is prepared. */
function expressions(f: FunctionBuilder): {
  readonly values: RuleValues<Expression<'f64'>, Expression<'i32'>, Expression<'i32'>>;
  readonly prepared: Code[];
} {
  const prepared: Code[] = [];
  const once = (truth: Expression<'i32'>): Expression<'i32'> => {
    const local = f.local('i32');
    prepared.push(local.set(truth));
    return local.get;
  };
  return {
    prepared,
    values: {
      lessThan: (a, b) => once(f64.lt(a, b)),
      less: (a, b) => f64.sub(a, b),
      plusOne: a => i32.add(a, i32.const(1)),
      zero: i32.const(0),
      isBelow: (a, b) => i32.lt_u(a, b),
      chooseDouble: (condition, yes, no) => select(condition, yes, no),
      chooseInteger: (condition, yes, no) => select(condition, yes, no),
    },
  };
}

function returnStatus(status: keyof typeof STATUS): Code {
  return returnValue(i32.const(STATUS[status]));
}

function found(regions: ReadonlyMap<string, Region>, name: string): Region {
  const region = regions.get(name);
  if (!region) throw new Error(`${name} has no place in memory`);
  return region;
}

function copy(to: number, {address, bytes}: Region): Code {
  return memoryCopy(i32.const(to), i32.const(address), i32.const(bytes));
}
