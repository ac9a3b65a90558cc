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
