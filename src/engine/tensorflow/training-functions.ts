import type {Training} from '../../experiment/experiment-file.generated.js';
import type {KernelGraph} from '../graph/kernel-graph.js';
import {takenBy} from '../graph/taken.js';
import type {FunctionDefinition} from './definitions.js';
import {type Flow, FunctionWriter, type Made} from './function-writer.js';
import {type Flows, Library} from './loop.js';
import {type Written, writeGraph} from './write-graph.js';

/** What a program of whole trainings is made of. */
export interface TrainingParts {
  /** `step`, `remainder` (where there is one), `forecast` and `validation`, for all trials of the program. */
  readonly graphs: ReadonlyMap<string, KernelGraph>;
  readonly trials: number;
  readonly wholeSteps: number;
  readonly validationRows: number;
  /** Windows that `forecast` takes at once. */
  readonly forecasted: number;
  /** Most epochs of one call. */
  readonly mostEpochs: number;
  readonly earlyStopping: Training['earlyStopping'];
  /** Inputs that change from epoch to epoch. */
  readonly perEpoch: readonly string[];
  /** Whether oneDNN's operations may be used by name. */
  readonly oneDnn: boolean;
}

export interface TrainingFunctions {
  readonly train: FunctionDefinition;
  readonly forecast: FunctionDefinition;
  /** Those that the two call. */
  readonly called: readonly FunctionDefinition[];
  /** Everything that the two take. */
  readonly takes: ReadonlyMap<string, Made>;
  /** What steps change, by name. */
  readonly state: ReadonlySet<string>;
}

/**
 * Writes the functions of a program. `train` does up to `epochs` epochs: steps, validation, history and early stopping of
 * every trial; it ends before when no trial is `active` any more. `forecast` forecasts windows by their starts.
 */
export function trainingFunctions(parts: TrainingParts): TrainingFunctions {
  const takes = parametersOf(parts);
  const library = new Library();
  const train = new FunctionWriter('train');
  const given = new Map([...takes].map(([name, made]) => [name, train.parameter(name, made)] as const));
  const after = new EpochWriter(parts, library).epochs(train, given);
  const state = stateOf(parts);
  const results = [...after].filter(([name]) => state.has(name) || RESULTS.includes(name) || name.startsWith('kept.'));
  return {
    train: train.finish(Object.fromEntries(results)),
    forecast: forecastFunction(parts),
    called: library.functions,
    takes: new Map([...takes, ['starts', {shape: [parts.forecasted], type: 'int32'}]]),
    state,
  };
}

const RESULTS = ['losses', 'validationLosses', 'active', 'best', 'waited', 'epoch'];

/** What steps change and the program hands on; the sum of losses is an epoch's own. */
function stateOf({graphs}: TrainingParts): Set<string> {
  const names = [...graphs.values()].flatMap(graph =>
    takenBy(graph).flatMap(({origin}) => (origin.kind === 'state' ? [origin.name] : [])),
  );
  return new Set(names.filter(name => name !== 'lossSum'));
}

function parametersOf({
  graphs,
  trials,
  mostEpochs,
  earlyStopping,
  perEpoch,
  ...sizes
}: TrainingParts): Map<string, Made> {
  const takes = new Map<string, Made>();
  for (const graph of graphs.values())
    for (const {shape, dtype, origin} of takenBy(graph)) {
      if (INSIDE.includes(origin.name)) continue;
      takes.set(origin.name, {shape: perEpoch.includes(origin.name) ? [mostEpochs, ...shape] : shape, type: dtype});
    }
  const batches = Math.ceil(sizes.validationRows / sizes.forecasted);
  takes.set('forecastStarts', {shape: [batches, sizes.forecasted], type: 'int32'});
  takes.set('epochs', {shape: [], type: 'int32'});
  takes.set('active', {shape: [trials], type: 'bool'});
  if (earlyStopping) {
    takes.set('best', {shape: [trials], type: 'float32'});
    takes.set('waited', {shape: [trials], type: 'int32'});
    for (const [name, made] of [...takes]) if (name.startsWith('weights.')) takes.set(`kept.${name}`, made);
  }
  return takes;
}

/** What the graphs take that comes about inside of the program. */
const INSIDE = ['step', 'starts', 'forecasts', 'lossSum'];

function flowOf(flows: Flows, name: string): Flow {
  const flow = flows.get(name);
  if (!flow) throw new Error(`the program has no ${name}`);
  return flow;
}

function graphOf({graphs}: TrainingParts, name: string): KernelGraph {
  const graph = graphs.get(name);
  if (!graph) throw new Error(`the training has no ${name}`);
  return graph;
}

function uses(graph: KernelGraph): Set<string> {
  return new Set(takenBy(graph).map(({origin}) => origin.name));
}

