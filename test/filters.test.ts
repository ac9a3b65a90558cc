// Filters that leave nothing, or that can't be: what is said of them.
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {Rig} from './rig.js';

const rig = new Rig();
rig.copy('test/fixtures/runs', '.');

test('a filter that leaves nothing says which values there are, and shows no empty table', async () => {
  const {stdout, stderr} = await rig.tfsweep(['table', 'after', '--filter', 'activation=tahn']);
  assert.match(stderr, 'nothing fulfils activation=tahn\n  activation is one of: linear, tanh\n');
  assert.not.match(stdout, '┌');
});

test('of values that are mappings it says how they get a short name', async () => {
  const {stderr} = await rig.tfsweep(['table', 'before', '--filter', 'optimizer=sgd']);
  assert.match(
    stderr,
    'optimizer is one of: {type: adam, learningRate: 0.01}, {type: sgd, learningRate: 1000000000000}',
  );
  assert.match(stderr, 'sweep.parameters.optimizer: {NAME: {...}, OTHER: {...}}, then optimizer=NAME');
});

test('a seed that was not trained leaves nothing: neither rows without a number nor a comparison of none', async () => {
  const {stdout, stderr} = await rig.tfsweep(['table', 'after', '--filter', 'seed=99']);
  assert.match(stderr, 'nothing fulfils seed=99\n  seed is one of: 1, 2, 3\n');
  assert.not.match(stdout, 'n/a');
  assert.not.match(stdout, 'every trial failed');
});

for (const [filter, told] of [
  ['seed>foo', "expected a number behind >, found 'foo'"],
  ['seed<=>42', "expected a number behind <=, found '>42'"],
  ['test_mae<small', "expected a number behind <, found 'small'"],
] as const)
  test(`${filter} is no condition`, async () => {
    const {code, stderr} = await rig.tfsweep(['table', 'after', '--filter', filter]);
    assert.is(code, 2);
    assert.match(stderr, told);
  });

test.after(() => rig.remove());
test.run();
