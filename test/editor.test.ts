// What an editor with yaml-language-server offers, explains and marks: the real server, with the schema of this checkout,
// found by the line that `init` writes. Where it marks a mistake, `check` tells one in the same line.
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {layers} from '../src/model/layers/index.js';
import {optimizers} from '../src/training/optimizers/index.js';
import {LanguageServer} from './language-server.js';
import {Rig, root} from './rig.js';

const rig = new Rig();
rig.write('wave.csv', `day,x\n${Array.from({length: 60}, (_, day) => `${1950 + day}-01-01,${day % 7}`).join('\n')}\n`);
const LAYERS = layers.map(({type}) => type);
const OPTIMIZERS = optimizers.map(({type}) => type);
const server = new LanguageServer(rig.folder);
await server.start();

const HEAD = `# yaml-language-server: $schema=${root}/schema/experiment.schema.json
version: 1
name: mine
data: {type: csv, path: wave.csv, time: day, columns: [x]}
`;
const WINDOW = `${HEAD}window: {length: 3}\n`;
const MODEL = `${WINDOW}model: {layers: [flatten, {type: dense, units: 1}]}\n`;

/** A place of README's file, and what must be offered there; within braces the server wants a first letter of a key. */
const OFFERED: readonly (readonly [what: string, marked: string, labels: readonly string[]])[] = [
  ['keys of the file', `${MODEL}tr¦`, ['training', 'sweep', 'comparison', 'expect', 'standardization']],
  ['types of data', 'DATA\ndata:\n  type: ¦', ['csv', 'json', 'parquet', 'sql', 'inline', 'synthetic']],
  ['keys of data in braces', `${HEAD.replace('columns', 'c¦olumns')}`, ['target', 'split', 'missing', 'delimiter']],
  ['types of layers', `${WINDOW}model:\n  layers:\n    - type: ¦`, LAYERS],
  ['types of layers in braces', `${WINDOW}model:\n  layers:\n    - {type: ¦}`, LAYERS],
  ['an open brace', `${WINDOW}model:\n  layers:\n    - {¦`, ['type']],
  ['keys of a layer', `${WINDOW}model:\n  layers:\n    - type: dense\n      ¦`, ['units', 'activation', 'useBias']],
  ['keys of a layer in braces', `${WINDOW}model:\n  layers:\n    - {type: lstm, u¦}`, ['units', 'recurrentActivation']],
  [
    'activations',
    `${WINDOW}model:\n  layers:\n    - {type: dense, units: 3, activation: ¦}`,
    ['linear', 'tanh', 'relu', 'gelu'],
  ],
  ['optimizers', `${MODEL}training:\n  optimizer: {type: ¦}`, OPTIMIZERS],
  ['keys of an optimizer', `${MODEL}training:\n  optimizer: {type: adam, l¦}`, ['learningRate', 'beta1', 'epsilon']],
  ['standardizations', `${MODEL}standardization: ¦`, ['z-score', 'min-max', 'robust', 'none']],
  ['metrics', `${MODEL}comparison: {by: a, metric: ¦}`, ['test_rmse', 'validation_mae']],
  ['keys of a sweep', `${MODEL}sweep:\n  ¦`, ['parameters', 'seeds', 'strategy', 'exclude']],
];

for (const [what, marked, labels] of OFFERED)
  test(`offered: ${what}`, async () => {
    const offered = await server.completed(marked.replace('DATA', HEAD.slice(0, HEAD.indexOf('\ndata'))));
    assert.equal(
      labels.filter(label => !offered.includes(label)),
      [],
      `offered were ${offered.join(', ')}`,
    );
  });

