// What a RUN stands for: a file for its run as it is now, a name for its newest one, an id or its beginning for that one.
import {execFileSync} from 'node:child_process';
import {readFileSync, renameSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {findRun} from '../src/results/find-run.js';
import {Rig, smallExperiment} from './rig.js';

const rig = new Rig();
const run = async (...args: readonly string[]): Promise<string> => {
  const {code, stdout, stderr} = await rig.tfsweep(['run', ...args, '--json', '--workers', '1']);
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout).run;
};
/** What a RUN stands for, found as the commands do, which are called below. */
const shown = async (run: string): Promise<string> => {
  const found = await findRun(run, 'results');
  if ('missing' in found) throw new Error(found.missing);
  return found.manifest.run;
};
process.chdir(rig.folder);

rig.write('a.yaml', smallExperiment());
rig.write('b.yaml', smallExperiment({training: {epochs: 4}}));
const a = await run('a.yaml');
const b = await run('b.yaml');
const set = await run('a.yaml', '--set', 'training.epochs=2');

test('two files with one name are two runs', async () => {
  assert.is(new Set([a, b, set]).size, 3);
  assert.is(await shown('a.yaml'), a);
  assert.is(await shown('b.yaml'), b);
  const {code, stdout} = await rig.tfsweep(['diff', 'a.yaml', 'b.yaml']);
  assert.match(stdout, 'training.epochs: 3 → 4');
  assert.not.match(stdout, 'the same\n');
  assert.is.not(code, 2);
  await rig.tfsweep(['report', 'b.yaml', '--file', 'b.html']);
  assert.match(rig.read('b.html'), `run <code>${b}</code>`);
});

test('a name is its newest run, and what was set is said', async () => {
  assert.is(JSON.parse((await rig.tfsweep(['table', 'a.yaml', '--format', 'json'])).stdout).run, a);
  assert.is(await shown('small'), set);
  for (const command of [
    ['table', 'small'],
    ['diff', 'small', 'a.yaml'],
    ['report', 'small', '--file', 'r.html'],
  ]) {
    const {stderr} = await rig.tfsweep(command);
    assert.match(
      stderr,
      new RegExp(`small ${set}, trained (just now|\\d+ \\w+ ago), set training\\.epochs=2; results/small/${set}\\n`),
    );
  }
  assert.match(rig.read('r.html'), /run <code>[0-9a-f]{12}<\/code>, trained [\d-]+ [\d:]+ UTC, set training\.epochs=2/);
  assert.match((await rig.tfsweep(['diff', 'a.yaml', 'small'])).stdout, /new results.*, set training\.epochs=2\n/);
});

test('comments and the order of keys don’t matter, an expectation neither', async () => {
  rig.write('c.yaml', `# a comment\n${smallExperiment({expect: ['failed == 0']})}`);
  assert.is(await shown('c.yaml'), a);
});

test('a file’s expectations and margin are its own, whoever ran it last', async () => {
  rig.write('strict.yaml', smallExperiment({expect: ['test_rmse < 0'], comparison: {by: 'activation', margin: '99%'}}));
  const strict = await rig.tfsweep(['table', 'strict.yaml']);
  assert.is(strict.code, 1);
  assert.match(strict.stdout, 'expect: test_rmse < 0 missed');
  assert.match(strict.stderr, 'strict.yaml:1:');
  assert.is((await rig.tfsweep(['run', 'strict.yaml'])).code, 1);
  const own = await rig.tfsweep(['table', 'a.yaml']);
  assert.is(own.code, 0);
  assert.not.match(own.stdout, 'expect');
  await run('a.yaml');
});

test('a file without a run says which runs of its name there are, and what differs', async () => {
  rig.write('d.yaml', smallExperiment({training: {epochs: 9}}));
  const {code, stderr} = await rig.tfsweep(['table', 'd.yaml']);
  assert.is(code, 2);
  assert.match(stderr, "there is no run of 'd.yaml' as it is now in results");
  assert.match(stderr, new RegExp(`small ${b}, trained .*: training\\.epochs: 4 → 9`));
  assert.match(stderr, new RegExp(`small ${set}, trained .*, set training\\.epochs=2: training\\.epochs: 2 → 9`));
  rig.write('e.yaml', smallExperiment({name: 'never'}));
  assert.match((await rig.tfsweep(['table', 'e.yaml'])).stderr, 'hint tfsweep run e.yaml trains it');
});

test('data that changed makes another run; a run by another toolchain is another one, too', async () => {
  const csv = (shift: number) =>
    `value\n${Array.from({length: 200}, (_, row) => Math.sin(row / 4) + shift).join('\n')}\n`;
  rig.write('wave.csv', csv(0));
  rig.write('wave.yaml', smallExperiment({name: 'wave', data: {type: 'csv', path: 'wave.csv'}}));
  const first = await run('wave.yaml');
  assert.is(await shown('wave.yaml'), first);
  rig.write('wave.csv', csv(1));
  const {code, stderr} = await rig.tfsweep(['table', 'wave.yaml']);
  assert.is(code, 2);
  assert.match(stderr, /: wave\.csv: 200 rows, sha256 [0-9a-f]{12} → 200 rows, sha256 [0-9a-f]{12}/);
  rig.write('means.yaml', smallExperiment({name: 'means'}));
  await run('means.yaml', '--backend', 'cpu');
  const other = await rig.tfsweep(['table', 'means.yaml']);
  assert.is(other.code, 2);
  assert.match(other.stderr, 'backend: cpu → wasm');
});

