import {type ActivationName, activationOf} from '../../model/activations/index.js';
import type {Graph} from '../../model/graph.js';
import {layerKindOf} from '../../model/layers/index.js';
import type {Activates} from '../../model/layers/layer.js';

/** A layer that has weights, and what is looked at of it. */
export interface DiagnosedLayer extends Activates {
  readonly node: number;
  readonly name: string;
  /** Whether its activation is another one than linear: only then it saturates, and has a slope to be told. */
  readonly bends: boolean;
  /** How often it hands a state on, of a recurrent layer. */
  readonly timeSteps: number | undefined;
}

/** The layers of a network that have weights, from the window to the forecast. */
export function diagnosedLayers({nodes}: Graph): readonly DiagnosedLayer[] {
  return nodes.flatMap(({entry, name, inputShapes, parameterCount}, node): DiagnosedLayer[] => {
    const {activates, isRecurrent} = layerKindOf(entry);
    const timeSteps = isRecurrent ? inputShapes[0][0] : undefined;
    const own = activates?.(entry, inputShapes);
    return own && parameterCount > 0 ? [{node, name, ...own, bends: bends(own.activation), timeSteps}] : [];
  });
}

function bends(activation: ActivationName): boolean {
  return activationOf(activation).saturates !== null;
}
