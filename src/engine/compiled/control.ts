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
  memoryCopy,
  returnValue,
  when,
} from '../emit/wasm/instructions.js';
import {FunctionBuilder, type Local} from '../emit/wasm/module-builder.js';
import type {Place} from '../memory/layout.js';
import {
  type ControlDouble,
  type ControlInteger,
  type ControlPlaces,
  type ControlSizes,
  placesOf,
  STATUS,
} from './control-places.js';

/**
 * The loop around the steps: epochs, validation, history, early stopping. `advance(steps)` trains at most that many steps
 * and tells how far it got; `predict(starts, forecasts, batches)` forecasts; `restore()` takes the best weights back.
 */
export function control(linkage: Linkage, sizes: ControlSizes): ControlPlaces {
  const weights = weightsPlace(linkage);
  const places = placesOf(linkage, sizes, weights);
  const writer = new ControlWriter(linkage, sizes, places, weights);
  const predict = linkage.add('predict', writer.predict());
  linkage.add('advance', writer.advance(predict));
  linkage.add('restore', writer.restore());
  return places;
}

/** All weights lie next to each other: the optimizer's vector is made of them. */
function weightsPlace({state}: Linkage): Place {
  const places = [...state].filter(([name]) => name.startsWith('weights.')).map(([, place]) => place);
  const address = Math.min(...places.map(place => place.address));
  return {address, bytes: Math.max(...places.map(place => place.address + place.bytes)) - address};
}

class ControlWriter {
  constructor(
    private readonly linkage: Linkage,
    private readonly sizes: ControlSizes,
    private readonly places: ControlPlaces,
    private readonly weights: Place,
  ) {}

  /** `predict` is the index of the function that forecasts. */
  advance(predict: number): FunctionBuilder {
    const f = new FunctionBuilder(['i32'], ['i32']);
    const budget = f.parameter<'i32'>(0);
    const {wholeSteps, hasRemainder, perEpoch} = this.sizes;
    const staged = f.local('i32');
    const status = (value: number) => returnValue(i32.const(value));
    const begin = [
      when(i32.eqz(this.get('stagedEpochs')), status(STATUS.wantsEpochs)),
      staged.set(this.get('staged')),
      perEpoch.map(name => {
        const {address, bytes} = this.input(name);
        return [
          memoryCopy(i32.const(address), staged.get, i32.const(bytes)),
          staged.set(i32.add(staged.get, i32.const(bytes))),
        ];
      }),
      this.set('staged', staged.get),
      this.set('stagedEpochs', i32.sub(this.get('stagedEpochs'), i32.const(1))),
      i32.store(i32.const(this.state('lossSum').address), i32.const(0)),
    ];
    const steps = () =>
      block(
        loop([
          branchIf(1, i32.ge_u(this.get('step'), i32.const(wholeSteps))),
          when(i32.eqz(budget.get), status(STATUS.running)),
          i32.store(i32.const(this.input('step').address), this.get('step')),
          this.call('step'),
          this.set('step', i32.add(this.get('step'), i32.const(1))),
          budget.set(i32.sub(budget.get, i32.const(1))),
          branch(0),
        ]),
      );
    f.body = [
      loop([
        when(i32.eqz(budget.get), status(STATUS.running)),
        when(i32.eqz(this.get('step')), begin),
        wholeSteps > 0 ? steps() : [],
        hasRemainder ? this.remainder(budget) : [],
        this.endEpoch(f, predict),
        branch(0),
      ]),
      i32.const(STATUS.running),
    ];
    return f;
  }

  /** The smaller batch at the end of an epoch. */
  private remainder(budget: Local<'i32'>): Code {
    return [
      this.call('remainder'),
      when(i32.gt_s(budget.get, i32.const(0)), budget.set(i32.sub(budget.get, i32.const(1)))),
    ];
  }

