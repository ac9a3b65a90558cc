import type {Scalar, Tensor, Variable} from '@tensorflow/tfjs-core';
import type {Activation} from '../../model/activations/activation.js';
import {activationOf} from '../../model/activations/index.js';
import type {Model} from '../../model/build-model.js';
import type {TensorFlow} from '../../model/tensorflow.js';
import {whileWatched} from '../../model/watch-layers.js';
import type {DiagnosedLayer} from './diagnosed-layers.js';
import type {DiagnosisPlan, DiagnosisTotal, DiagnosisVector} from './diagnosis-plan.js';

type Core = TensorFlow['core'];

/** What is looked at: a network with its weights, in the order of its weight places. */
export interface Diagnosed {
  readonly model: Model;
  readonly weights: readonly Variable[];
  /** The mean loss over a batch, of windows that count: the others add nothing to it. */
  loss(): Tensor;
  /** Which windows count, [batch]: 1 or 0. */
  readonly counts: Tensor;
}

/** What a diagnosis gives; vectors without numbers are left out. */
export type Diagnosis = Readonly<Partial<Record<DiagnosisVector | DiagnosisTotal, Tensor>>>;

/** Looks at a batch: one pass forward, without dropout, and one back, which change nothing. */
export function diagnose(core: Core, {layers, batch, lengths}: DiagnosisPlan, diagnosed: Diagnosed): Diagnosis {
  const {model, weights, counts} = diagnosed;
  const {gradients, reaching, seen} = passed(core, layers, batch, diagnosed);
  const ofNode = (all: readonly Tensor[], {node}: DiagnosedLayer) =>
    all.filter((_, index) => model.weightPlaces[index].node === node);
  const squares = (all: readonly Tensor[]) =>
    all.map(one => core.sum(core.square(one))).reduce((a, b) => core.add(a, b));
  const told = layers.map(layer => ({layer, x: atOnce(core, seen.get(layer.node) ?? [])}));
  const bending = told.filter(({layer}) => layer.bends).map(({layer, x}) => bent(core, layer, x, counts));
  const made: Diagnosis = {
    squashed: core.stack(told.map(({x}) => core.sum(ofUnits(core, core.step(core.sub(core.abs(x), 1)), counts)))),
    gradientSquares: core.stack(layers.map(layer => squares(ofNode(gradients, layer)))),
    weightSquares: core.stack(layers.map(layer => squares(ofNode(weights, layer)))),
    gradient: core.concat(gradients.map(one => core.reshape(one, [one.size]))),
    ...(lengths.reaching > 0 ? {reaching: core.stack(reaching.map(one => squares([one])))} : {}),
    ...(bending.length > 0
      ? {
          slope: core.stack(bending.map(({slope}) => slope)),
          saturated: core.stack(bending.map(({units}) => core.sum(units))),
          dead: core.stack(bending.map(({dead}) => dead)),
          saturatedUnits: core.concat(bending.map(({units}) => units)),
        }
      : {}),
  };
  core.dispose([...seen.values()].flat());
  return made;
}

/** The pass forward and back: the gradients of weights and of recurrent layers' first and last states, and what activations were applied to. */
function passed(core: Core, layers: readonly DiagnosedLayer[], batch: number, {model, weights, loss}: Diagnosed) {
  const seen = new Map<number, Tensor[]>(layers.map(({node}) => [node, []]));
  const recurrent = layers.filter(({timeSteps}) => timeSteps !== undefined);
  // Adding zeros to a state changes nothing, and their gradient is what reaches the state.
  const probes = recurrent.flatMap(({units}) => [core.zeros([batch, units]), core.zeros([batch, units])]);
  const watched = (taken: readonly Tensor[]) =>
    whileWatched(
      model,
      {
        activating(node, x) {
          seen.get(node)?.push(core.keep(core.clone(x)));
        },
        handingOn(node, time, state) {
          const index = recurrent.findIndex(layer => layer.node === node);
          const first = time === 0 ? core.add(state, taken[2 * index]) : state;
          return time + 1 === recurrent[index].timeSteps ? core.add(first, taken[2 * index + 1]) : first;
        },
      },
      loss,
    );
  const {grads} = core.valueAndGrads((...taken: Tensor[]) => watched(taken.slice(weights.length)) as Scalar)([
    ...weights,
    ...probes,
  ]);
  return {gradients: grads.slice(0, weights.length), reaching: grads.slice(weights.length), seen};
}

/** What a layer's activation is applied to in all of its time steps, [batch, ..., units]. */
function atOnce(core: Core, seen: readonly Tensor[]): Tensor {
  // As it was seen, where it can be: what is worked out of it may have been worked out already.
  return seen.length === 1 ? seen[0] : core.stack([...seen], 1);
}

/** The sums over windows that count of something, [batch, ..., units], for each unit. */
function ofUnits(core: Core, x: Tensor, counts: Tensor): Tensor {
  const axes = Array.from({length: x.rank - 1}, (_, axis) => axis);
  return core.sum(core.mul(x, core.reshape(counts, [-1, ...axes.map(() => 1)])), axes);
}

/** How much of what an activation is applied to it lets through. */
function bent(core: Core, {activation, times}: DiagnosedLayer, x: Tensor, counts: Tensor) {
  const {saturates, apply} = activationOf(activation);
  const units = ofUnits(core, beyond(core, x, saturates ?? {}), counts);
  const slope = core.abs(core.grad(at => apply(core, at))(x));
  // A unit that saturates in all windows does so as often as there are numbers of it.
  const all = core.mul(core.sum(counts), times);
  return {
    slope: core.sum(ofUnits(core, slope, counts)),
    units,
    dead: core.sum(core.step(core.sub(units, core.sub(all, 0.5)))),
  };
}

/** 1 where x is below or above something, else 0. */
function beyond(core: Core, x: Tensor, {below, above}: NonNullable<Activation['saturates']>): Tensor {
  if (above !== undefined && below === -above) return core.step(core.sub(core.abs(x), above));
  const sides = [
    ...(below === undefined ? [] : [core.sub(below, x)]),
    ...(above === undefined ? [] : [core.sub(x, above)]),
  ];
  // Of what saturates nowhere none is beyond.
  return sides.length === 0 ? core.mul(x, 0) : sides.map(side => core.step(side)).reduce((a, b) => core.add(a, b));
}
