// `expect:` of an experiment, judged on its finished table by run and by table.
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {parseExpectation} from '../src/experiment/expectation.js';
import {judge} from '../src/results/expectations.js';
import {Rig, resultsIn, smallExperiment} from './rig.js';

const lists = {activation: ['linear', 'tanh'], window: [4, 8], units: [8, 16], rate: [0.5]};
const read = (text: string) => {
  const parsed = parseExpectation(text, lists);
  return 'expectation' in parsed ? parsed.expectation : parsed.mistake;
};

test('a value names its parameter; on the right side it stands for the same metric', () => {
  const of = (value: string) => [{name: 'activation', value}];
  assert.equal(read('test_rmse of tanh < linear'), {
    left: {type: 'metric', factor: 1, which: 'mean', metric: 'test_rmse', of: of('tanh'), finished: false},
    operator: '<',
    right: {type: 'metric', factor: 1, which: 'mean', metric: 'test_rmse', of: of('linear'), finished: false},
  });
});

test('factors, several values, counts and numbers', () => {
  assert.equal(read('worst test_mae of activation=tanh, window=4 <= 0.9 * best train_mae'), {
    left: {
      type: 'metric',
      factor: 1,
      which: 'worst',
      metric: 'test_mae',
      of: [
        {name: 'activation', value: 'tanh'},
        {name: 'window', value: 4},
      ],
      finished: false,
    },
    operator: '<=',
    right: {type: 'metric', factor: 0.9, which: 'best', metric: 'train_mae', of: [], finished: false},
  });
  assert.equal(read('failed of 0.5 == 0'), {
    left: {type: 'count', factor: 1, count: 'failed', of: [{name: 'rate', value: 0.5}]},
    operator: '==',
    right: {type: 'number', value: 0},
  });
});

test('a value of two parameters has to say which', () => {
  assert.equal(read('test_rmse of 8 < 1'), {
    message: "'8' is a value of window and of units",
    hint: 'write window=8',
    offset: 13,
    length: 1,
  });
});

test('a number that is a value, too, has two readings where values may stand', () => {
  assert.equal(read('test_rmse of 4 < 8'), {
    message: "'8' may be the number, or test_rmse of window=8",
    hint: 'write +8 for the number, window=8 for the value of window',
    offset: 17,
    length: 1,
  });
  for (const text of [
    'test_rmse of 4 < +8',
    'test_rmse of 4 < window=8',
    'test_rmse < 8',
    'failed == 0.5',
    'test_rmse of 4 < 9',
  ])
    assert.ok('operator' in read(text), text);
});

test('what is no word of the language is told, and no trial has two values of a parameter', () => {
  for (const text of ['test_rmse of tanh !< linear', 'failed ! == 0', '! failed == 0', 'best test_rmse of "tanh < 1'])
    assert.ok('message' in read(text), text);
  assert.equal(read('failed of tanh, linear == 0'), {
    message: 'no trial has two values of activation',
    hint: 'one expectation for each of them',
    offset: 16,
    length: 6,
  });
});

test('numbers are values by their size; in a product a value must say so', () => {
  const named = (text: string) => (read(text) as {left: {of: unknown}}).left.of;
  assert.equal(named('test_rmse of window=4.0 < +1'), [{name: 'window', value: 4}]);
  assert.match((read('test_rmse of tanh < 8.0') as {message: string}).message, "'8.0' may be the number");
  assert.match((read('test_rmse of tanh < 2 * 8') as {message: string}).message, "'8' may be the number");
  assert.ok('operator' in read('test_rmse of tanh < 2 * window=8'));
});

test('a value or a parameter may be called as a word of the language is', () => {
  const words = {kind: ['finished', 'best'], finished: [1, 2]};
  const parsed = (text: string) => parseExpectation(text, words);
  const right = (text: string) =>
    (parsed(text) as {expectation: {right: {of?: unknown; count?: unknown}}}).expectation.right;
  assert.equal(right('test_rmse of kind=best < "finished"').of, [{name: 'kind', value: 'finished'}]);
  assert.equal(right('test_rmse of kind=best < finished=2').of, [{name: 'finished', value: 2}]);
  assert.is(right('test_rmse of kind=best < finished').count, 'finished');
});

test('finished asks for the trials that finished, also of what stands for the same metric', () => {
  const {left, right} = read('test_rmse of tanh finished < linear') as {left: unknown; right: unknown};
  assert.ok((left as {finished: boolean}).finished && (right as {finished: boolean}).finished);
  assert.ok((read('best test_mase finished < 1') as {left: {finished: boolean}}).left.finished);
  assert.equal((read('finished of tanh == 3') as {left: {type: string}}).left.type, 'count');
});

const rig = new Rig();
const EXPECT = [
  'failed == 0',
  'finished == 4',
  'test_rmse of linear < 100 * tanh',
  'best test_rmse <= worst test_rmse',
  'test_rmse > 100',
  'best test_r2 >= worst test_r2',
];
rig.write('small.yaml', smallExperiment({expect: EXPECT}));
const first = await rig.tfsweep(['run', 'small.yaml']);

test('run shows what holds, points at what is missed, and ends with 1', () => {
  assert.is(first.code, 1, first.stderr);
  assert.match(first.stdout, '\nexpect: failed == 0 holds: 0 == 0\n');
  assert.match(first.stdout, /\nexpect: test_rmse > 100 missed: [\d.]+ is not > 100\n/);
  assert.match(first.stderr, /small\.yaml:1:\d+ error expected test_rmse > 100, but [\d.]+ is not > 100\n/);
});

