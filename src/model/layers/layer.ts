import type {layers} from '@tensorflow/tfjs-layers';
import type {Layer as LayerEntry} from '../../experiment/experiment-file.generated.js';
import type {Generator} from '../../random/generator.js';
import type {TensorFlow} from '../tensorflow.js';
import type {StepMasks} from './step-masks.js';

export type TfLayer = layers.Layer;
export type LayerType = LayerEntry['type'];
export type EntryOf<Type extends LayerType> = Extract<LayerEntry, {type: Type}>;

/** A shape without its batch axis: [time, features] or [units]. */
export type Shape = readonly number[];

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
  /** Random masks per training step, for layers that drop. */
  masks(size: number, rate: number): StepMasks;
}

/** A kind of layer: its shape and weights are known without TensorFlow.js, building it needs it. */
export interface LayerKind<Type extends LayerType> {
  readonly type: Type;
  readonly inputs: 'one' | 'several';
  outputShape(entry: EntryOf<Type>, inputs: readonly Shape[]): Shape | ShapeMistake;
  weights(entry: EntryOf<Type>, inputs: readonly Shape[]): readonly WeightSpec[];
  build(entry: EntryOf<Type>, context: BuildContext): TfLayer;
}

export function isMistake(shape: Shape | ShapeMistake): shape is ShapeMistake {
  return 'mistake' in shape;
}

export function showShape(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}

/** For layers without weights. */
export const noWeights = (): readonly WeightSpec[] => [];
