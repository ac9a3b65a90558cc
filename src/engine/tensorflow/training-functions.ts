import {sizeOf} from '../../model/shape.js';
import {
  type EpochVector,
  NAMES,
  type Part,
  SHARED_INSIDE,
  type TrainingContract,
  WATCHED,
  weightsOf,
} from '../../training/contract.js';
import {earlyStoppingRule, type RuleValues} from '../../training/early-stopping.js';
import type {EarlyStoppingEntry} from '../../training/training-entry.js';
import type {KernelGraph} from '../common/graph/kernel-graph.js';
import {takenBy} from '../common/graph/taken.js';
import type {FunctionDefinition} from './definitions.js';
import {FunctionWriter, type GraphTensor, type Made} from './function-writer.js';
import {type GraphTensors, Library} from './loop.js';
import {type Written, writeGraph} from './write-graph.js';

/** What a program of whole trainings is made of. */
export interface TrainingParts {
  /** For all trials of the program. */
  readonly graphs: ReadonlyMap<Part, KernelGraph>;
  readonly contract: TrainingContract;
  readonly trials: number;
  /** Windows that `forecast` takes at once. */
  readonly forecasted: number;
  /** Most epochs of one call. */
  readonly mostEpochs: number;
  readonly earlyStopping: EarlyStoppingEntry | undefined;
  /** Whether oneDNN's operations may be used by name. */
  readonly oneDnn: boolean;
}

export interface TrainingFunctions {
  readonly train: FunctionDefinition;
  readonly forecast: FunctionDefinition;
  /** Where layers are looked at. */
  readonly diagnosis: FunctionDefinition | undefined;
  /** Those that `train` calls. */
  readonly called: readonly FunctionDefinition[];
  /** Everything that they take. */
  readonly takes: ReadonlyMap<string, Made>;
  /** What steps change and calls hand on, by name. */
  readonly state: ReadonlySet<string>;
}

/** What such a program takes and gives besides the contract's numbers. */
export const CONTROL = {
  /** How many epochs a call trains. */
  epochs: 'epochs',
  epoch: 'epoch',
  /** Which trials still train. */
  active: 'active',
  best: 'best',
  waited: 'waited',
  /** Start rows of the validation windows, in whole batches. */
  forecastStarts: 'forecastStarts',
} as const;

/** The weights of the best epoch. */
export const keptName = (weight: string): string => `kept.${weight}`;

/** An epoch's vectors, [epochs, trials, length]; of sums, not yet divided. */
export const historyName = ({name}: Pick<EpochVector, 'name'>): string => `history.${name}`;

/** Whether every trial has an input of its own. */
export function differsBetweenTrials({inputs}: TrainingContract, name: string): boolean {
  const input = inputs.find(one => one.name === name);
  return input ? input.scope !== 'shared' : !SHARED_INSIDE.includes(name);
}

/**
 * Writes the functions of a program. `train` does up to `epochs` epochs: steps, validation, history and early stopping of
 * every trial; it ends before when no trial is `active` any more. `forecast` forecasts windows by their starts, `diagnosis` looks at layers.
 */
export function trainingFunctions(parts: TrainingParts): TrainingFunctions {
  const takes = parametersOf(parts);
  const library = new Library();
  const train = new FunctionWriter('train');
  const given = new Map([...takes].map(([name, made]) => [name, train.parameter(name, made)] as const));
  const after = new EpochWriter(parts, library).epochs(train, given);
  const state = stateOf(parts);
  const handedOn = new Set([
    ...state,
    ...parts.contract.epochVectors.map(historyName),
    ...weightsOf(parts.contract).map(({name}) => keptName(name)),
    CONTROL.active,
    CONTROL.best,
    CONTROL.waited,
    CONTROL.epoch,
  ]);
  const results = [...after].filter(([name]) => handedOn.has(name));
  return {
    train: train.finish(Object.fromEntries(results)),
    forecast: partFunction(parts, takes, 'forecast'),
    diagnosis: parts.contract.diagnosis && partFunction(parts, takes, 'diagnosis'),
    called: library.functions,
    takes: new Map([...takes, [NAMES.starts, {shape: [parts.forecasted], type: 'int32'}]]),
    state,
  };
}

