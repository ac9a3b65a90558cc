// `verify` trains a run again and finds what doesn't come back.
import {cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {compareTrials} from '../src/results/verify/compare-trials.js';
import type {TrialRecord} from '../src/run/records/trial-record.js';
import {Rig, smallExperiment, until} from './rig.js';

const rig = new Rig();
const wave = (shift: number) =>
  `value\n${Array.from({length: 200}, (_, row) => Math.sin(row / 4) + (row === 7 ? shift : 0)).join('\n')}\n`;
rig.write('experiments/wave.csv', wave(0));
const data = {type: 'csv', path: 'wave.csv', columns: ['value'], target: 'value'};
rig.write('experiments/small.yaml', smallExperiment({data, expect: ['failed == 0']}));
const run = async (file: string) => {
  const {code, stderr} = await rig.tfsweep(['run', file]);
  if (code !== 0 && code !== 3) throw new Error(stderr);
};
await run('experiments/small.yaml');
const verify = (...args: readonly string[]) => rig.tfsweep(['verify', ...args]);

/** A copy of the run with another journal or manifest. */
function copyOf(
  name: string,
  change: {trial?: (trial: TrialRecord) => unknown; manifest?: (text: string) => string},
): string {
  const copy = join('copies', 'small', name);
  cpSync(rig.runFolder('small'), join(rig.folder, copy), {recursive: true});
  const edit = (file: string, edited: (text: string) => string) => {
    const path = join(rig.folder, copy, file);
    writeFileSync(path, edited(readFileSync(path, 'utf8')));
  };
  const {trial, manifest} = change;
  if (trial)
    edit('trials.jsonl', text =>
      text
        .trim()
        .split('\n')
        .flatMap(line => trial(JSON.parse(line)) ?? [])
        .map(line => `${JSON.stringify(line)}\n`)
        .join(''),
    );
  if (manifest) edit('manifest.json', manifest);
  return copy;
}

const isOne = (trial: TrialRecord) => trial.parameters.activation === 'tanh' && trial.seed % 2 === 1;

test('a run comes back with the same bits, also named by its file and by its folder', async () => {
  for (const name of ['small', 'experiments/small.yaml', rig.runFolder('small')]) {
    const {code, stdout, stderr} = await verify(name);
    assert.is(code, 0, stderr);
    assert.match(stdout, /^small .*: reproduced, 4 of 4 trials with the same bits\n$/);
    assert.not.match(stderr, 'not as it was');
  }
});

test('the data is found from another folder, too', async () => {
  const elsewhere = new Rig();
  const {code, stderr} = await elsewhere.tfsweep(['verify', rig.runFolder('small')]);
  assert.is(code, 0, stderr);
  elsewhere.remove();
});

test('nothing is written', () => {
  assert.equal(readdirSync(join(rig.folder, 'results')), ['small']);
  assert.is(readdirSync(join(rig.folder, 'results', 'small')).length, 1);
});

test('the first epoch and number that differ are named', async () => {
  const copy = copyOf('loss', {
    trial(trial) {
      if (!isOne(trial)) return trial;
      const history = trial.history.map(epoch => (epoch.epoch < 2 ? epoch : {...epoch, validation_loss: 0.5}));
      return {...trial, history};
    },
  });
  const {code, stdout} = await verify(copy);
  assert.is(code, 1);
  assert.match(stdout, 'not reproduced, 3 of 4 trials with the same bits');
  assert.match(stdout, /│ tanh +│ +\d+ │ epoch 2, validation_loss │ +0\.5 │ +[\d.]+ │/);
});

test('a metric that differs in its last bit is named', async () => {
  const copy = copyOf('metric', {
    trial(trial) {
      if (!isOne(trial) || trial.status === 'failed') return trial;
      const {test} = trial.metrics;
      return {...trial, metrics: {...trial.metrics, test: {...test, mae: (test.mae ?? 0) * (1 + 2 ** -52)}}};
    },
  });
  const {code, stdout} = await verify(copy, '--format', 'json');
  assert.is(code, 1);
  const [{reproduced, trials}] = JSON.parse(stdout);
  assert.not(reproduced);
  const [differing, ...others] = trials.filter(({difference}: {difference: unknown}) => difference);
  assert.is(others.length, 0);
  assert.is(differing.parameters.activation, 'tanh');
  assert.is(differing.difference.epoch, null);
  assert.is(differing.difference.what, 'test_mae');
});

test('another version is told first, and numbers are compared within the tolerance', async () => {
  const off = (relative: number) =>
    copyOf(`off-${relative}`, {
      manifest: text => text.replaceAll('"tfsweep": "', '"tfsweep": "0.0.'),
      trial: trial => ({
        ...trial,
        history: trial.history.map(epoch => ({...epoch, loss: (epoch.loss ?? 0) * (1 + relative)})),
      }),
    });
  const near = await verify(off(1e-5));
  assert.is(near.code, 0);
  assert.match(
    near.stderr,
    /^small not as it was: versions\.tfsweep: 0\.0\.\S+ → \S+\nsmall the same bits are not promised/,
  );
  assert.match(near.stdout, 'reproduced, 4 of 4 trials within the tolerance, 0 of them with the same bits');
  const far = await verify(off(1e-3));
  assert.is(far.code, 1);
  assert.match(far.stdout, 'epoch 1, loss');
});

test('another Node is told, and the same bits are expected all the same', async () => {
  const copy = copyOf('node', {manifest: text => text.replace(/"node": "[^"]+"/, '"node": "18.0.0"')});
  const {code, stdout, stderr} = await verify(copy);
  assert.is(code, 0);
  assert.match(stderr, 'not as it was: versions.node: 18.0.0 → ');
  assert.match(stderr, 'the same bits are expected all the same');
  assert.match(stdout, 'with the same bits');
});

test('another engine is compared within the tolerance', async () => {
  const {code, stdout, stderr} = await verify('small', '--engine', 'eager');
  assert.is(code, 0, stderr);
  assert.match(stderr, 'not as it was: toolchain.engine: compiled → eager');
  assert.match(stdout, '4 of 4 trials within the tolerance');
});

test('a sample is always the same trials', async () => {
  const seeds = async () => {
    const {stdout} = await verify('small', '--sample', '2', '--format', 'json');
    const [{trials, comparable}] = JSON.parse(stdout);
    assert.is(comparable, 4);
    return JSON.stringify(trials);
  };
  const first = await seeds();
  assert.is(JSON.parse(first).length, 2);
  assert.is(await seeds(), first);
  const {stdout} = await verify('small', '--sample', '2');
  assert.match(stdout, '2 of 2 trials with the same bits, a sample of 4');
});

test('trials without a result, and one that crashed, are left out and counted', async () => {
  const copy = copyOf('incomplete', {
    trial(trial) {
      if (!isOne(trial)) return trial.parameters.activation === 'linear' && trial.seed % 2 === 1 ? undefined : trial;
      const {id, parameters, seed} = trial;
      const error = {type: 'crashed', message: 'the worker was killed'};
      return {id, parameters, seed, status: 'failed', error, history: [], durationSeconds: 1};
    },
  });
  const {code, stdout} = await verify(copy);
  assert.is(code, 0);
  assert.match(stdout, '2 of 2 trials with the same bits, 2 of 4 planned have no result');
});

test('a trial that diverged diverges again, in the same epoch', async () => {
  const training = {epochs: 3, optimizer: {type: 'sgd', learningRate: 1e6}};
  rig.write('diverging.yaml', smallExperiment({name: 'diverging', training}));
  await run('diverging.yaml');
  const {code, stdout} = await verify('diverging');
  assert.is(code, 0);
  assert.match(stdout, '4 of 4 trials with the same bits');
});

test('data that changed is told first, with both hashes', async () => {
  rig.write('experiments/wave.csv', wave(1));
  const {code, stdout, stderr} = await verify('small');
  assert.is(code, 1);
  assert.match(
    stderr,
    /^small the data changed: wave\.csv\.sha256: [0-9a-f]{64} → [0-9a-f]{64}\nsmall this run is of other data, so other numbers are expected: 'tfsweep run experiments\/small\.yaml' makes the run of the data as it is now, 'tfsweep clean' removes this one\n/,
  );
  assert.match(stdout, 'epoch 1, loss');
});

test('data that is gone is bad input; other runs are verified all the same', async () => {
  rmSync(join(rig.folder, 'experiments/wave.csv'));
  const {code, stdout, stderr} = await verify('small', 'diverging');
  assert.is(code, 2);
  assert.match(stderr, /small\.yaml:1:\d+ error there is no file 'wave\.csv'/);
  assert.match(stdout, /^diverging .*: reproduced/);
  assert.is((await verify('nothing')).code, 2);
  assert.is((await verify('small', '--format', 'csv')).code, 2);
});

test('Ctrl-C leaves nothing behind', async () => {
  rig.write(
    'long.yaml',
    smallExperiment({
      name: 'long',
      training: {epochs: 3},
      sweep: {parameters: {activation: ['linear', 'tanh']}, seeds: 200},
    }),
  );
  await run('long.yaml');
  const temporary = mkdtempSync(join(tmpdir(), 'tfsweep-test-'));
  const {process: child, finished} = rig.start(['verify', 'long', '--engine', 'eager'], {TMPDIR: temporary});
  await until('it trains', () => readdirSync(temporary).some(name => existsSync(join(temporary, name, 'long'))));
  child.kill('SIGINT');
  const {code, stderr} = await finished;
  assert.is(code, 130, stderr);
  assert.equal(readdirSync(temporary), []);
  rmSync(temporary, {recursive: true});
});

test('numbers are compared in the order in which they came to be', () => {
  const standardized = {mse: 1, rmse: 1, mae: 1};
  const split = {mse: 1, rmse: 1, mae: 1, mape: 1, smape: 1, mase: 1, r2: 0, directional_accuracy: 0.5, standardized};
  const trial = (loss: number, rmse: number, epochs = 2) =>
    ({
      status: 'finished',
      history: Array.from({length: epochs}, (_, index) => ({epoch: index + 1, loss, validation_loss: 1})),
      diagnostics: {measured_epoch: 2, steps: 9},
      metrics: {train: split, validation: split, test: {...split, rmse}},
    }) as unknown as TrialRecord;
  const first = (one: TrialRecord, other: TrialRecord) => compareTrials(one, other, 'same bits').difference;
  assert.is(first(trial(1, 1), trial(1, 1)), null);
  assert.equal(first(trial(1, 1), trial(2, 2)), {epoch: 1, what: 'loss', recorded: 1, now: 2});
  assert.equal(first(trial(1, 1), trial(1, 2)), {epoch: null, what: 'test_rmse', recorded: 1, now: 2});
  assert.equal(first(trial(1, 1), trial(1, 2, 3)), {epoch: 3, what: 'epochs', recorded: 2, now: 3});
  assert.equal(compareTrials(trial(1, 1), trial(1 + 1e-5, 1), 'tolerance'), {sameBits: false, difference: null});
});

test.after(() => rig.remove());
test.run();
