import standaloneCode from 'ajv/dist/standalone/index.js';
import {type Checking, compilerOf} from './compiled-schema.js';
import type {JsonSchema} from './json-schema.js';

/**
 * The text of a module that exports by their names what compiledSchema gives for schemas: src/bundle.mjs puts it into the program, since
 * to compile them took a third of the time of a command.
 */
export function compiledCode(checking: Checking, schemas: Readonly<Record<string, JsonSchema>>): string {
  const compiler = compilerOf(checking, {source: true, esm: true});
  for (const [name, schema] of Object.entries(schemas)) compiler.addSchema({...checking.written(schema), $id: name});
  return standaloneCode.default(compiler, Object.fromEntries(Object.keys(schemas).map(name => [name, name])));
}