/** What steps change and the program hands on; sums are an epoch's own. */
function stateOf({graphs, contract}: TrainingParts): Set<string> {
  const kept = keptState(contract);
  const names = [...graphs.values()].flatMap(graph =>
    takenBy(graph).flatMap(({origin}) => (origin.kind === 'state' ? [origin.name] : [])),
  );
  return new Set(names.filter(name => kept.has(name)));
}

/** State that stays from epoch to epoch, by name. */
function keptState({state}: TrainingContract): ReadonlySet<string> {
  return new Set(state.flatMap(({kind, name}) => (kind === 'epoch sum' ? [] : [name])));
}

function parametersOf({
  graphs,
  contract,
  trials,
  mostEpochs,
  earlyStopping,
  forecasted,
}: TrainingParts): Map<string, Made> {
  const takes = new Map<string, Made>();
  const scopes = new Map(contract.inputs.map(({name, scope}) => [name, scope]));
  const kept = keptState(contract);
  for (const graph of graphs.values())
    for (const {shape, dtype, origin} of takenBy(graph)) {
      // The others come about inside of the program.
      if (!scopes.has(origin.name) && !kept.has(origin.name)) continue;
      const isOfEpoch = scopes.get(origin.name) === 'epoch';
      takes.set(origin.name, {shape: isOfEpoch ? [mostEpochs, ...shape] : shape, type: dtype});
    }
  const batches = Math.ceil(contract.sizes.validationWindows / forecasted);
  takes.set(CONTROL.forecastStarts, {shape: [batches, forecasted], type: 'int32'});
  takes.set(CONTROL.epochs, {shape: [], type: 'int32'});
  takes.set(CONTROL.active, {shape: [trials], type: 'bool'});
  if (earlyStopping) {
    takes.set(CONTROL.best, {shape: [trials], type: 'float32'});
    takes.set(CONTROL.waited, {shape: [trials], type: 'int32'});
    for (const {name} of weightsOf(contract)) {
      const made = takes.get(name);
      if (made) takes.set(keptName(name), made);
    }
  }
  return takes;
}

function tensorOf(tensors: GraphTensors, name: string): GraphTensor {
  const tensor = tensors.get(name);
  if (!tensor) throw new Error(`the program has no ${name}`);
  return tensor;
}

function graphOf({graphs}: TrainingParts, part: Part): KernelGraph {
  const graph = graphs.get(part);
  if (!graph) throw new Error(`the training has no ${part}`);
  return graph;
}

function uses(graph: KernelGraph): Set<string> {
  return new Set(takenBy(graph).map(({origin}) => origin.name));
}

/** A part by itself. It takes what it needs in the shapes in which the program has it. */
function partFunction(parts: TrainingParts, takes: ReadonlyMap<string, Made>, part: Part): FunctionDefinition {
  const graph = graphOf(parts, part);
  const f = new FunctionWriter(part);
  const parameters = new Map<string, GraphTensor>();
  for (const {shape, dtype, origin} of takenBy(graph))
    parameters.set(origin.name, f.parameter(origin.name, takes.get(origin.name) ?? {shape, type: dtype}));
  const {results} = writeGraph(f, graph, name => tensorOf(parameters, name), parts.oneDnn);
  return f.finish(Object.fromEntries(results));
}

/** Writes the loops around the steps. */
class EpochWriter {
  constructor(
    private readonly parts: TrainingParts,
    private readonly library: Library,
  ) {}

  private write(f: FunctionWriter, graph: KernelGraph, given: (name: string) => GraphTensor): Written {
    return writeGraph(f, graph, given, this.parts.oneDnn);
  }