test('an id, its beginning, and NAME/ID are that run', async () => {
  for (const id of [a.slice(0, 6), `small/${a}`, `small/${a.slice(0, 5)}`]) assert.is(await shown(id), a);
  assert.match((await rig.tfsweep(['table', 'abcdef012345'])).stderr, "there is no run of 'abcdef012345' in results");
});

test('a file that has problems stands for no run, and they are shown', async () => {
  rig.write('bad.yaml', smallExperiment({training: {epochs: 0}}));
  const {code, stderr} = await rig.tfsweep(['table', 'bad.yaml']);
  assert.is(code, 2);
  assert.match(stderr, /bad\.yaml:1:\d+ error .*\n/);
  assert.match(stderr, "'bad.yaml' stands for no run: it has problems");
  assert.is((await rig.tfsweep(['table', 'nowhere.yaml'])).code, 2);
});

test('at a git revision a file is the run of what it was there', async () => {
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.org', ...args], {cwd: rig.folder});
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '-m', 'first');
  rig.write('a.yaml', smallExperiment({training: {epochs: 7}}));
  assert.is(await shown('HEAD:a.yaml'), a);
  assert.is(await shown('HEAD:b.yaml'), b);
  const missing = (await rig.tfsweep(['table', 'HEAD:d.yaml'])).stderr;
  assert.match(missing, "there is no run of 'HEAD:d.yaml' as it is there");
  assert.match(missing, new RegExp(`small ${b}, trained .*: training\\.epochs: 4 → 9`));
  rig.write('a.yaml', smallExperiment());
});

test('--again trains once more and finds every bit', async () => {
  const {code, stdout, stderr} = await rig.tfsweep(['run', 'a.yaml', '--again']);
  assert.is(code, 0, stderr);
  assert.match(stdout, 'activation: ');
  assert.match(stderr, 'trained 4 trials in');
  assert.match(stderr, `the same 4 trials trained again: every number is that of results/small/${a}, bit for bit`);
  const json = JSON.parse((await rig.tfsweep(['run', 'a.yaml', '--again', '--json'])).stdout);
  assert.equal(json.again, {trials: 4, differing: 0, first: null});
});

test('--again where nothing is there trains and says so', async () => {
  rig.write('fresh.yaml', smallExperiment({name: 'fresh'}));
  const {code, stderr} = await rig.tfsweep(['run', 'fresh.yaml', '--again']);
  assert.is(code, 0, stderr);
  assert.match(stderr, 'nothing was there yet to compare with');
});

test('a bit that differs is an error that names the first number', async () => {
  const file = join(rig.folder, 'results', 'small', b, 'trials.jsonl');
  const kept = readFileSync(file, 'utf8');
  const lines = kept
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
  lines[1].history[2].loss *= 1 + 2 ** -52;
  writeFileSync(file, lines.map(line => `${JSON.stringify(line)}\n`).join(''));
  const {code, stderr} = await rig.tfsweep(['run', 'b.yaml', '--again']);
  assert.is(code, 1);
  assert.match(
    stderr,
    /error 1 trial of 4 did not come back as in results\/small\/[0-9a-f]+: activation=\w+, seed \d+: epoch 3, loss: recorded [\d.]+, now [\d.]+/,
  );
  writeFileSync(file, kept);
});

test('no command changes a committed file where no number changes', async () => {
  const git = (...args: readonly string[]) => execFileSync('git', args, {cwd: rig.folder, encoding: 'utf8'});
  git('add', '.');
  git('-c', 'user.name=test', '-c', 'user.email=test@example.org', 'commit', '--quiet', '-m', 'second');
  await run('a.yaml');
  await run('b.yaml');
  await rig.tfsweep(['run', 'a.yaml', '--again']);
  rig.write('a.yaml', `# a comment\n${smallExperiment()}`);
  await run('a.yaml');
  for (const command of [
    ['table', 'a.yaml'],
    ['diff', 'a.yaml', 'b.yaml'],
    ['verify', 'a.yaml'],
    ['plan', 'a.yaml'],
  ])
    await rig.tfsweep(command);
  assert.is(git('status', '--short', 'results'), '');
  // What is asked of a run is part of it, and changes it.
  rig.write('a.yaml', smallExperiment({expect: ['failed == 0']}));
  await run('a.yaml');
  assert.is(git('status', '--short', 'results'), ` M results/small/${a}/manifest.json\n`);
  const {ranAt, expect} = JSON.parse(rig.read('results', 'small', a, 'manifest.json'));
  assert.equal(expect, ['failed == 0']);
  assert.is(ranAt, JSON.parse(git('show', `HEAD:results/small/${a}/manifest.json`)).ranAt);
});

test('a run that is moved aside is found by its folder', async () => {
  renameSync(join(rig.folder, 'results', 'small', b), join(rig.folder, 'aside'));
  assert.is(await shown('aside'), b);
});

test.after(() => rig.remove());
test.run();
