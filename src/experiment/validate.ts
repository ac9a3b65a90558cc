import {Ajv2020} from 'ajv/dist/2020.js';
import type {ExperimentFile} from './experiment-file.generated.js';
import {type Mistake, mistakes} from './schema-problems.js';
import {isSchema, readSchema, type Schema, strictSchema} from './strict-schema.js';

let compiled: {validate: ReturnType<Ajv2020['compile']>; resolve: (reference: string) => Schema} | undefined;

function validator() {
  if (compiled) return compiled;
  const schema = strictSchema(readSchema());
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    discriminator: true,
    useDefaults: true,
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
    // Half the time to compile; a test validates the schema itself.
    validateSchema: false,
    inlineRefs: false,
    code: {optimize: false},
  });
  const definitions = isSchema(schema.$defs) ? schema.$defs : {};
  compiled = {
    validate: ajv.compile(schema),
    resolve(reference) {
      const definition = definitions[reference.replace('#/$defs/', '')];
      return isSchema(definition) ? definition : {};
    },
  };
  return compiled;
}

/** Validates one trial's experiment against the strict schema and fills in defaults; `value` is changed by that. */
export function validate(value: unknown): {experiment: ExperimentFile} | {mistakes: Mistake[]} {
  const {validate, resolve} = validator();
  if (validate(value)) return {experiment: value as ExperimentFile};
  return {mistakes: mistakes(validate.errors ?? [], resolve)};
}

/** Where a bare name may stand for {type: name}; lets a file say `loss: huber`. */
export function expandBareNames(value: unknown): unknown {
  if (!isSchema(value)) return value;
  const typed = (entry: unknown) => (typeof entry === 'string' && !entry.startsWith('${') ? {type: entry} : entry);
  const expand = (parent: unknown, ...keys: string[]) =>
    isSchema(parent)
      ? {...parent, ...Object.fromEntries(keys.filter(key => key in parent).map(key => [key, typed(parent[key])]))}
      : parent;
  const model = value.model;
  return {
    ...(expand(value, 'standardization') as Schema),
    ...('training' in value ? {training: expand(value.training, 'optimizer', 'loss')} : {}),
    ...(isSchema(model) && Array.isArray(model.layers) ? {model: {...model, layers: model.layers.map(typed)}} : {}),
  };
}