  /** Losses, early stopping, and whether it goes on. */
  private endEpoch(f: FunctionBuilder, predict: number): Code {
    const {trainingRows, validationRows, evaluationBatch} = this.sizes;
    const {validationStarts, validationForecasts} = this.places;
    const loss = f.local('f64');
    const validation = f.local('f64');
    const batches = Math.ceil(validationRows / evaluationBatch);
    const validationLoss = this.result('validation', 'loss');
    const finite = (x: Expression<'f64'>) => f64.lt(f64.abs(x), f64.const(Number.POSITIVE_INFINITY));
    const history = (name: ControlInteger) => i32.add(this.get(name), i32.mul(this.get('epoch'), i32.const(8)));
    return [
      loss.set(f64.div(this.float(this.state('lossSum').address), f64.const(trainingRows))),
      call(
        predict,
        [validationStarts.address, validationForecasts.address, batches].map(value => i32.const(value)),
      ),
      copy(this.input('forecasts').address, {...validationForecasts, bytes: 4 * validationRows}),
      this.call('validation'),
      validation.set(this.float(validationLoss.address)),
      f64.store(history('losses'), loss.get),
      f64.store(history('validationLosses'), validation.get),
      this.set('epoch', i32.add(this.get('epoch'), i32.const(1))),
      this.set('step', i32.const(0)),
      when(i32.eqz(i32.and(finite(loss.get), finite(validation.get))), returnValue(i32.const(STATUS.diverged))),
      when(i32.ge_s(this.get('patience'), i32.const(0)), this.stopping(validation.get)),
      when(i32.eq(this.get('epoch'), this.get('epochs')), returnValue(i32.const(STATUS.finished))),
    ];
  }

  private stopping(validation: Expression<'f64'>): Code {
    const {doubles, keptWeights} = this.places;
    const double = (name: ControlDouble) => f64.load(i32.const(doubles[name].address));
    return when(
      f64.lt(validation, f64.sub(double('best'), double('minDelta'))),
      [
        f64.store(i32.const(doubles.best.address), validation),
        this.set('bestEpoch', this.get('epoch')),
        this.set('waited', i32.const(0)),
        copy(keptWeights.address, this.weights),
      ],
      [
        this.set('waited', i32.add(this.get('waited'), i32.const(1))),
        when(i32.ge_u(this.get('waited'), this.get('patience')), returnValue(i32.const(STATUS.finished))),
      ],
    );
  }

  /** Forecasts batch after batch; there have to be start rows for whole batches, and room for their forecasts. */
  predict(): FunctionBuilder {
    const f = new FunctionBuilder(['i32', 'i32', 'i32']);
    const [starts, forecasts, batches] = [0, 1, 2].map(index => f.parameter<'i32'>(index));
    const input = this.input('starts');
    const output = this.result('forecast', 'forecasts');
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
    f.body = copy(this.weights.address, this.places.keptWeights);
    return f;
  }

  private call(name: string): Code {
    const index = this.linkage.functions.get(name);
    if (index === undefined) throw new Error(`there is no function ${name}`);
    return call(index);
  }

  private get(name: ControlInteger): Expression<'i32'> {
    return i32.load(i32.const(this.places.integers[name].address));
  }

  private set(name: ControlInteger, value: Expression<'i32'>): Code {
    return i32.store(i32.const(this.places.integers[name].address), value);
  }

  private float(address: number): Expression<'f64'> {
    return f64.promote_f32(f32.load(i32.const(address)));
  }

  private input(name: string): Place {
    return found(this.linkage.inputs, name);
  }

  private state(name: string): Place {
    return found(this.linkage.state, name);
  }

  private result(graph: string, name: string): Place {
    return found(this.linkage.results.get(graph) ?? new Map(), name);
  }
}

function found(places: ReadonlyMap<string, Place>, name: string): Place {
  const place = places.get(name);
  if (!place) throw new Error(`${name} has no place`);
  return place;
}

function copy(to: number, {address, bytes}: Place): Code {
  return memoryCopy(i32.const(to), i32.const(address), i32.const(bytes));
}
