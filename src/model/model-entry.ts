import {objectSchema, type Static} from '../document/json-schema.js';
import {variants} from '../document/kind.js';
import {layers} from './layers/index.js';

/** `model`: the layers of a network. */
export const modelSchema = objectSchema({
  layers: {
    type: 'array',
    minItems: 1,
    maxItems: 200,
    items: {...variants(layers), shorthand: true},
    description:
      'A chain, each layer taking the one before; with name and inputs a graph. The last layer is the forecast.',
  },
});

export type ModelEntry = Static<typeof modelSchema>;
