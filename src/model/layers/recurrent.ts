import {boolean, type StructuralValues, type Values} from '../../document/json-schema.js';
import {identifierOf} from '../activations/identifier.js';
import {activationName} from '../activations/index.js';
import {initializerName, initialValues} from '../initializers/index.js';
import {type Shape, showShape} from '../shape.js';
import {
  type Activates,
  type BuildContext,
  type LayerCost,
  positions,
  type ShapeMistake,
  type WeightSpec,
} from './layer.js';
import {unitsOption} from './units-option.js';

/** Options of all recurrent layers, the first and the last ones. */
export const FIRST_OPTIONS = {
  units: unitsOption,
  activation: {...activationName, default: 'tanh', description: 'Applied to the new state.'},
} as const;

export const LAST_OPTIONS = {
  returnSequences: {
    ...boolean,
    default: false,
    description: 'true: the output of every step. false: only the output of the last step.',
  },
  useBias: {...boolean, default: true, description: 'Whether a bias is added.'},
  kernelInitializer: {...initializerName, default: 'glorot-uniform', description: 'The first weights of the input.'},
  recurrentInitializer: {...initializerName, default: 'orthogonal', description: 'The first weights of the state.'},
  biasInitializer: {...initializerName, default: 'zeros', description: 'The first bias.'},
} as const;

/** The option that layers with gates have besides. */
export const GATE_OPTIONS = {
  recurrentActivation: {...activationName, default: 'sigmoid', description: 'Applied to the gates.'},
} as const;

type RecurrentEntry = Values<typeof FIRST_OPTIONS & typeof LAST_OPTIONS>;

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
    {name: 'kernel', shape: kernel, initial: random => initialValues(entry.kernelInitializer, kernel, random)},
    {
      name: 'recurrent_kernel',
      shape: recurrent,
      initial: random => initialValues(entry.recurrentInitializer, recurrent, random),
    },
  ];
  if (!entry.useBias) return weights;
  return [
    ...weights,
    {
      name: 'bias',
      shape: bias,
      initial(random) {
        const values = initialValues(entry.biasInitializer, bias, random);
        adjustBias(values);
        return values;
      },
    },
  ];
}

/** The cost of a cell with some gates; gated ones have three times the operations of a simple-rnn. */
export function recurrentCost({units}: RecurrentEntry, inputs: readonly Shape[], gates: number): LayerCost {
  return {outputs: gates * units * positions(inputs), operationsPerTimeStep: gates > 1 ? 3 : 1};
}

/** What a cell applies its activation to, so many times in each time step. */
export function recurrentActivates(
  {activation, units}: RecurrentEntry,
  inputs: readonly Shape[],
  timesPerStep = 1,
): Activates {
  return {activation, units, times: timesPerStep * positions(inputs)};
}

/** tf.layers' arguments; weights start at zero because they are set from the seeded generator. */
export function recurrentArguments(
  {units, activation, useBias, returnSequences}: StructuralValues<typeof FIRST_OPTIONS & typeof LAST_OPTIONS>,
  {tf, name}: Pick<BuildContext, 'tf' | 'name'>,
) {
  return {
    name,
    units,
    activation: identifierOf(tf, activation),
    useBias,
    returnSequences,
    kernelInitializer: 'zeros',
    recurrentInitializer: 'zeros',
    biasInitializer: 'zeros',
  } as const;
}
