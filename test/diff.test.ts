// What `diff` says of two runs: the same, changed by seed noise, changed by more; on the disk and at git revisions.
import {execFileSync} from 'node:child_process';
import {cpSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {pathChanges} from '../src/results/diff/path-changes.js';
import {parseTolerance} from '../src/results/diff/tolerance.js';
import {Rig, smallExperiment} from './rig.js';

test('paths are written as in YAML, lists of plain values are one', () => {
  const old = {a: {b: 1}, layers: [{units: 3}, {units: 4}], list: [1, 2], gone: true};
  const now = {a: {b: 2}, layers: [{units: 3}, {units: 5}], list: [1, 2, 3], come: null};
  assert.equal(pathChanges(old, now), [
    {path: 'a.b', old: 1, now: 2},
    {path: 'layers[1].units', old: 4, now: 5},
    {path: 'list', old: [1, 2], now: [1, 2, 3]},
    {path: 'gone', old: true, now: undefined},
  ]);
});

test('tolerances', () => {
  assert.equal(parseTolerance('test_rmse=0.5'), {metric: 'test_rmse', absolute: 0.5, relative: null});
  assert.equal(parseTolerance('test_rmse=2%'), {metric: 'test_rmse', absolute: null, relative: 0.02});
  assert.equal(parseTolerance('test_rmse=1e-3|2%'), {metric: 'test_rmse', absolute: 1e-3, relative: 0.02});
  assert.equal(parseTolerance('2%'), {metric: null, absolute: null, relative: 0.02});
  for (const text of ['', 'test_rmse', 'test_rmse=', '=1', 'test_rmse=-1', '1|2', '1%|2%', '1|2%|3'])
    assert.is(parseTolerance(text), undefined, text);
});

const rig = new Rig();
const git = (...args: readonly string[]) =>
  execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.org', ...args], {cwd: rig.folder});
const train = async (file: string, change: Record<string, unknown>, ...args: readonly string[]) => {
  rig.write(file, smallExperiment({sweep: {parameters: {activation: ['linear', 'tanh']}, seeds: 4}, ...change}));
  const {code, stderr} = await rig.tfsweep(['run', file, ...args]);
  if (code !== 0) throw new Error(stderr);
};
const diff = (...args: readonly string[]) => rig.tfsweep(['diff', ...args]);

await train('small.yaml', {});
git('init', '--quiet');
git('add', '.');
git('commit', '--quiet', '-m', 'first');
await train('more.yaml', {name: 'more', training: {epochs: 4}});

test('a run is the same as itself, and as its commit', async () => {
  for (const old of [
    'small',
    'HEAD:small',
    'HEAD:small.yaml',
    `HEAD:results/small/${rig.runFolder('small').slice(-12)}`,
  ]) {
    const {code, stdout, stderr} = await diff(old, 'small');
    assert.is(code, 0, stderr);
    assert.match(stdout, '\nall 10 cells the same\n');
  }
});

test('another experiment: what changed, and by how much', async () => {
  const {code, stdout} = await diff('small', 'more', '--format', 'json');
  const {experiment, rows, differs} = JSON.parse(stdout);
  assert.equal(experiment, [
    {path: 'name', old: 'small', now: 'more'},
    {path: 'training.epochs', old: 3, now: 4},
  ]);
  assert.is(rows.length, 2);
  for (const {cells} of rows)
    for (const {old, now, change, interval, verdict, probability, adjustedProbability} of cells) {
      assert.is(change, now.mean - old.mean);
      assert.is(verdict, change === 0 ? 'same' : adjustedProbability > 0.05 ? 'within noise' : 'beyond noise');
      // The interval is that of the cell alone.
      if (change !== 0) assert.is(interval[0] <= 0 && interval[1] >= 0, probability > 0.05);
    }
  assert.is(code, differs ? 1 : 0);
});

test('a default that somebody writes out is no change', async () => {
  await train(
    'written.yaml',
    {name: 'small', training: {epochs: 3, batchSize: 32, optimizer: {type: 'adam', learningRate: 0.001}}},
    '--out',
    'written',
  );
  const {code, stdout} = await diff('small', 'written/small');
  assert.is(code, 0);
  assert.not.match(stdout, '\nexperiment\n');
  const other = {epochs: 3, optimizer: {type: 'adam', learningRate: 0.01}};
  await train('other.yaml', {name: 'small', training: other}, '--out', 'other');
  const {experiment} = JSON.parse((await diff('small', 'other/small', '--format', 'json')).stdout);
  assert.equal(experiment, [{path: 'training.optimizer.learningRate', old: 0.001, now: 0.01}]);
  const parameters = {activation: ['linear', 'tanh'], batch: [32, 16]};
  const swept = {training: {epochs: 3, batchSize: '${batch}'}, sweep: {parameters, seeds: 4}};
  await train('swept.yaml', {name: 'small', ...swept}, '--out', 'swept');
  const {stdout: told} = await diff('small', 'swept/small');
  assert.match(told, '  training.batchSize: 32 → ${batch}\n  sweep.parameters.batch: nothing → [32, 16]\n');
});

/** A copy of the run whose journal says something else. */
function changed(
  name: string,
  change: (trial: {parameters: {activation: string}; seed: number; metrics: {test: {rmse: number}}}) => unknown,
): string {
  const copy = join(rig.folder, name);
  cpSync(rig.runFolder('small'), copy, {recursive: true});
  const file = join(copy, 'trials.jsonl');
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  writeFileSync(file, lines.map(line => `${JSON.stringify(change(JSON.parse(line)))}\n`).join(''));
  return name;
}

test('a change that is larger than what seeds do is beyond noise, unless a tolerance allows it', async () => {
  const worse = changed('worse', trial => {
    if (trial.parameters.activation === 'tanh') trial.metrics.test.rmse += 100;
    return trial;
  });
  const {code, stdout} = await diff('small', worse);
  assert.is(code, 1);
  assert.match(stdout, /│ tanh +│ test_rmse │ .* │ \+100\.0 \(\+[\d.]+ %\) │ .* │ beyond seed noise, worse │/);
  assert.match(stdout, '1 cell beyond seed noise, 9 the same');
  assert.is((await diff('small', worse, '--tolerance', 'test_rmse=100.001')).code, 0);
  assert.is((await diff('small', worse, '--tolerance', 'test_rmse=1%')).code, 1);
  assert.is((await diff('small', worse, '--tolerance', 'test_mae=1%')).code, 1);
  assert.is((await diff('small', worse, '--metric', 'test_mae')).code, 0);
  const better = await diff(worse, 'small', '--format', 'md');
  assert.match(better.stdout, '| beyond seed noise, better |');
});

test('a change that is smaller than what seeds do is within noise', async () => {
  const near = changed('near', trial => {
    trial.metrics.test.rmse += 1e-9;
    return trial;
  });
  const {code, stdout} = await diff('small', near);
  assert.is(code, 0);
  assert.match(stdout, '2 cells within seed noise, 8 the same');
});

test('a line that says something else than the plan of its id is not believed, and trained again', async () => {
  const copy = join('swapped', 'small', rig.runFolder('small').slice(-12));
  cpSync(rig.runFolder('small'), join(rig.folder, copy), {recursive: true});
  const file = join(rig.folder, copy, 'trials.jsonl');
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  const other = JSON.parse(lines[0]);
  other.parameters.activation = other.parameters.activation === 'tanh' ? 'linear' : 'tanh';
  writeFileSync(file, [JSON.stringify(other), ...lines.slice(1, -1), '{"id":"x"}', lines.at(-1), ''].join('\n'));
  assert.match((await rig.tfsweep(['table', copy])).stdout, '3 of 4');
  const {stderr} = await rig.tfsweep(['run', 'small.yaml', '--out', 'swapped']);
  assert.match(stderr, 'trained 1 trial');
  assert.is((await diff('small', copy)).code, 0);
});

test('trials that failed since are told', async () => {
  const fallen = changed('fallen', trial => {
    if (trial.seed % 4 !== 1 || trial.parameters.activation !== 'tanh') return trial;
    const {metrics: _, ...others} = trial;
    return {...others, status: 'failed', error: {type: 'diverged', message: 'diverged'}};
  });
  const {code, stdout} = await diff('small', fallen);
  assert.is(code, 1);
  assert.match(stdout, '\ntrials\n  activation=tanh: 4 → 3 of 4, 1 failed\n');
});

test('rows that only one run has are listed; one that the other has fixed is found by its trials', async () => {
  const sweep = (activation: readonly string[]) => ({sweep: {parameters: {activation}, seeds: 4}});
  await train('three.yaml', {name: 'three', ...sweep(['tanh', 'relu', 'linear'])});
  const added = await diff('small', 'three');
  assert.is(added.code, 1);
  assert.match(added.stdout, /\nrows added\n {2}activation=relu: validation_rmse .*, trials: 4\n/);
  const removed = await diff('three', 'small', '--format', 'md');
  assert.match(removed.stdout, /\*\*rows removed\*\*\n\n- activation=relu: /);
  const layers = ['flatten', {type: 'dense', units: 6, activation: 'tanh'}, {type: 'dense', units: 1}];
  await train('fixed.yaml', {name: 'fixed', model: {layers}, sweep: {seeds: 4}, comparison: undefined});
  const fixed = JSON.parse((await diff('fixed', 'small', '--format', 'json')).stdout);
  assert.is(fixed.rows.length, 1);
  assert.equal(fixed.rows[0].parameters, {activation: 'tanh'});
  assert.equal(
    fixed.added.map(({parameters}: {parameters: unknown}) => parameters),
    [{activation: 'linear'}],
  );
  assert.equal(fixed.removed, []);
});

test('data that changed is told by its hash', async () => {
  const csv = (shift: number) =>
    `value\n${Array.from({length: 200}, (_, row) => Math.sin(row / 4) + (row === 7 ? shift : 0)).join('\n')}\n`;
  const data = {type: 'csv', path: 'wave.csv', columns: ['value'], target: 'value'};
  rig.write('wave.csv', csv(0));
  await train('wave.yaml', {name: 'wave', data}, '--out', 'before');
  rig.write('wave.csv', csv(1));
  await train('wave.yaml', {name: 'wave', data}, '--out', 'after');
  const {stdout} = await diff('before/wave', 'after/wave');
  assert.match(stdout, /\ndata\n {2}wave\.csv: 200 rows, sha256 [0-9a-f]{12} → 200 rows, sha256 [0-9a-f]{12}\n/);
});

const usage: readonly (readonly [readonly string[], string])[] = [
  [['small', 'nothing'], "there is no run of 'nothing' in results"],
  [['nowhere:small', 'small'], "there is no git revision 'nowhere' here"],
  [['HEAD:more', 'more'], "there is no run of 'more' in HEAD:results"],
  [['--output=x:small', 'small'], 'unknown option'],
  [['small', 'more', '--tolerance', 'little'], "'little' is no tolerance"],
  [['small', 'more', '--tolerance', 'test_rsme=1'], "there is no metric 'test_rsme'"],
  [['small', 'more', '--format', 'csv'], "there is no format 'csv'"],
];
for (const [args, message] of usage)
  test(`diff ${args.join(' ')} is bad input`, async () => {
    const {code, stdout, stderr} = await diff(...args);
    assert.is(code, 2);
    assert.is(stdout, '');
    assert.match(stderr, message);
  });

test('outside of a repository a revision is no revision', async () => {
  rmSync(join(rig.folder, '.git'), {recursive: true});
  assert.is((await diff('HEAD:small', 'small')).code, 2);
});

test.after(() => rig.remove());
test.run();