  epochs(f: FunctionWriter, given: GraphTensors): GraphTensors {
    const {mostEpochs, trials, contract} = this.parts;
    const histories = contract.epochVectors.map(vector => {
      const shape = [mostEpochs, trials, vector.length];
      const zeros = new Float32Array(mostEpochs * trials * vector.length);
      return [historyName(vector), f.constant(zeros, 'float32', shape)] as const;
    });
    return this.library.loop(
      f,
      'epochs',
      new Map([...given, [CONTROL.epoch, f.scalar(0, 'int32')] as const, ...histories]),
      (inside, now) => {
        const more = inside.compare('Less', tensorOf(now, CONTROL.epoch), tensorOf(now, CONTROL.epochs));
        const any = this.reduced(inside, 'Any', tensorOf(now, CONTROL.active), 0);
        return inside.one('LogicalAnd', [more, any], {}, {type: 'bool', shape: []});
      },
      (inside, now) => this.epoch(inside, now),
    );
  }

  private epoch(f: FunctionWriter, before: GraphTensors): GraphTensors {
    const {contract} = this.parts;
    const epoch = tensorOf(before, CONTROL.epoch);
    const perEpoch = contract.inputs.filter(({name, scope}) => scope === 'epoch' && before.has(name));
    const now = new Map(before);
    for (const {name} of perEpoch) now.set(name, this.row(f, tensorOf(before, name), epoch));
    const trained = this.remainder(f, this.steps(f, now));
    const vectors = this.epochVectors(f, trained);
    const laidDown = new Set(perEpoch.map(({name}) => name));
    const next = new Map([...trained].filter(([name]) => before.has(name) && !laidDown.has(name)));
    next.set(CONTROL.epoch, f.same('AddV2', [epoch, f.scalar(1, 'int32')]));
    for (const [vector, made] of vectors)
      next.set(historyName(vector), this.noted(f, tensorOf(before, historyName(vector)), made, epoch));
    for (const [name, tensor] of this.stopping(f, next, vectors)) next.set(name, tensor);
    return next;
  }

  /** The contract's vectors of the epoch, [trials, length]. */
  private epochVectors(f: FunctionWriter, trained: GraphTensors): ReadonlyMap<EpochVector, GraphTensor> {
    const {contract, trials} = this.parts;
    const results = this.validation(f, trained);
    return new Map(
      contract.epochVectors.map(vector => {
        const {from, length} = vector;
        const made = from.kind === 'sum' ? tensorOf(trained, from.state) : tensorOf(results, from.result);
        return [vector, f.reshape(made, [trials, length])] as const;
      }),
    );
  }

  /** Whether any truth along an axis, which is gone afterwards, is so, or all are. */
  private reduced(f: FunctionWriter, operation: 'Any' | 'All', truths: GraphTensor, axis: number): GraphTensor {
    return f.one(
      operation,
      [truths, f.integers([axis])],
      {keep_dims: {flag: false}, Tidx: {type: 'int32'}},
      {type: 'bool', shape: truths.shape.filter((_, own) => own !== axis)},
    );
  }

  /** One row of a tensor. */
  private row(f: FunctionWriter, tensor: GraphTensor, at: GraphTensor): GraphTensor {
    const [, ...shape] = tensor.shape;
    return f.one(
      'GatherV2',
      [tensor, at, f.scalar(0, 'int32')],
      {batch_dims: {integer: 0}, Tparams: {type: tensor.type}, Tindices: {type: 'int32'}, Taxis: {type: 'int32'}},
      {type: tensor.type, shape},
    );
  }

  /** A tensor with a row replaced. */
  private noted(f: FunctionWriter, tensor: GraphTensor, row: GraphTensor, at: GraphTensor): GraphTensor {
    const [count, ...rest] = tensor.shape;
    const places = f.constant(
      Int32Array.from({length: count}, (_, index) => index),
      'int32',
      [count],
    );
    const here = f.reshape(f.compare('Equal', places, at, [count]), [count, ...rest.map(() => 1)]);
    return f.select(here, f.reshape(row, [1, ...rest]), tensor, tensor.shape);
  }

