import type {layers} from '@tensorflow/tfjs-layers';
import {identifier, type Options, optional} from '../../document/json-schema.js';
import {type Declaration, type Entry, type Kind, kindSchema, type StructuralEntry} from '../../document/kind.js';
import type {Generator} from '../../random/generator.js';
import type {ActivationName} from '../activations/index.js';
import type {Shape} from '../shape.js';
import type {TensorFlow} from '../tensorflow.js';
import type {StepMasks} from './step-masks.js';

export type TfLayer = layers.Layer;

/** A weight and how it starts; in the order of Keras' get_weights. */
export interface WeightSpec {
  readonly name: string;
  readonly shape: readonly number[];
  initial(random: Generator): Float32Array;
}

/** What can't be, in the words of the layer. */
export interface ShapeMistake {
  readonly mistake: string;
  readonly hint?: string;
}

/** What building a layer may need beside its entry. */
export interface BuildContext {
  readonly tf: TensorFlow;
  readonly name: string;
  readonly inputs: readonly Shape[];
  /** The random masks of each training step, of a layer that drops. */
  masks(): StepMasks;
}

/** What a layer drops: numbers that it takes for each window, and the share of them that becomes 0. */
export interface Dropping {
  readonly size: number;
  readonly rate: number;
}

/** What a layer's share of a training step takes beside the multiplications of its weights. */
export interface LayerCost {
  /** Numbers that it gives for each window, gates of recurrent layers included. */
  readonly outputs: number;
  /** Operations of each of its time steps, as a multiple of those of a simple-rnn; 0 for layers that have none. */
  readonly operationsPerTimeStep: number;
}

/** What a layer applies its activation to. */
export interface Activates {
  readonly activation: ActivationName;
  readonly units: number;
  /** How many numbers of each unit for a window. */
  readonly times: number;
}

/** A kind of layer: its shape, weights and cost are known without TensorFlow.js, building it needs it. */
export interface LayerKind<LayerEntry, Built = LayerEntry> {
  readonly type: string;
  readonly inputs: 'one' | 'several';
  outputShape(entry: LayerEntry, inputs: readonly Shape[]): Shape | ShapeMistake;
  weights(entry: LayerEntry, inputs: readonly Shape[]): readonly WeightSpec[];
  cost(entry: LayerEntry, inputs: readonly Shape[]): LayerCost;
  /** How much a layer drops in training, where it does. */
  drops?(entry: LayerEntry, inputs: readonly Shape[]): Dropping;
  /** What its activation is applied to, of a layer that has one. */
  activates?(entry: LayerEntry, inputs: readonly Shape[]): Activates;
  /** Whether it hands a state on from one time step to the next. */
  readonly isRecurrent?: boolean;
  /** Takes no option that starts weights: trainings that differ in nothing else are built, and compiled, alike. */
  build(entry: Built, context: BuildContext): TfLayer;
}

/** Options that every layer has. */
const COMMON = {
  name: optional({...identifier, description: 'A name, for the inputs of other layers.'}),
  inputs: optional({
    type: 'array',
    minItems: 1,
    items: identifier,
    description:
      "The layers whose outputs are the inputs of this layer, by name; 'input' is the window. Without it: the layer before.",
  }),
} as const;

type Common = typeof COMMON;

/** Declares a kind of layer; its entry's type comes from its options. */
export function layer<const Type extends string, const Own extends Options>({
  type,
  description,
  options,
  ...rest
}: Declaration<Type, Own, LayerKind<Entry<Type, Common & Own>, StructuralEntry<Type, Common & Own>>>): LayerKind<
  Entry<Type, Common & Own>,
  StructuralEntry<Type, Common & Own>
> &
  Kind<Type, Common & Own> {
  return {type, description, schema: kindSchema(type, description, {...COMMON, ...options}), ...rest};
}

/** Whether a layer has no output shape for its inputs. */
export function isMistake(shape: Shape | ShapeMistake): shape is ShapeMistake {
  return 'mistake' in shape;
}

/** For layers without weights. */
export const noWeights = (): readonly WeightSpec[] => [];

/** For layers that only move numbers. */
export const noCost = (): LayerCost => ({outputs: 0, operationsPerTimeStep: 0});

/** How often a layer's weights are used per window: by recurrent layers in every time step, by Dense layers on sequences as well. */
export function positions([first]: readonly Shape[]): number {
  return first.slice(0, -1).reduce((all, size) => all * size, 1);
}