function forecastFunction(parts: TrainingParts): FunctionDefinition {
  const graph = graphOf(parts, 'forecast');
  const f = new FunctionWriter('forecast');
  const parameters = new Map<string, Flow>();
  for (const {shape, dtype, origin} of takenBy(graph))
    parameters.set(origin.name, f.parameter(origin.name, {shape, type: dtype}));
  const {results} = writeGraph(f, graph, name => flowOf(parameters, name), parts.oneDnn);
  return f.finish({forecasts: flowOf(results, 'forecasts')});
}

/** Writes the loops around the steps. */
class EpochWriter {
  constructor(
    private readonly parts: TrainingParts,
    private readonly library: Library,
  ) {}

  private write(f: FunctionWriter, graph: KernelGraph, given: (name: string) => Flow): Written {
    return writeGraph(f, graph, given, this.parts.oneDnn);
  }

  epochs(f: FunctionWriter, given: Flows): Flows {
    const {mostEpochs, trials} = this.parts;
    const history = f.constant(new Float32Array(mostEpochs * trials), 'float32', [mostEpochs, trials]);
    const tensors = new Map([
      ...given,
      ['epoch', f.scalar(0, 'int32')],
      ['losses', history],
      ['validationLosses', history],
    ] as const);
    return this.library.loop(
      f,
      'epochs',
      tensors,
      (inside, now) => {
        const more = inside.compare('Less', flowOf(now, 'epoch'), flowOf(now, 'epochs'));
        const any = inside.one(
          'Any',
          [flowOf(now, 'active'), inside.integers([0])],
          {keep_dims: {flag: false}, Tidx: {type: 'int32'}},
          {type: 'bool', shape: []},
        );
        return inside.one('LogicalAnd', [more, any], {}, {type: 'bool', shape: []});
      },
      (inside, now) => this.epoch(inside, now),
    );
  }

  private epoch(f: FunctionWriter, before: Flows): Flows {
    const {perEpoch, trials} = this.parts;
    const epoch = flowOf(before, 'epoch');
    const now = new Map(before);
    for (const name of perEpoch) now.set(name, this.row(f, flowOf(before, name), epoch));
    const trained = this.remainder(f, this.steps(f, now));
    const loss = f.reshape(flowOf(trained, 'lossSum'), [trials]);
    const validation = f.reshape(this.validationLoss(f, trained), [trials]);
    const next = new Map([...trained].filter(([name]) => before.has(name) && !perEpoch.includes(name)));
    next.set('epoch', f.same('AddV2', [epoch, f.scalar(1, 'int32')]));
    next.set('losses', this.noted(f, flowOf(before, 'losses'), loss, epoch));
    next.set('validationLosses', this.noted(f, flowOf(before, 'validationLosses'), validation, epoch));
    for (const [name, flow] of this.stopping(f, next, loss, validation)) next.set(name, flow);
    return next;
  }

  /** One row of a tensor. */
  private row(f: FunctionWriter, flow: Flow, at: Flow): Flow {
    const [, ...shape] = flow.shape;
    return f.one(
      'GatherV2',
      [flow, at, f.scalar(0, 'int32')],
      {batch_dims: {integer: 0}, Tparams: {type: flow.type}, Tindices: {type: 'int32'}, Taxis: {type: 'int32'}},
      {type: flow.type, shape},
    );
  }

  /** A tensor with a row replaced. */
  private noted(f: FunctionWriter, flow: Flow, row: Flow, at: Flow): Flow {
    const [count, ...rest] = flow.shape;
    const places = f.constant(
      Int32Array.from({length: count}, (_, index) => index),
      'int32',
      [count],
    );
    const here = f.reshape(f.compare('Equal', places, at, [count]), [count, ...rest.map(() => 1)]);
    return f.select(here, f.reshape(row, [1, ...rest]), flow, flow.shape);
  }

  /** The whole batches of an epoch. */
  private steps(f: FunctionWriter, now: Flows): Flows {
    const {wholeSteps, trials} = this.parts;
    const lossSum = f.constant(new Float32Array(trials), 'float32', trials > 1 ? [trials] : []);
    if (wholeSteps === 0) return new Map([...now, ['lossSum', lossSum] as const]);
    const graph = graphOf(this.parts, 'step');
    const used = uses(graph);
    const tensors = new Map([
      ...[...now].filter(([name]) => used.has(name)),
      ['step', f.scalar(0, 'int32')] as const,
      ['lossSum', lossSum] as const,
    ]);
    const after = this.library.loop(
      f,
      'steps',
      tensors,
      (inside, inner) => inside.compare('Less', flowOf(inner, 'step'), inside.scalar(wholeSteps, 'int32')),
      (inside, inner) => {
        const {nextState} = this.write(inside, graph, name => flowOf(inner, name));
        const step = inside.same('AddV2', [flowOf(inner, 'step'), inside.scalar(1, 'int32')]);
        return new Map([...nextState, ['step', step] as const]);
      },
    );
    return new Map([...now, ...after]);
  }