  /** The whole batches of an epoch, whose sums begin at 0. */
  private steps(f: FunctionWriter, now: GraphTensors): GraphTensors {
    const {trials, contract} = this.parts;
    const {wholeSteps} = contract.sizes;
    const sums = contract.state.flatMap(({kind, name, shape}) => {
      const own = trials > 1 ? [trials, ...shape] : [...shape];
      const size = sizeOf(own);
      return kind === 'epoch sum' ? [[name, f.constant(new Float32Array(size), 'float32', own)] as const] : [];
    });
    if (wholeSteps === 0) return new Map([...now, ...sums]);
    const graph = graphOf(this.parts, 'step');
    const used = uses(graph);
    const after = this.library.loop(
      f,
      'steps',
      new Map([...[...now].filter(([name]) => used.has(name)), [NAMES.step, f.scalar(0, 'int32')] as const, ...sums]),
      (inside, inner) => inside.compare('Less', tensorOf(inner, NAMES.step), inside.scalar(wholeSteps, 'int32')),
      (inside, inner) => {
        const {nextState} = this.write(inside, graph, name => tensorOf(inner, name));
        const step = inside.same('AddV2', [tensorOf(inner, NAMES.step), inside.scalar(1, 'int32')]);
        return new Map([...nextState, [NAMES.step, step] as const]);
      },
    );
    return new Map([...now, ...after]);
  }

  /** The smaller batch at the end of an epoch. */
  private remainder(f: FunctionWriter, now: GraphTensors): GraphTensors {
    const graph = this.parts.graphs.get('remainder');
    if (!graph) return now;
    return new Map([...now, ...this.write(f, graph, name => tensorOf(now, name)).nextState]);
  }

  /** The results of the part that measures the forecasts of all validation windows. */
  private validation(f: FunctionWriter, now: GraphTensors): GraphTensors {
    const {trials, contract} = this.parts;
    const {validationWindows, width} = contract.sizes;
    const shape = trials > 1 ? [trials, validationWindows, width] : [validationWindows, width];
    const forecasts = f.reshape(this.forecasts(f, now), shape);
    return this.write(f, graphOf(this.parts, 'validation'), name =>
      name === NAMES.forecasts ? forecasts : tensorOf(now, name),
    ).results;
  }

  /** The forecasts of all validation windows, [trials, windows * width]. */
  private forecasts(f: FunctionWriter, now: GraphTensors): GraphTensor {
    const {trials, forecasted, contract} = this.parts;
    const {validationWindows, width} = contract.sizes;
    const graph = graphOf(this.parts, 'forecast');
    const starts = tensorOf(now, CONTROL.forecastStarts);
    const [batches] = starts.shape;
    const numbers = forecasted * width;
    const forecast = (inside: FunctionWriter, tensors: GraphTensors, own: GraphTensor) => {
      const {results} = this.write(inside, graph, name => (name === NAMES.starts ? own : tensorOf(tensors, name)));
      return inside.reshape(tensorOf(results, NAMES.forecasts), [trials, numbers]);
    };
    if (batches === 1) return forecast(f, now, f.reshape(starts, [forecasted]));
    const used = uses(graph);
    const made = f.constant(new Float32Array(batches * trials * numbers), 'float32', [batches, trials, numbers]);
    const after = this.library.loop(
      f,
      'forecasts',
      new Map([
        ...[...now].filter(([name]) => used.has(name)),
        [CONTROL.forecastStarts, starts] as const,
        ['batch', f.scalar(0, 'int32')] as const,
        ['made', made] as const,
      ]),
      (inside, inner) => inside.compare('Less', tensorOf(inner, 'batch'), inside.scalar(batches, 'int32')),
      (inside, inner) => {
        const batch = tensorOf(inner, 'batch');
        const own = forecast(inside, inner, this.row(inside, tensorOf(inner, CONTROL.forecastStarts), batch));
        return new Map([
          ['made', this.noted(inside, tensorOf(inner, 'made'), own, batch)],
          ['batch', inside.same('AddV2', [batch, inside.scalar(1, 'int32')])],
        ]);
      },
    );
    return this.inOrder(f, tensorOf(after, 'made'), validationWindows * width);
  }

