import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {Ajv2020} from 'ajv/dist/2020.js';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {parse} from 'yaml';
import {editorSchema} from '../src/document/editor-schema.js';
import {isMapping, type JsonSchema, MARKS} from '../src/document/json-schema.js';
import {experimentSchema} from '../src/experiment/experiment-file.js';
import {Rig, root} from './rig.js';

const schema: JsonSchema = JSON.parse(readFileSync(join(root, 'schema', 'experiment.schema.json'), 'utf8'));
const experiments = readdirSync(join(root, 'experiments')).filter(file => file.endsWith('.yaml'));
const editorSchema2020 = new Ajv2020({allErrors: true, discriminator: false, strict: false});

test('the schema is a JSON Schema 2020-12, as written and as used', () => {
  assert.ok(editorSchema2020.validateSchema(schema), JSON.stringify(editorSchema2020.errors));
  assert.ok(editorSchema2020.validateSchema(experimentSchema), JSON.stringify(editorSchema2020.errors));
  // What ajv finds odd is a mistake of ours; when experiments are checked there is no time to look for it.
  const strict = new Ajv2020({strict: true, strictRequired: false, allowUnionTypes: true, discriminator: true});
  strict.addVocabulary([...MARKS]);
  strict.compile(experimentSchema);
});

test('the committed schema is that of the kinds', () => {
  assert.equal(schema, JSON.parse(JSON.stringify(editorSchema(experimentSchema))), 'npm run schema writes it');
});

/** Every object of the schema that has keys of its own, with its path. */
function objects(value: unknown, path = '#'): {path: string; schema: JsonSchema; properties: JsonSchema}[] {
  if (Array.isArray(value)) return value.flatMap((child, index) => objects(child, `${path}/${index}`));
  if (!isMapping(value)) return [];
  const inner = Object.entries(value).flatMap(([key, child]) => objects(child, `${path}/${key}`));
  // Which keys there are besides the type is said behind `then`.
  if (!isMapping(value.properties) || path.endsWith('/properties') || path.endsWith('/if') || 'allOf' in value)
    return inner;
  return [{path, schema: value, properties: value.properties}, ...inner];
}

test('every key is described, in the words that editors show', () => {
  const bare = objects(schema).flatMap(({path, properties}) =>
    Object.entries(properties)
      .filter(([, child]) => !isMapping(child) || typeof child.description !== 'string' || child.description.length < 5)
      .map(([key]) => `${path}/${key}`),
  );
  assert.ok(objects(schema).length > 25);
  assert.equal(bare, []);
});

test('no object of the schema takes unknown keys', () => {
  assert.equal(
    objects(schema)
      .filter(({schema: one}) => one.additionalProperties !== false)
      .map(({path}) => path),
    [],
  );
});

test('an editor finds no fault with the shipped experiments', () => {
  const validate = editorSchema2020.compile(schema);
  assert.ok(experiments.length >= 3);
  for (const file of experiments) {
    const text = readFileSync(join(root, 'experiments', file), 'utf8');
    assert.ok(validate(parse(text)), `${file}: ${JSON.stringify(validate.errors)}`);
    assert.match(text, '# yaml-language-server: $schema=../schema/experiment.schema.json');
  }
});

test('tfsweep finds no fault with them either', async () => {
  const rig = new Rig();
  const paths = experiments.map(file => join(root, 'experiments', file));
  const isShipped = (path: string) => !readFileSync(path, 'utf8').includes('The data is yours to get');
  const shipped = paths.filter(isShipped);
  const {code, stdout, stderr} = await rig.tfsweep(['check', ...shipped]);
  assert.is(code, 0, stderr);
  assert.is(stdout.trim().split('\n').length, shipped.length);
  // Data that may not be shipped is the only thing that is missing.
  for (const path of paths.filter(one => !isShipped(one))) {
    const other = await rig.tfsweep(['check', path]);
    if (other.code !== 0)
      assert.match(
        other.stderr,
        /error there is no file '.*'[\s\S]*\n1 problem; columns, missing values, splits and shapes were not checked\n?$/,
      );
  }
  rig.remove();
});

test('the shipped weather data is the one of vega-datasets', () => {
  const shipped = readFileSync(join(root, 'experiments', 'data', 'seattle-weather.csv'));
  const original = join(root, 'node_modules', 'vega-datasets', 'data', 'seattle-weather.csv');
  assert.equal(shipped, readFileSync(original));
});

test.run();
