// Sweeps through the real binary: what each strategy plans, parameters that depend on others, rules, and names of long values.
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {Rig, smallExperiment} from './rig.js';

const rig = new Rig();
test.after(() => rig.remove());

/** A small experiment with an optimizer and a window of the sweep. */
const experiment = (sweep: Record<string, unknown>, change: Record<string, unknown> = {}) =>
  smallExperiment({
    window: {length: '${window}'},
    training: {epochs: 1, optimizer: '${optimizer}'},
    sweep,
    comparison: undefined,
    ...change,
  });

const PARAMETERS = {
  activation: ['linear', 'tanh'],
  window: [4, 8],
  optimizer: {
    slow: {type: 'sgd', learningRate: '${lr}'},
    fast: {type: 'adam', learningRate: '${lr}'},
    plain: 'adam',
  },
  lr: [0.01, 0.1],
};

/** The parameters of the combinations that are planned. */
async function planned(text: string, ...args: readonly string[]): Promise<string[]> {
  rig.write('small.yaml', text);
  const {code, stdout, stderr} = await rig.tfsweep(['plan', 'small.yaml', ...args]);
  assert.is(code, 0, stderr);
  const rows = stdout.split('\n').filter(line => /^│ +[\d-]+ │/.test(line));
  return rows.map(row =>
    row
      .split('│')
      .slice(2, 6)
      .map(cell => cell.trim())
      .join(' '),
  );
}

async function problems(text: string): Promise<string> {
  rig.write('bad.yaml', text);
  const {code, stderr} = await rig.tfsweep(['check', 'bad.yaml']);
  assert.is(code, 2);
  return stderr;
}

test('a parameter that only some values name varies only with these', async () => {
  assert.equal(await planned(experiment({parameters: {...PARAMETERS, window: [4], activation: ['tanh']}})), [
    'tanh 4 slow 0.01',
    'tanh 4 slow 0.1',
    'tanh 4 fast 0.01',
    'tanh 4 fast 0.1',
    'tanh 4 plain -',
  ]);
});

test('rules leave combinations out and take others in, also of values that are nowhere else', async () => {
  const sweep = {
    parameters: PARAMETERS,
    exclude: [{activation: 'tanh'}, {window: '> 4', lr: 0.1}, {optimizer: ['fast', 'plain']}],
    include: [{activation: 'relu', window: 12, optimizer: 'slow'}],
  };
  assert.equal(await planned(experiment(sweep)), [
    'linear 4 slow 0.01',
    'linear 4 slow 0.1',
    'linear 8 slow 0.01',
    'relu 12 slow 0.01',
    'relu 12 slow 0.1',
  ]);
});

test('a list of combinations is trained as it stands', async () => {
  const sweep = {
    strategy: 'list',
    parameters: {optimizer: PARAMETERS.optimizer},
    combinations: [
      {activation: 'tanh', window: 8, optimizer: 'slow', lr: 0.3},
      {activation: 'linear', window: 4, optimizer: 'plain'},
    ],
  };
  assert.equal(await planned(experiment(sweep)), ['slow tanh 8 0.3', 'plain linear 4 -']);
});

test('what is drawn is planned beforehand, comes from the seed, and is trained as planned', async () => {
  const sweep = {
    strategy: 'random',
    trials: 6,
    parameters: {...PARAMETERS, lr: {from: 1e-4, to: 1e-1, scale: 'log'}, window: [6]},
  };
  const six = await planned(experiment(sweep));
  assert.is(six.length, 6);
  assert.equal(await planned(experiment(sweep)), six);
  assert.not.equal(await planned(experiment(sweep), '--set', 'seed=43'), six);
  assert.equal((await planned(experiment({...sweep, trials: 9}))).slice(0, 6), six);
  const list = (await planned(experiment({...sweep, trials: 9}), '--limit', '2')).slice();
  assert.equal(list, six.slice(0, 2));
  rig.write('small.yaml', experiment(sweep));
  const run = await rig.tfsweep(['run', 'small.yaml']);
  assert.is(run.code, 0, run.stderr);
  const csv = await rig.tfsweep(['table', 'small', '--all', '--format', 'csv']);
  const rows = csv.stdout.trim().split('\n').slice(1);
  assert.equal(
    rows.map(row => row.split(',').slice(0, 4).join(' ')),
    six.map(row => row.replace('-', '')),
  );
  // A larger one takes over what is there.
  rig.write('small.yaml', experiment({...sweep, trials: 8}));
  const more = await rig.tfsweep(['run', 'small.yaml']);
  assert.match(more.stderr, '8 trials on wasm, compiled, 6 trained before');
});

