// Run folders that somebody has edited or damaged, neighbours of a run, odd files and places: told as bad input or passed over, never taken for true.
import {mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {FORMAT} from '../src/run/records/record-format.js';
import {Rig, smallExperiment} from './rig.js';

/** A trained run, and the path of a file in it. */
async function trained(): Promise<{readonly rig: Rig; readonly file: (name: string) => string}> {
  const rig = new Rig();
  rig.write('small.yaml', smallExperiment());
  const {code, stderr} = await rig.tfsweep(['run', 'small.yaml']);
  assert.is(code, 0, stderr);
  const folder = rig.runFolder('small');
  return {rig, file: name => join(folder, name)};
}

function change(file: string, changed: (text: string) => string): void {
  const before = readFileSync(file, 'utf8');
  const after = changed(before);
  assert.is.not(after, before);
  writeFileSync(file, after);
}

const grown = smallExperiment({sweep: {parameters: {activation: ['linear', 'tanh']}, seeds: 3}});

test('a line that a neighbour does not believe itself is not taken over', async () => {
  const {rig, file} = await trained();
  change(file('trials.jsonl'), text =>
    text.replace('"activation":"linear"', '"activation":"relu"').replace(/"rmse":[\d.]+/, '"rmse":777'),
  );
  rig.write('small.yaml', grown);
  const {code, stderr} = await rig.tfsweep(['run', 'small.yaml']);
  assert.is(code, 0, stderr);
  assert.match(stderr, 'trained 3 trials');
  rig.remove();
});

for (const [what, damage] of Object.entries({
  'a newer journal': (file: (name: string) => string) =>
    change(file('trials.jsonl'), text => text.replaceAll(`"format":${FORMAT}`, '"format":99')),
  'newer forecasts': (file: (name: string) => string) =>
    change(file('forecasts.jsonl'), text => text.replaceAll(`"format":${FORMAT}`, '"format":99')),
  'a manifest that is a folder': (file: (name: string) => string) => {
    rmSync(file('manifest.json'));
    mkdirSync(file('manifest.json'));
  },
  'a journal that is a folder': (file: (name: string) => string) => {
    rmSync(file('trials.jsonl'));
    mkdirSync(file('trials.jsonl'));
  },
}))
  test(`a neighbour with ${what} is passed over`, async () => {
    const {rig, file} = await trained();
    damage(file);
    rig.write('small.yaml', grown);
    const {code, stderr} = await rig.tfsweep(['run', 'small.yaml']);
    assert.is(code, 0, stderr);
    assert.match(stderr, 'trained 6 trials');
    rig.remove();
  });

test('a plan with an id too many, or an absurd count of seeds, is read for what it says', async () => {
  const {rig, file} = await trained();
  const before = await rig.tfsweep(['table', 'small', '--format', 'csv']);
  change(file('manifest.json'), text =>
    text.replace(/("trials": \[\n\s+)("\w+")/, '$1$2,\n$2').replace('"seeds": 2', '"seeds": 1e308'),
  );
  for (const command of [
    ['table', 'small', '--format', 'csv'],
    ['report', 'small', '--file', 'report.html'],
  ]) {
    const {code, stderr} = await rig.tfsweep(command);
    assert.is(code, 0, stderr);
  }
  assert.is((await rig.tfsweep(['table', 'small', '--format', 'csv'])).stdout, before.stdout);
  rig.remove();
});

test('engines that do not fit the combinations are not followed', async () => {
  const {rig, file} = await trained();
  change(file('manifest.json'), text =>
    text.replace('"engine": "compiled"', '"engine": "mixed",\n"engines": ["eager"]'),
  );
  const {code, stderr} = await rig.tfsweep(['verify', 'small', '--sample', '2']);
  assert.is(code, 0, stderr);
  rig.remove();
});

test('places where no file can be are bad input', async () => {
  const {rig} = await trained();
  symlinkSync('loop', join(rig.folder, 'loop'));
  const long = 'a'.repeat(300);
  for (const command of [
    ['run', 'small.yaml', '--out', long],
    ['run', 'small.yaml', '--out', 'loop'],
    ['run', 'small.yaml', '--out', '/proc/x'],
    ['check', 'small.yaml', '--junit', '/proc/x/y.xml'],
    ['report', 'small', '--file', long],
    ['report', 'small', '--file', 'loop'],
    ['check', '/dev/zero'],
    ['check', 'loop'],
  ]) {
    const {code, stderr} = await rig.tfsweep(command);
    assert.is(code, 2, `${command.join(' ')}: ${stderr}`);
    assert.match(stderr, 'error');
  }
  // What is trained is saved.
  assert.is((await rig.tfsweep(['run', 'small.yaml', '--junit', long])).code, 3);
  rig.remove();
});

test('an alias inside of its own anchor, and a file that is nested too deeply, are told', async () => {
  const rig = new Rig();
  rig.write('self.yaml', 'a: &a\n  b: *a\n');
  rig.write('deep.yaml', '['.repeat(100_000));
  rig.write('small.yaml', smallExperiment());
  for (const [command, said] of [
    [['check', 'self.yaml'], 'an alias stands inside of what its anchor names'],
    [['check', 'small.yaml', '--set', 'training=&a {x: *a}'], 'an alias stands inside of what its anchor names'],
    [['check', 'deep.yaml'], 'this is nested too deeply'],
  ] as const) {
    const {code, stderr} = await rig.tfsweep(command);
    assert.is(code, 2, stderr);
    assert.match(stderr, said);
  }
  rig.remove();
});

test.run();