for (const [what, marked, words] of [
  ['window', `${HEAD}win¦dow: {length: 3}\n`, 'What the model sees and what it forecasts'],
  ['path', WINDOW.replace('path', 'pa¦th'), 'relative to this one'],
  ['a type', MODEL.replace('dense', 'de¦nse'), 'Long short-term memory'],
  ['units', MODEL.replace('units', 'un¦its'), '#### units'],
  ['activation', MODEL.replace('units: 1', 'units: 1, activ¦ation: tanh'), '#### activation'],
  ['optimizer', `${MODEL}training: {optim¦izer: adam}\n`, '#### optimizer'],
] as const)
  test(`explained: ${what}, under its own name`, async () => {
    const explained = await server.explained(marked);
    assert.match(explained, words);
    assert.not.match(explained, '||');
  });

/** A mistake, and what the editor says of it; the line is the one that `check` names. */
const MISTAKES: readonly (readonly [what: string, text: string, said: RegExp])[] = [
  ['an activation', MODEL.replace('units: 1', 'units: 1, activation: tanhh'), /Valid values: "linear", "tanh"/],
  ['a layer', MODEL.replace('dense', 'denze'), /Valid values: "flatten", "dense"/],
  ['a key of a layer', MODEL.replace('units: 1', 'units: 1, activaton: tanh'), /Property activaton is not allowed/],
  ['a missing key', MODEL.replace(', units: 1', ''), /Missing property "units"/],
  ['a text for a number', MODEL.replace('units: 1', 'units: many'), /Expected "integer"/],
  ['too few units', MODEL.replace('units: 1', 'units: 0'), /minimum of 1/],
  ['a key of the file', `${MODEL}trainig: {epochs: 3}\n`, /Property trainig is not allowed/],
  ['a metric', `${MODEL}comparison: {by: a, metric: test_rsme}\n`, /Valid values: .*"test_rmse"/],
  ['an optimizer', `${MODEL}training: {optimizer: adamm}\n`, /Valid values: "sgd"/],
  ['a type of data', MODEL.replace('csv', 'cvs'), /Valid values: "csv"/],
  ['a seed', `${MODEL}seed: -1\n`, /minimum of 0/],
  ['a list for a mapping', `${MODEL}training: [3]\n`, /Incorrect type/],
];

for (const [what, text, said] of MISTAKES)
  test(`marked: ${what}, in the line that check names`, async () => {
    const marked = await server.mistakes(text);
    assert.match(marked.map(({message}) => message).join('\n'), said);
    rig.write('mine.yaml', text);
    const {code, stderr} = await rig.tfsweep(['check', 'mine.yaml']);
    assert.is(code, 2);
    const told = [...stderr.matchAll(/^mine\.yaml:(\d+):/gm)].map(([, line]) => Number(line));
    assert.equal([...new Set(marked.map(({line}) => line))], [...new Set(told)].slice(0, 1));
  });

test('nothing is marked in what init writes, and the line that it writes leads to the schema', async () => {
  rig.copy('schema', 'node_modules/tfsweep/schema');
  await rig.tfsweep(['init', '--name', 'first']);
  const text = rig.read('first.yaml');
  assert.match(text, /^# yaml-language-server: \$schema=\.\/node_modules\/tfsweep\/schema\/experiment\.schema\.json\n/);
  assert.equal(await server.mistakes(text), []);
  assert.match(JSON.stringify(await server.mistakes(`${text}trainig: 3\n`)), 'Property trainig is not allowed');
});

test('keys that are taken over by << are no mistakes, and are not missing', async () => {
  const text = `${WINDOW}model:
  layers:
    - flatten
    - &wide {type: dense, units: 8, activation: tanh}
    - {<<: *wide, units: 1}
`;
  assert.equal(await server.mistakes(text), []);
  rig.write('merged.yaml', text);
  assert.is((await rig.tfsweep(['check', 'merged.yaml'])).code, 0);
});

test('init writes no line that leads to a place of this machine', async () => {
  const other = new Rig();
  await other.tfsweep(['init']);
  assert.not.match(other.read('first-experiment.yaml'), 'yaml-language-server');
  other.remove();
});

test.after(() => {
  server.end();
  rig.remove();
});
test.run();