test('names stand for long values in tables, filters, comparisons and expectations', async () => {
  const sweep = {parameters: {...PARAMETERS, window: [4], activation: ['linear'], lr: [0.05]}, seeds: 2};
  const change = {
    name: 'named',
    comparison: {by: 'optimizer'},
    expect: ['test_rmse of optimizer=slow < 100 * fast', 'finished of plain == 2'],
  };
  rig.write('named.yaml', experiment(sweep, change));
  const run = await rig.tfsweep(['run', 'named.yaml']);
  assert.is(run.code, 0, run.stderr);
  assert.match(run.stdout, /│ slow +│/);
  assert.match(run.stdout, /optimizer: (slow|fast)/);
  const {stdout} = await rig.tfsweep(['table', 'named', '--filter', 'optimizer=slow', '--by', 'optimizer']);
  assert.match(stdout, /│ slow +│/);
  assert.not.match(stdout, /│ fast +│/);
});

test('rows without a parameter come last, whatever they are sorted by', async () => {
  const {stdout} = await rig.tfsweep(['table', 'small', '--all', '--sort', 'lr', '--format', 'csv']);
  const values = stdout
    .trim()
    .split('\n')
    .slice(1)
    .map(row => row.split(',')[3]);
  const numbers = values.filter(value => value !== '').map(Number);
  assert.ok(numbers.length > 2 && values.length > numbers.length);
  assert.equal(values, [...numbers.sort((a, b) => a - b).map(String), ...values.filter(value => value === '')]);
});

test('a typo in a name is told where it stands', async () => {
  const bad = await problems(experiment({parameters: PARAMETERS}, {expect: ['test_rmse of slowe < 1']}));
  assert.match(bad, "no parameter of the sweep has the value 'slowe'");
  assert.match(bad, "did you mean 'slow'?");
});

test('a million combinations are checked and planned in little memory', async () => {
  const sweep = {
    parameters: {
      lr: {from: 1e-4, to: 1e-1, scale: 'log', points: 5000},
      optimizer: {adam: {type: 'adam', learningRate: '${lr}'}, sgd: {type: 'sgd', learningRate: '${lr}'}},
      activation: ['linear', 'tanh', 'relu', 'elu'],
      window: {from: 2, to: 26, integer: true},
    },
  };
  rig.write('large.yaml', experiment(sweep, {name: 'large'}));
  const env = {NODE_OPTIONS: '--max-old-space-size=64'};
  const {code, stdout, stderr} = await rig.tfsweep(['plan', 'large.yaml', '--limit', '3'], env);
  assert.is(code, 0, stderr);
  assert.match(stdout, 'large: 1,000,000 combinations x seed 42 = 1,000,000 trials');
  assert.match(stdout, 'and 999,997 more combinations; --limit shows more');
});

test('two values that train the same are found in a large plan, too', async () => {
  const lr = Array.from({length: 30_000}, (_, at) => (at + 1) / 1e6);
  const parameters = {
    optimizer: ['adam', {type: 'adam', learningRate: '${lr}'}],
    window: [4],
    activation: ['tanh'],
    lr,
  };
  assert.match(
    await problems(experiment({parameters})),
    /two combinations train the same: .*optimizer="adam".* and .*lr=0.001/,
  );
});

test.run();
