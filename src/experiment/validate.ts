import {expandBareNames} from '../document/bare-names.js';
import {isMapping} from '../document/json-schema.js';
import {keyPlaces} from '../document/key-places.js';
import {validatorOf} from '../document/validator.js';
import {compiledExperiment} from './compiled-experiment.js';
import {experimentSchema} from './experiment-file.js';

/** Validates one combination's experiment and fills in defaults; the value is changed by that. */
export const validateExperiment = validatorOf(compiledExperiment, {
  placeOfKey: keyPlaces(experimentSchema),
  expand: value => expandBareNames(value, experimentSchema),
});

/** The least that is an experiment, with every default filled in. */
let least: Readonly<Record<string, unknown>> | undefined;

function leastExperiment(): Readonly<Record<string, unknown>> {
  if (least) return least;
  const document = {
    name: 'experiment',
    data: {type: 'csv', path: 'data.csv'},
    window: {length: 1},
    model: {layers: [{type: 'dense', units: 1}]},
  };
  const result = validateExperiment(document);
  least = 'document' in result ? document : {};
  return least;
}

/** Some parts of an experiment, and of all others the least that is right: what is wrong then is these parts'. */
export function withOthers(parts: unknown): Readonly<Record<string, unknown>> {
  const whole: Record<string, unknown> = {...leastExperiment()};
  if (isMapping(parts)) for (const [name, part] of Object.entries(parts)) if (part !== undefined) whole[name] = part;
  return whole;
}
