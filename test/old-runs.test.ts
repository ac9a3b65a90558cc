// Run folders that older versions wrote are read for good; those of newer ones are refused by name.
import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {FORMAT} from '../src/run/records/record-format.js';
import {Rig, resultsIn, root, smallExperiment} from './rig.js';

const fixtures = join(root, 'test', 'fixtures', 'old-runs');
const folders = readdirSync(fixtures).flatMap(version =>
  readdirSync(join(fixtures, version, 'results')).flatMap(name =>
    readdirSync(join(fixtures, version, 'results', name)).map(run => join(fixtures, version, 'results', name, run)),
  ),
);
const rig = new Rig();
rig.copy('experiments', 'experiments');

for (const folder of folders)
  test(`${folder.slice(fixtures.length + 1)} is read, shown and verified`, async () => {
    const {manifest, trials} = resultsIn(folder);
    assert.is(manifest.format, FORMAT);
    assert.is(trials.length, manifest.trials.length, 'every line of the journal is understood');
    assert.is(manifest.toolchain.backend, 'wasm');
    const table = await rig.tfsweep(['table', folder]);
    assert.is(table.code, 0, table.stderr);
    const report = await rig.tfsweep(['report', folder, '--file', 'report.html']);
    assert.is(report.code, 0, report.stderr);
    const {code, stdout, stderr} = await rig.tfsweep(['verify', folder]);
    assert.is(code, 0, stdout + stderr);
    assert.match(stdout, ': reproduced, ');
  });

test('a run of an older version is that of its file, though run ids were made of other things', async () => {
  const own = new Rig();
  own.copy('test/fixtures/old-runs/0.2/results', 'results');
  own.copy('experiments/dummy-sine.yaml', 'experiments/dummy-sine.yaml');
  const {code, stderr, stdout} = await own.tfsweep(['table', 'experiments/dummy-sine.yaml']);
  assert.is(code, 0, stderr);
  assert.match(stderr, 'dummy-sine 1143d42e634c');
  assert.match(stdout, 'validation_rmse');
  own.remove();
});

test('folders of version 0.1 are among them', () => {
  const versions = folders.map(folder => resultsIn(folder).manifest.toolchain.tfsweep);
  assert.ok(versions.includes('0.1.0') && versions.includes('0.2.0'), versions.join());
});

rig.write('small.yaml', smallExperiment());
const trained = await rig.tfsweep(['run', 'small.yaml']);
assert.is(trained.code, 0, trained.stderr);

for (const [name, commands] of Object.entries({
  'manifest.json': [
    ['table', 'small'],
    ['run', 'small.yaml'],
    ['verify', 'small'],
  ],
  'trials.jsonl': [
    ['table', 'small'],
    ['run', 'small.yaml'],
    ['verify', 'small'],
  ],
  'forecasts.jsonl': [
    ['report', 'small', '--file', 'report.html'],
    ['run', 'small.yaml'],
  ],
  'data.json': [
    ['report', 'small', '--file', 'report.html'],
    ['run', 'small.yaml'],
  ],
}))
  test(`a newer ${name} is refused by its name`, async () => {
    const file = join(rig.runFolder('small'), name);
    const kept = readFileSync(file, 'utf8');
    writeFileSync(file, kept.replaceAll(/"format": ?\d+/g, `"format":${FORMAT + 1}`));
    const newer = readFileSync(file, 'utf8');
    for (const command of [...commands, ['run', 'small.yaml', '--again']]) {
      const {code, stderr} = await rig.tfsweep(command);
      assert.is(code, 2, stderr);
      assert.not.match(stderr, /trained \d+ trial|trained again/);
      assert.match(stderr, new RegExp(`${name} has format ${FORMAT + 1}; this tfsweep reads formats up to ${FORMAT}`));
    }
    assert.is(readFileSync(file, 'utf8'), newer);
    writeFileSync(file, kept);
    assert.is((await rig.tfsweep(['table', 'small'])).code, 0);
  });

test.after(() => rig.remove());
test.run();
