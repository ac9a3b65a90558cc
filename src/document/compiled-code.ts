import type {Ajv2020} from 'ajv/dist/2020.js';
import standaloneCode from 'ajv/dist/standalone/index.js';
import {documentsCompiler, recordsCompiler, withRepeated, withShared} from './compiled-schema.js';
import type {JsonSchema} from './json-schema.js';

// What src/bundle.mjs puts into the program: to compile schemas took a third of the time of a command.
const CODE = {source: true, esm: true} as const;

/** The text of a module that exports by their names what compiledDocument gives for schemas. */
export function documentsCode(schemas: Readonly<Record<string, JsonSchema>>): string {
  return codeOf(documentsCompiler(CODE), schemas, withShared);
}

/** The same of compiledParser. */
export function parsersCode(schemas: Readonly<Record<string, JsonSchema>>): string {
  return codeOf(recordsCompiler(CODE), schemas, withRepeated);
}

function codeOf(
  compiler: Ajv2020,
  schemas: Readonly<Record<string, JsonSchema>>,
  written: (schema: JsonSchema) => object,
): string {
  for (const [name, schema] of Object.entries(schemas)) compiler.addSchema({...written(schema), $id: name});
  const names = Object.keys(schemas);
  return standaloneCode.default(compiler, Object.fromEntries(names.map(name => [name, name])));
}
