import type {Layer as LayerEntry} from '../../experiment/experiment-file.generated.js';
import {add} from './add.js';
import {concatenate} from './concatenate.js';
import {dense} from './dense.js';
import {dropout} from './dropout.js';
import {flatten} from './flatten.js';
import {gru} from './gru.js';
import type {BuildContext, EntryOf, LayerKind, LayerType, Shape, ShapeMistake, TfLayer, WeightSpec} from './layer.js';
import {lstm} from './lstm.js';
import {simpleRnn} from './simple-rnn.js';

const kinds: {[Type in LayerType]: LayerKind<Type>} = {
  add,
  concatenate,
  dense,
  dropout,
  flatten,
  gru,
  lstm,
  'simple-rnn': simpleRnn,
};

function kindOf<Type extends LayerType>(entry: EntryOf<Type>): LayerKind<Type> {
  return kinds[entry.type as Type];
}

export function layerInputs(entry: LayerEntry): 'one' | 'several' {
  return kinds[entry.type].inputs;
}

export function layerShape(entry: LayerEntry, inputs: readonly Shape[]): Shape | ShapeMistake {
  return kindOf(entry).outputShape(entry, inputs);
}

export function layerWeights(entry: LayerEntry, inputs: readonly Shape[]): readonly WeightSpec[] {
  return kindOf(entry).weights(entry, inputs);
}

export function buildLayer(entry: LayerEntry, context: BuildContext): TfLayer {
  return kindOf(entry).build(entry, context);
}
