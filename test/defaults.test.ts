// Keys that may be left out below alternatives: nobody fills in a default there, so that none may stand there.
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {isMapping, propertiesOf} from '../src/document/json-schema.js';
import {experimentSchema} from '../src/experiment/experiment-file.js';
import {Rig, smallExperiment} from './rig.js';

/** Paths of defaults that no validator fills in: below alternatives that no type tells apart. */
function lostDefaults(schema: unknown, path: string, isLost: boolean): string[] {
  if (!isMapping(schema)) return [];
  const open = isLost || (Array.isArray(schema.oneOf) && !('discriminator' in schema));
  const inner = Object.entries(propertiesOf(schema)).flatMap(([key, child]) => [
    ...(isLost && isMapping(child) && 'default' in child ? [`${path}.${key}`] : []),
    ...lostDefaults(child, `${path}.${key}`, isLost),
  ]);
  const alternatives = Array.isArray(schema.oneOf) ? schema.oneOf.flatMap(one => lostDefaults(one, path, open)) : [];
  return [
    ...inner,
    ...alternatives,
    ...lostDefaults(schema.items, `${path}[]`, isLost),
    ...lostDefaults(schema.additionalProperties, `${path}.*`, isLost),
  ];
}

test('no default stands where nobody fills it in', () => {
  assert.equal(lostDefaults(experimentSchema, 'experiment', false), []);
});

test('a target without a transform, and a resampling that says only how long', async () => {
  const rig = new Rig();
  const rows = Array.from({length: 400}, (_, hour) => new Date(Date.UTC(2024, 0, 1, hour)).toISOString());
  rig.write('hours.csv', ['time,x', ...rows.map((time, at) => `${time},${at % 7}`), ''].join('\n'));
  const data = {type: 'csv', path: 'hours.csv', time: 'time', target: {column: 'x'}, resample: {every: '4h'}};
  rig.write('small.yaml', smallExperiment({data, window: 2}));
  const {code, stdout, stderr} = await rig.tfsweep(['check', 'small.yaml']);
  assert.equal([code, stderr], [0, '']);
  assert.match(stdout, 'fine small.yaml: 4 trials');
  rig.remove();
});

test.run();
