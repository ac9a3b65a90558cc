// Run folders that change while a run goes on, or hold what is no result: told with file and line, and nothing is taken for more than it is.

import {spawnSync} from 'node:child_process';
import {appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {Rig, smallExperiment, until} from './rig.js';

const long = smallExperiment({
  training: {epochs: 3000},
  sweep: {parameters: {activation: ['linear', 'tanh']}, seeds: 8},
});

for (const [what, damage, said] of [
  ['vanishes', (file: string) => rmSync(file), 'somebody has removed or replaced it meanwhile'],
  ['is written into', (file: string) => appendFileSync(file, 'x\n'), 'somebody else has written into it meanwhile'],
] as const)
  test(`a journal that ${what} in the middle stops the run`, async () => {
    const rig = new Rig();
    rig.write('small.yaml', long);
    const run = rig.start(['run', 'small.yaml', '--workers', '1']);
    await until('some trials', () => rig.journalLines('small') >= 2);
    damage(join(rig.runFolder('small'), 'trials.jsonl'));
    const {code, stderr} = await run.finished;
    assert.ok(code === 2 || code === 3, stderr);
    assert.match(stderr, said);
    const again = await rig.tfsweep(['run', 'small.yaml']);
    assert.is(again.code, 0, again.stderr);
    assert.is(
      (await rig.tfsweep(['table', 'small', '--trials', '--format', 'csv'])).stdout.trim().split('\n').length,
      17,
    );
    rig.remove();
  });

/** A trained run. */
async function trained(): Promise<{readonly rig: Rig; readonly folder: string}> {
  const rig = new Rig();
  rig.write('small.yaml', smallExperiment());
  assert.is((await rig.tfsweep(['run', 'small.yaml'])).code, 0);
  return {rig, folder: rig.runFolder('small')};
}

const LINE = 2;
for (const [what, change] of Object.entries<(line: string) => string>({
  'cut short': line => line.slice(0, 100),
  'metrics as text': line => line.replace(/"rmse":([\d.]+)/, '"rmse":"$1"'),
  'no metrics': line => line.replace('"metrics"', '"metrix"'),
  'no parameters': line => line.replace(/"parameters":\{[^}]*\}/, '"parameters":null'),
  'nested a hundred thousand deep': () => `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
  'another document': () => '{"run":"x","trials":[]}',
}))
  test(`a line of the journal: ${what}; it is named, left out, and its trial trained again`, async () => {
    const {rig, folder} = await trained();
    const file = join(folder, 'trials.jsonl');
    const whole = rig.trials('small');
    const before = await rig.tfsweep(['table', 'small', '--format', 'csv']);
    const lines = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, lines.with(LINE - 1, change(lines[LINE - 1])).join('\n'));
    for (const command of what === 'cut short'
      ? [
          ['table', 'small'],
          ['diff', 'small', 'small'],
          ['report', 'small', '--file', 'r.html'],
        ]
      : [['table', 'small']]) {
      const {code, stderr} = await rig.tfsweep(command);
      assert.is(code, 0, stderr);
      assert.match(stderr, `${join('results', 'small')}`);
      assert.match(stderr, `trials.jsonl:${LINE} is no result: it is left out`);
    }
    const run = await rig.tfsweep(['run', 'small.yaml']);
    assert.is(run.code, 0, run.stderr);
    assert.match(run.stderr, `trials.jsonl:${LINE} is no result`);
    assert.match(run.stderr, 'trained 1 trial');
    const trial = JSON.parse(lines[LINE - 1]);
    const {durationSeconds: _, ...last} = JSON.parse(readFileSync(file, 'utf8').trim().split('\n').at(-1) ?? '');
    assert.is(JSON.stringify(last), whole.get(trial.id));
    assert.is((await rig.tfsweep(['table', 'small', '--format', 'csv'])).stdout, before.stdout);
    rig.remove();
  });

test('a line of forecasts that is none is named by a report, which shows the others', async () => {
  const {rig, folder} = await trained();
  const file = join(folder, 'forecasts.jsonl');
  writeFileSync(file, readFileSync(file, 'utf8').replace('"values"', '"valves"'));
  const {code, stderr} = await rig.tfsweep(['report', 'small', '--file', 'r.html']);
  assert.is(code, 0, stderr);
  assert.match(stderr, 'forecasts.jsonl:1 is no result: it is left out');
  rig.remove();
});

for (const [what, text] of Object.entries({
  'another document': '{"run":"x","trials":[]}',
  'absurd seeds': '{"seeds": 1e9}',
  'nested a million deep': '['.repeat(1_000_000),
  'cut short': '{"format": 3, "run":',
}))
  test(`a manifest that is ${what} is told, and written anew`, async () => {
    const {rig, folder} = await trained();
    const file = join(folder, 'manifest.json');
    writeFileSync(file, text);
    for (const run of what === 'cut short' ? ['small', folder, join('results', 'small')] : ['small']) {
      const {code, stderr} = await rig.tfsweep(['table', run]);
      assert.is(code, 2, stderr);
      assert.match(stderr, "its manifest.json can't be read");
    }
    const {code, stderr} = await rig.tfsweep(['run', 'small.yaml']);
    assert.is(code, 0, stderr);
    assert.match(stderr, "manifest.json can't be read: it is written anew");
    assert.match(stderr, 'all trained before');
    assert.is((await rig.tfsweep(['table', 'small'])).code, 0);
    rig.remove();
  });

const withPipes = process.platform === 'win32' ? test.skip : test;
for (const name of ['manifest.json', 'trials.jsonl', 'data.json', 'forecasts.jsonl', 'baselines.json'])
  withPipes(`a pipe in the place of ${name} is not waited for`, async () => {
    const {rig, folder} = await trained();
    rmSync(join(folder, name));
    assert.is(spawnSync('mkfifo', [join(folder, name)]).status, 0);
    for (const command of [
      ['run', 'small.yaml'],
      ['table', 'small'],
      ['report', 'small', '--file', 'r.html'],
      ['verify', 'small'],
    ]) {
      const {code, stderr} = await rig.tfsweep(command);
      assert.ok(code !== null && [0, 2, 3].includes(code), `${command[0]}: ${code} ${stderr}`);
      if (command[0] === 'run') assert.match(stderr, name);
    }
    rig.remove();
  });

withPipes('pipes and devices are refused wherever a file is named', async () => {
  const {rig} = await trained();
  spawnSync('mkfifo', [join(rig.folder, 'pipe')]);
  rig.write('piped.yaml', smallExperiment({data: {type: 'csv', path: 'pipe', columns: ['a']}}));
  rig.write('zero.yaml', smallExperiment({data: {type: 'csv', path: '/dev/zero', columns: ['a']}}));
  for (const args of [
    ['check', 'pipe'],
    ['check', '/dev/zero'],
    ['check', '/dev/urandom'],
    ['check', 'piped.yaml'],
    ['check', 'zero.yaml'],
    ['check', 'small.yaml', '--junit', 'pipe'],
    ['check', 'small.yaml', '--junit', '/dev/zero'],
    ['run', 'small.yaml', '--out', 'pipe'],
    ['run', 'small.yaml', '--out', '/dev/zero'],
    ['report', 'small', '--file', 'pipe'],
    ['data', 'small.yaml', '--plot', 'results'],
    ['check', 'small.yaml', '--junit', 'results'],
    ['check', 'results'],
    ['data', '/dev/zero'],
    ['init', 'pipe'],
  ]) {
    const {code, stderr} = await rig.tfsweep(args);
    assert.is(code, 2, `${args.join(' ')}: ${code} ${stderr}`);
  }
  rig.remove();
});

test('a place that is missing, and temporary folders', async () => {
  const {rig} = await trained();
  assert.is((await rig.tfsweep(['report', 'small', '--file', 'none/yet/r.html'])).code, 0);
  const {code, stderr} = await rig.tfsweep(['verify', 'small', '--sample', '1'], {TMPDIR: join(rig.folder, 'nowhere')});
  assert.is(code, 2);
  assert.match(stderr, 'TMPDIR names another place');
  const summary = await rig.tfsweep(['run', 'small.yaml', '--ci'], {GITHUB_STEP_SUMMARY: join(rig.folder, 'results')});
  assert.is(summary.code, 3, summary.stderr);
  assert.match(summary.stderr, 'it is a folder, not a file');
  assert.match(summary.stdout, 'test_rmse');
  const temporary = join(rig.folder, 'temporary');
  rig.write('temporary/keep', '');
  const run = rig.start(['verify', 'small', '--workers', '1'], {TMPDIR: temporary});
  await until('the temporary folder is there', () => readdirSync(temporary).length > 1);
  run.process.kill('SIGKILL');
  await run.finished;
  assert.is((await rig.tfsweep(['verify', 'small', '--sample', '1'], {TMPDIR: temporary})).code, 0);
  assert.equal(readdirSync(temporary), ['keep']);
  rig.remove();
});

test('verify shows nothing of files that a run of somebody else names', async () => {
  const {rig, folder} = await trained();
  const secret = rig.write('secret.txt', 'root:x:0:0\nkey:hidden:1\n');
  const file = join(folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  const experiment = JSON.parse(manifest.experiment.written);
  manifest.experiment.written = JSON.stringify({...experiment, data: {type: 'csv', path: secret, columns: ['a']}});
  writeFileSync(file, JSON.stringify(manifest));
  const {code, stderr, stdout} = await rig.tfsweep(['verify', 'small']);
  assert.is(code, 2, stderr);
  assert.not.match(stderr + stdout, /root|hidden/);
  rig.remove();
});

test('signals that come together are one wish: the run ends in order', async () => {
  for (const signals of [['SIGINT', 'SIGTERM'], ['SIGHUP'], ['SIGINT', 'SIGINT']] as const) {
    const rig = new Rig();
    rig.write('small.yaml', long);
    const run = rig.start(['run', 'small.yaml', '--workers', '1']);
    await until('it trains', () => rig.journalLines('small') >= 1);
    for (const signal of signals) run.process.kill(signal);
    const {code, stderr} = await run.finished;
    assert.is(code, 130, stderr);
    assert.match(stderr, 'interrupted');
    assert.not(readdirSync(rig.runFolder('small')).some(name => name.startsWith('.lock')));
    rig.remove();
  }
});

test.run();
