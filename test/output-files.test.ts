// What a command writes on request takes the place of nothing else: experiments, data and results stay, and options that name nothing are refused.

import {readFileSync, truncateSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {Rig, smallExperiment} from './rig.js';

const rig = new Rig();
rig.write('small.yaml', smallExperiment());
rig.write('own.csv', 't,a\n1,2\n');
assert.is((await rig.tfsweep(['run', 'small.yaml', '--junit', 'run.xml'])).code, 0);
const journal = join('results', 'small', rig.runFolder('small').split('/').at(-1) ?? '', 'trials.jsonl');

for (const file of ['small.yaml', 'own.csv', journal])
  test(`${file} is not written over`, async () => {
    const before = readFileSync(join(rig.folder, file), 'utf8');
    for (const args of [
      ['check', 'small.yaml', '--junit', file],
      ['run', 'small.yaml', '--junit', file],
      ['verify', 'small', '--junit', file],
      ['report', 'small', '--file', file],
      ['activations', 'tanh', '--plot', file],
    ]) {
      const {code, stderr} = await rig.tfsweep(args);
      assert.is(code, 2, `${args.join(' ')}: ${stderr}`);
      assert.match(stderr, args.includes('--plot') ? "can't write" : 'It is there already, and holds no');
    }
    assert.is(readFileSync(join(rig.folder, file), 'utf8'), before);
  });

test('nor is a file of any size', async () => {
  const file = join(rig.folder, 'large.csv');
  writeFileSync(file, 't,a\n1,2\n');
  truncateSync(file, 3 * 2 ** 30);
  const {code, stderr} = await rig.tfsweep(['report', 'small', '--file', 'large.csv']);
  assert.is(code, 2, stderr);
  assert.match(stderr, 'It is there already, and holds no HTML');
});

test('what was written by these options before, or is empty, is written anew', async () => {
  writeFileSync(join(rig.folder, 'empty.xml'), '');
  for (const args of [
    ['check', 'small.yaml', '--junit', 'run.xml'],
    ['check', 'small.yaml', '--junit', 'empty.xml'],
    ['report', 'small', '--file', 'page.html'],
    ['report', 'small', '--file', 'page.html'],
  ])
    assert.is((await rig.tfsweep(args)).code, 0, args.join(' '));
});

test('a place without a name, as of a variable that is empty, is none', async () => {
  for (const args of [
    ['run', 'small.yaml', '--out', ''],
    ['check', 'small.yaml', '--junit', ''],
    ['report', 'small', '--file', ' '],
    ['report', 'small', '--tensorboard', ''],
  ]) {
    const {code, stderr} = await rig.tfsweep(args);
    assert.is(code, 2, args.join(' '));
    assert.match(stderr, 'It names nothing: is a variable of the shell empty?');
  }
});

test.after(() => rig.remove());
test.run();