  /** The first numbers of each trial's batches, [trials, count], from [batches, trials, numbers]. */
  private inOrder(f: FunctionWriter, made: GraphTensor, count: number): GraphTensor {
    const [batches, trials, numbers] = made.shape;
    const ordered = f.same('Transpose', [made, f.integers([1, 0, 2])], [trials, batches, numbers], {
      Tperm: {type: 'int32'},
    });
    const all = f.reshape(ordered, [trials, batches * numbers]);
    return f.same('Slice', [all, f.integers([0, 0]), f.integers([trials, count])], [trials, count], {
      Index: {type: 'int32'},
    });
  }

  /** Which trials go on, by the rule of early stopping; and the weights that are kept of each. */
  private stopping(f: FunctionWriter, now: GraphTensors, vectors: ReadonlyMap<EpochVector, GraphTensor>): GraphTensors {
    const {earlyStopping, trials} = this.parts;
    const both = (a: GraphTensor, b: GraphTensor) => f.one('LogicalAnd', [a, b], {}, {type: 'bool', shape: [trials]});
    const active = tensorOf(now, CONTROL.active);
    const sound = [...vectors]
      .filter(([{mustBeFinite}]) => mustBeFinite)
      .reduce((all, [, vector]) => both(all, this.isFinite(f, vector)), active);
    if (!earlyStopping) return new Map([[CONTROL.active, sound]]);
    const {minDelta, patience, restoreBestWeights} = earlyStopping;
    const watched = [...vectors].find(([{name}]) => name === WATCHED)?.[1];
    if (!watched) throw new Error(`the contract has no ${WATCHED}`);
    const zero = f.constant(new Int32Array(trials), 'int32', [trials]);
    const after = earlyStoppingRule(
      ruleValues(f, zero),
      // Which epoch was the best is told by the host, from the losses.
      {best: tensorOf(now, CONTROL.best), waited: tensorOf(now, CONTROL.waited), bestEpoch: zero},
      {loss: f.reshape(watched, [trials]), epoch: zero},
      {minDelta: f.scalar(minDelta, 'float64'), patience: f.scalar(patience, 'int32')},
    );
    return new Map([
      [CONTROL.active, both(sound, after.goesOn)],
      [CONTROL.best, after.best],
      [CONTROL.waited, after.waited],
      ...this.kept(f, now, restoreBestWeights ? both(active, after.improved) : active),
    ]);
  }

  /** Whether all numbers of a vector [trials, length] are finite, [trials]. */
  private isFinite(f: FunctionWriter, vector: GraphTensor): GraphTensor {
    const {type, shape} = vector;
    return this.reduced(f, 'All', f.one('IsFinite', [vector], {T: {type}}, {type: 'bool', shape}), 1);
  }

  /** The weights that are kept, replaced by those of now where a trial says so. */
  private kept(f: FunctionWriter, now: GraphTensors, keeping: GraphTensor): [string, GraphTensor][] {
    const {trials, contract} = this.parts;
    return weightsOf(contract).flatMap(({name}): [string, GraphTensor][] => {
      const weight = now.get(name);
      if (!weight) return [];
      const before = tensorOf(now, keptName(name));
      const {shape} = before;
      const condition = f.reshape(keeping, trials > 1 ? [trials, ...shape.slice(1).map(() => 1)] : []);
      return [[keptName(name), f.select(condition, f.reshape(weight, shape), before, shape)]];
    });
  }
}

/** Tensors of one number per trial as the values of a rule; numbers are compared in double precision, as on the host. */
function ruleValues(f: FunctionWriter, zero: GraphTensor): RuleValues<GraphTensor, GraphTensor, GraphTensor> {
  const double = (tensor: GraphTensor) => f.cast(tensor, 'float64');
  return {
    lessThan: (a, b) => f.compare('Less', double(a), double(b)),
    less: (a, b) => f.same('Sub', [double(a), double(b)]),
    plusOne: a => f.same('AddV2', [a, f.scalar(1, 'int32')]),
    zero,
    isBelow: (a, b) => f.compare('Less', a, b),
    chooseDouble: (condition, yes, no) => f.select(condition, yes, no),
    chooseInteger: (condition, yes, no) => f.select(condition, yes, no),
  };
}
