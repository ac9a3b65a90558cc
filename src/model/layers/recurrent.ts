import type {SimpleRnnLayer} from '../../experiment/experiment-file.generated.js';
import {initializers} from '../initializers/index.js';
import {type Shape, type ShapeMistake, showShape, type WeightSpec} from './layer.js';

/** What all recurrent layers share. */
type RecurrentEntry = Pick<
  SimpleRnnLayer,
  'units' | 'useBias' | 'returnSequences' | 'kernelInitializer' | 'recurrentInitializer' | 'biasInitializer'
>;

/** [time, features] to [units], or to [time, units] with returnSequences. */
export function recurrentShape(entry: RecurrentEntry, [input]: readonly Shape[]): Shape | ShapeMistake {
  if (input.length !== 2)
    return {
      mistake: `needs an input of [time, features], but gets ${showShape(input)}`,
      hint: 'no flatten before it; and returnSequences: true on a recurrent layer before it',
    };
  return entry.returnSequences ? [input[0], entry.units] : [entry.units];
}

/** Kernel, recurrent kernel and bias of a cell with some gates side by side. */
export function recurrentWeights(
  entry: RecurrentEntry,
  [input]: readonly Shape[],
  gates: number,
  bias: readonly number[] = [gates * entry.units],
  adjustBias: (bias: Float32Array) => void = () => {},
): WeightSpec[] {
  const kernel = [input[1], gates * entry.units];
  const recurrent = [entry.units, gates * entry.units];
  const weights: WeightSpec[] = [
    {name: 'kernel', shape: kernel, initial: random => initializers[entry.kernelInitializer](kernel, random)},
    {
      name: 'recurrent_kernel',
      shape: recurrent,
      initial: random => initializers[entry.recurrentInitializer](recurrent, random),
    },
  ];
  if (!entry.useBias) return weights;
  return [
    ...weights,
    {
      name: 'bias',
      shape: bias,
      initial(random) {
        const values = initializers[entry.biasInitializer](bias, random);
        adjustBias(values);
        return values;
      },
    },
  ];
}

/** tf.layers' arguments; weights start at zero because they are set from the seeded generator. */
export function recurrentArguments({units, useBias, returnSequences}: RecurrentEntry, name: string) {
  return {
    name,
    units,
    useBias,
    returnSequences,
    kernelInitializer: 'zeros',
    recurrentInitializer: 'zeros',
    biasInitializer: 'zeros',
  } as const;
}
