import {windowSchema} from '../data/8-windows/windows.js';
import {objectSchema} from '../document/json-schema.js';
import {normalizationName, normalizations} from '../model/normalizations/index.js';

const FORMULAS = normalizations.map(({name, formula}) => `${name} (${formula})`).join(', ');

/** `window`: which rows a model sees and forecasts, and how it sees them. */
export const windowEntrySchema = objectSchema({
  ...windowSchema.properties,
  normalization: {
    ...normalizationName,
    default: 'none',
    description: `How each window is shifted and scaled by its own past before the network sees it; forecasts are put back. One of ${FORMULAS}.`,
  },
});