  /** The smaller batch at the end of an epoch. */
  private remainder(f: FunctionWriter, now: Flows): Flows {
    const graph = this.parts.graphs.get('remainder');
    if (!graph) return now;
    return new Map([...now, ...this.write(f, graph, name => flowOf(now, name)).nextState]);
  }

  private validationLoss(f: FunctionWriter, now: Flows): Flow {
    const {trials, validationRows} = this.parts;
    const shape = trials > 1 ? [trials, validationRows, 1] : [validationRows, 1];
    const forecasts = f.reshape(this.forecasts(f, now), shape);
    const {results} = this.write(f, graphOf(this.parts, 'validation'), name =>
      name === 'forecasts' ? forecasts : flowOf(now, name),
    );
    return flowOf(results, 'loss');
  }

  /** Of all validation windows, [trials, windows]. */
  private forecasts(f: FunctionWriter, now: Flows): Flow {
    const {trials, validationRows, forecasted} = this.parts;
    const graph = graphOf(this.parts, 'forecast');
    const starts = flowOf(now, 'forecastStarts');
    const [batches] = starts.shape;
    const forecast = (inside: FunctionWriter, flows: Flows, own: Flow) => {
      const {results} = this.write(inside, graph, name => (name === 'starts' ? own : flowOf(flows, name)));
      return inside.reshape(flowOf(results, 'forecasts'), [trials, forecasted]);
    };
    if (batches === 1) return forecast(f, now, f.reshape(starts, [forecasted]));
    const used = uses(graph);
    const made = [batches, trials, forecasted];
    const after = this.library.loop(
      f,
      'forecasts',
      new Map([
        ...[...now].filter(([name]) => used.has(name)),
        ['forecastStarts', starts] as const,
        ['batch', f.scalar(0, 'int32')] as const,
        ['made', f.constant(new Float32Array(batches * trials * forecasted), 'float32', made)] as const,
      ]),
      (inside, inner) => inside.compare('Less', flowOf(inner, 'batch'), inside.scalar(batches, 'int32')),
      (inside, inner) => {
        const batch = flowOf(inner, 'batch');
        const own = forecast(inside, inner, this.row(inside, flowOf(inner, 'forecastStarts'), batch));
        return new Map([
          ['made', this.noted(inside, flowOf(inner, 'made'), own, batch)],
          ['batch', inside.same('AddV2', [batch, inside.scalar(1, 'int32')])],
        ]);
      },
    );
    const ordered = f.same('Transpose', [flowOf(after, 'made'), f.integers([1, 0, 2])], [trials, batches, forecasted], {
      Tperm: {type: 'int32'},
    });
    const all = f.reshape(ordered, [trials, batches * forecasted]);
    return f.same('Slice', [all, f.integers([0, 0]), f.integers([trials, validationRows])], [trials, validationRows], {
      Index: {type: 'int32'},
    });
  }

  /** Which trials go on, as training/early-stopping.ts has it; and the weights that are kept of each. */
  private stopping(f: FunctionWriter, now: Flows, loss: Flow, validation: Flow): Flows {
    const {earlyStopping, trials} = this.parts;
    const truth = (operation: string, ...inputs: Flow[]) =>
      f.one(operation, inputs, {}, {type: 'bool', shape: [trials]});
    const finite = (x: Flow) => f.one('IsFinite', [x], {T: {type: x.type}}, {type: 'bool', shape: [trials]});
    const active = flowOf(now, 'active');
    const sound = truth('LogicalAnd', active, truth('LogicalAnd', finite(loss), finite(validation)));
    if (!earlyStopping) return new Map([['active', sound]]);
    const {minDelta, patience, restoreBestWeights} = earlyStopping;
    const best = flowOf(now, 'best');
    const enough = f.same('Sub', [f.cast(best, 'float64'), f.scalar(minDelta, 'float64')]);
    const improved = truth('LogicalAnd', active, f.compare('Less', f.cast(validation, 'float64'), enough));
    const longer = f.same('AddV2', [flowOf(now, 'waited'), f.scalar(1, 'int32')], [trials]);
    const waited = f.select(improved, f.constant(new Int32Array(trials), 'int32', [trials]), longer);
    const patient = truth('LogicalOr', improved, f.compare('Less', waited, f.scalar(patience, 'int32')));
    const keeping = restoreBestWeights ? improved : active;
    const kept = [...now].flatMap(([name, flow]): [string, Flow][] => {
      if (!name.startsWith('weights.')) return [];
      const before = flowOf(now, `kept.${name}`);
      const {shape} = before;
      const condition = f.reshape(keeping, trials > 1 ? [trials, ...shape.slice(1).map(() => 1)] : []);
      return [[`kept.${name}`, f.select(condition, f.reshape(flow, shape), before, shape)]];
    });
    return new Map([
      ['active', truth('LogicalAnd', sound, patient)],
      ['best', f.select(improved, validation, best)],
      ['waited', waited],
      ...kept,
    ]);
  }
}