test('sides are what the trials say', () => {
  const results = resultsIn(rig.runFolder('small'));
  const rmse = (activation?: string) => {
    const of = results.trials.filter(({parameters}) => !activation || parameters.activation === activation);
    return of.reduce((sum, trial) => sum + ('metrics' in trial ? (trial.metrics.test.rmse ?? 0) : 0), 0) / of.length;
  };
  const {judgements} = judge(results);
  assert.equal(
    judgements.map(judgement => judgement.holds),
    [true, true, true, true, false, true],
  );
  const near = (value: number | null, other: number) => assert.ok(Math.abs((value ?? 0) - other) < 1e-12 * other);
  near(judgements[2].left, rmse('linear'));
  near(judgements[2].right, 100 * rmse('tanh'));
  // The best row is the best by validation, whatever test says.
  const validation = (activation: string) => {
    const of = results.trials.filter(({parameters}) => parameters.activation === activation);
    return of.reduce((sum, trial) => sum + ('metrics' in trial ? (trial.metrics.validation.rmse ?? 0) : 0), 0);
  };
  near(judgements[3].left, rmse(validation('linear') < validation('tanh') ? 'linear' : 'tanh'));
  near(judgements[3].right, Math.max(rmse('linear'), rmse('tanh')));
  near(judgements[4].left, rmse());
});

test('table says the same, in every form, without training', async () => {
  for (const format of ['text', 'md', 'csv', 'json']) {
    const {code, stdout, stderr} = await rig.tfsweep(['table', 'small', '--format', format]);
    assert.is(code, 1);
    assert.match(stderr, 'expected test_rmse > 100, but');
    if (format === 'json') assert.is(JSON.parse(stdout).expectations.judgements.length, 6);
    if (format === 'md') assert.match(stdout, /\n- expect test_rmse \\> 100 \*\*missed\*\*: /);
  }
});

test('another expectation trains nothing again', async () => {
  rig.write('small.yaml', smallExperiment({expect: ['failed == 0']}));
  const {code, stderr} = await rig.tfsweep(['run', 'small.yaml']);
  assert.is(code, 0);
  assert.match(stderr, 'all trained before');
});

test('nothing is judged before the table is finished', async () => {
  rig.write('shards.yaml', smallExperiment({name: 'shards', expect: ['finished == 4']}));
  const half = await rig.tfsweep(['run', 'shards.yaml', '--shard', '1/2']);
  assert.is(half.code, 0);
  assert.match(half.stderr, '1 expectation not checked: 2 trials of the plan still to be trained');
  assert.not.match(half.stdout, 'expect');
});

test('a metric of which trials failed is missed, and they are named, unless the finished ones are asked for', async () => {
  const diverging = {
    name: 'diverging',
    training: {epochs: 2, optimizer: {type: 'sgd', learningRate: '${rate}'}},
    model: {layers: ['flatten', {type: 'dense', units: 6}, {type: 'dense', units: 1}]},
    sweep: {parameters: {rate: [0.01, 1000]}, seeds: 2},
    comparison: {by: 'rate'},
    expect: ['test_rmse < 100', 'test_rmse finished < 100', 'test_rmse of rate=0.01 < 100', 'best test_rmse < 100'],
  };
  rig.write('diverging.yaml', smallExperiment(diverging));
  const {code, stdout, stderr} = await rig.tfsweep(['run', 'diverging.yaml']);
  assert.is(code, 1, stderr);
  assert.match(
    stdout,
    /expect: test_rmse < 100 missed: 2 trials that it is about failed \(rate=1000, seed \d+: diverged: .*; rate=1000, seed \d+: .*\); 'finished' at the end of the side asks for the others only/,
  );
  assert.match(stdout, 'expect: test_rmse finished < 100 holds');
  assert.match(stdout, 'expect: test_rmse of rate=0.01 < 100 holds');
  assert.match(stdout, 'expect: best test_rmse < 100 missed');
  assert.is((await rig.tfsweep(['table', 'diverging'])).code, 1);
  rig.write('diverging.yaml', smallExperiment({...diverging, expect: ['test_rmse finished < 100']}));
  assert.is((await rig.tfsweep(['run', 'diverging.yaml'])).code, 3);
});

test('a line that an older version accepted is told, and does not hold', async () => {
  const folder = rig.runFolder('diverging');
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  writeFileSync(
    join(folder, 'manifest.json'),
    JSON.stringify({...manifest, expect: ['test_rmse of rate=0.01 < 1000']}),
  );
  const {code, stderr} = await rig.tfsweep(['table', 'diverging']);
  assert.is(code, 1);
  assert.match(stderr, "this version can't read it: '1000' may be the number, or test_rmse of rate=1000; write +1000");
});

test('a manifest of a version before `expect` expects nothing', async () => {
  const file = join(rig.runFolder('small'), 'manifest.json');
  const {expect: _, format: __, toolchain: means, ...older} = resultsIn(rig.runFolder('small')).manifest;
  writeFileSync(file, JSON.stringify({...older, means}));
  assert.is((await rig.tfsweep(['table', 'small'])).code, 0);
});

test.after(() => rig.remove());
test.run();
