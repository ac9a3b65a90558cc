// Searches: what they decide rests on results in a fixed order, whoever was faster; their densities are Optuna's; runs go on as if nothing was.
import {cpSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {generator} from '../src/random/generator.js';
import {choosePoints} from '../src/sweep/choose-points.js';
import type {ParameterEntry} from '../src/sweep/parameters/index.js';
import {normalMass} from '../src/sweep/search/normal-mass.js';
import {Parzen} from '../src/sweep/search/parzen.js';
import type {Proposal} from '../src/sweep/search/search.js';
import type {SweepEntry} from '../src/sweep/sweep-entry.js';
import {close, fixture} from './numbers.js';
import {plainSpace} from './plain-space.js';
import {childrenOf, NOISY_SINE, Rig, smallExperiment, until} from './rig.js';

interface ParzenCase {
  readonly steps: number;
  readonly observed: readonly (readonly number[])[];
  readonly asked: readonly (readonly number[])[];
  readonly logs: readonly number[];
}

test("Parzen estimators have the densities of Optuna's", () => {
  for (const {steps, observed, asked, logs} of fixture<ParzenCase>('optuna-parzen')) {
    const dimensions = [{kind: 'share'}, {kind: 'steps', count: steps}, {kind: 'choice', weights: [1, 1, 1]}] as const;
    const estimator = new Parzen(dimensions, observed);
    for (const [at, point] of asked.entries())
      close([Math.log(estimator.density(point))], [logs[at]], 1e-12, `${observed.length} observed, point ${at}`);
  }
});

test('they draw by these densities', () => {
  const estimator = new Parzen(
    [
      {kind: 'steps', count: 5},
      {kind: 'choice', weights: [1, 1, 2]},
    ],
    [
      [1, 2],
      [4, 0],
      [4, 2],
    ],
  );
  const random = generator(1, 'draws');
  const counts = new Map<string, number>();
  for (let draw = 0; draw < 40_000; draw++) {
    const key = estimator.draw(random).join();
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  let square = 0;
  for (let step = 0; step < 5; step++)
    for (let choice = 0; choice < 3; choice++) {
      const expected = 40_000 * estimator.density([step, choice]);
      square += ((counts.get(`${step},${choice}`) ?? 0) - expected) ** 2 / expected;
    }
  // 99.9 % of chi-square with 14 degrees of freedom.
  assert.ok(square < 36.1, `chi-square ${square}`);
});

test('masses of the normal distribution keep their digits in the tails', () => {
  // SciPy: norm.sf(1) - norm.sf(2), norm.cdf(3) - norm.cdf(-1), norm.sf(8) - norm.sf(9), norm.cdf(-20) - norm.cdf(-21).
  for (const [from, to, mass] of [
    [1, 2, 0.13590512198327787],
    [-1, 3, 0.8399948480369129],
    [8, 9, 6.219831985865787e-16],
    [-21, -20, 2.7536241153268778e-89],
  ])
    close([normalMass(from, to)], [mass], 1e-13, `${from} to ${to}`);
});

const SPACE: Readonly<Record<string, ParameterEntry>> = {
  x: {type: 'range', from: -5, to: 5, scale: 'linear', integer: false},
  n: {type: 'range', from: 1, to: 100, scale: 'log', integer: true},
  kind: {type: 'list', values: ['a', 'b', 'c']},
};

const space = plainSpace(SPACE);

/** A bowl whose bottom lies at 2, 10, b; less deep for fewer epochs. */
function value({codes, epochs = 1}: Proposal): number {
  const [x, n, kind] = space.parameters.map((one, at) => one.value(codes[at]));
  return (Number(x) - 2) ** 2 + Math.log10(Number(n) / 10) ** 2 + (kind === 'b' ? 0 : 1) + 1 / epochs;
}

/** What a search proposes where results come in in an order of their own. */
function searched(
  strategy: SweepEntry['strategy'],
  {
    trials = 40,
    order = (waiting: readonly number[]) => waiting[0],
    fails = (_: Proposal): boolean => false,
    seed = 42,
  } = {},
): Proposal[] {
  const chosen = choosePoints(space, {strategy, trials, parameters: {}, seeds: 1}, seed, []);
  if ('mistakes' in chosen || !chosen.search) throw new Error('it should search');
  const search = chosen.search.start(() => true, chosen.search.rungs(27));
  const proposals: Proposal[] = [];
  let waiting: number[] = [];
  for (;;) {
    for (let next = search.next(); next; next = search.next()) {
      assert.is(next.place, proposals.length);
      proposals.push(next.proposal);
      waiting.push(next.place);
    }
    if (waiting.length === 0) return proposals;
    const done = order(waiting);
    waiting = waiting.filter(place => place !== done);
    search.tell(done, fails(proposals[done]) ? null : value(proposals[done]));
  }
}

const BAYESIAN = {type: 'bayesian', startup: 10, candidates: 24, parallel: 4} as const;
const HALVING = {type: 'halving', reduction: 3, parallel: 4} as const;
const told = (proposals: readonly Proposal[]) => proposals.map(({codes, epochs}) => [...codes, epochs ?? 0].join());

for (const strategy of [BAYESIAN, HALVING])
  test(`${strategy.type} proposes the same, whoever is faster, and nothing twice`, () => {
    const {integer} = generator(3, 'order');
    const inOrder = told(searched(strategy));
    assert.equal(told(searched(strategy, {order: waiting => waiting[waiting.length - 1]})), inOrder);
    assert.equal(told(searched(strategy, {order: waiting => waiting[integer(waiting.length)]})), inOrder);
    assert.is(new Set(inOrder).size, inOrder.length);
  });

test('bayesian comes nearer to the bottom than its random beginning, and has as many combinations as are wanted', () => {
  const bottom = value({codes: Float64Array.of(2, 9, 1), epochs: undefined});
  const best = (of: readonly Proposal[]) => Math.min(...of.map(value)) - bottom;
  const seeds = Array.from({length: 10}, (_, seed) => seed);
  const all = seeds.map(seed => searched(BAYESIAN, {trials: 60, seed}));
  assert.ok(all.every(({length}) => length === 60));
  const mean = (of: readonly number[]) => of.reduce((sum, one) => sum + one, 0) / of.length;
  const random = seeds.map(seed => best(searched({...BAYESIAN, startup: 60}, {trials: 60, seed})));
  assert.ok(mean(all.map(best)) < mean(random) / 3, `${mean(all.map(best))} against ${mean(random)} at random`);
  const kinds = mean(all.map(of => of.slice(30).filter(({codes}) => codes[2] === 1).length));
  assert.ok(kinds > 15, `${kinds} of 30 are b`);
});

test('halving trains a third of each rung for three times as long, and the better ones', () => {
  const proposals = searched(HALVING, {trials: 27});
  const rung = (epochs: number) => proposals.filter(one => one.epochs === epochs);
  assert.equal(
    [1, 3, 9, 27].map(epochs => rung(epochs).length),
    [27, 9, 3, 1],
  );
  const ranks = rung(1)
    .map(value)
    .sort((a, b) => a - b);
  const [winner] = rung(27);
  assert.is(value({...winner, epochs: 1}), ranks[0]);
});

test('what fails is never promoted, and not near what is good', () => {
  const fails = ({codes}: Proposal) => codes[2] === 1;
  for (const {codes, epochs} of searched(HALVING, {trials: 27, fails})) if (epochs !== 1) assert.is.not(codes[2], 1);
  const late = searched(BAYESIAN, {trials: 60, fails}).slice(30);
  assert.ok(late.filter(({codes}) => codes[2] === 1).length < 10);
});

test('a search of few combinations ends with all of them', () => {
  const few = plainSpace({kind: SPACE.kind});
  const chosen = choosePoints(few, {strategy: BAYESIAN, trials: 50, parameters: {}, seeds: 1}, 1, []);
  if ('mistakes' in chosen || !chosen.search) throw new Error('it should search');
  const search = chosen.search.start(() => true, []);
  const found = [];
  for (let next = search.next(); next; next = search.next()) {
    found.push(next.proposal.codes[0]);
    search.tell(next.place, 1);
  }
  assert.equal(found.sort(), [0, 1, 2]);
});

const rig = new Rig();
test.after(() => rig.remove());

const experiment = (name: string, strategy: string) =>
  smallExperiment({
    name,
    window: {length: '${window}'},
    training: {epochs: 4, optimizer: '${optimizer}'},
    sweep: {
      strategy,
      trials: 14,
      seeds: 2,
      parameters: {
        activation: ['linear', 'tanh'],
        window: [4, 8],
        optimizer: {
          sgd: {type: 'sgd', learningRate: '${lr}'},
          adam: {type: 'adam', learningRate: '${lr}'},
          plain: 'rmsprop',
        },
        lr: {from: 1e-4, to: 1e-1, scale: 'log'},
      },
    },
  });

for (const strategy of ['bayesian', 'halving'])
  test(`${strategy}: the same trials with one worker, with two, and after a kill; verified, tabled and trained again`, async () => {
    const name = strategy;
    rig.write(`${name}.yaml`, experiment(name, strategy));
    const one = await rig.tfsweep(['run', `${name}.yaml`]);
    assert.is(one.code, 0, one.stderr);
    const trials = (of: Rig) => [...of.trials(name)].sort();
    const other = new Rig();
    other.write(`${name}.yaml`, experiment(name, strategy));
    const {process: child, finished} = other.start(['run', `${name}.yaml`, '--workers', '2']);
    await until('some trials', () => other.journalLines(name) >= 22);
    process.kill(-(child.pid ?? 0), 'SIGKILL');
    await finished;
    const two = await other.tfsweep(['run', `${name}.yaml`, '--workers', '2']);
    assert.is(two.code, 0, two.stderr);
    assert.equal(trials(other), trials(rig));
    assert.is(two.stdout, one.stdout);
    const plan = (of: Rig) =>
      JSON.parse(readFileSync(join(of.runFolder(name), 'manifest.json'), 'utf8')).experiment.resolved;
    assert.equal(plan(other), plan(rig));
    const count = trials(rig).length;
    const verified = await rig.tfsweep(['verify', name]);
    assert.match(verified.stdout, `reproduced, ${count} of ${count} trials with the same bits`);
    const table = await rig.tfsweep(['table', `${name}.yaml`, '--format', 'csv']);
    assert.is(table.stdout.trim().split('\n').length, 1 + count / 2);
    const again = await rig.tfsweep(['run', `${name}.yaml`, '--again']);
    assert.match(again.stderr, `the same ${count} trials trained again`);
    assert.match((await rig.tfsweep(['run', `${name}.yaml`])).stderr, 'all trained before');
    other.remove();
  });

test('a worker that is killed changes nothing of what is decided: its trial is trained again before what rests on it', async () => {
  const other = new Rig();
  other.write('bayesian.yaml', experiment('bayesian', 'bayesian').replace('"epochs":4', '"epochs":120'));
  const whole = new Rig();
  whole.write('bayesian.yaml', other.read('bayesian.yaml'));
  const undisturbed = await whole.tfsweep(['run', 'bayesian.yaml', '--workers', '2']);
  assert.is(undisturbed.code, 0, undisturbed.stderr);
  const {process: child, finished} = other.start(['run', 'bayesian.yaml', '--workers', '2']);
  await until('some trials', () => other.journalLines('bayesian') >= 8);
  const [worker] = childrenOf(child.pid);
  process.kill(worker, 'SIGKILL');
  const first = await finished;
  assert.is(first.code, 0, first.stderr);
  assert.match(first.stderr, 'tried again');
  const second = await other.tfsweep(['run', 'bayesian.yaml', '--workers', '2']);
  assert.match(second.stderr, 'all trained before');
  assert.equal([...other.trials('bayesian')].sort(), [...whole.trials('bayesian')].sort());
  assert.is(second.stdout, undisturbed.stdout);
  for (const one of [other, whole]) one.remove();
});

test('kinds of folds are told apart, and a longer search takes in a shorter one', async () => {
  const folds = (trials: number, change: Record<string, unknown> = {}) =>
    smallExperiment({
      name: 'folds',
      data: {...NOISY_SINE, split: {folds: '${folds}'}},
      model: {layers: ['flatten', {type: 'dense', units: 1}]},
      training: {epochs: 1, optimizer: {type: 'adam', learningRate: '${lr}'}},
      sweep: {
        strategy: {type: 'bayesian', startup: 3},
        trials,
        parameters: {
          folds: {e: {count: 2, type: 'expanding'}, s: {count: 2, type: 'sliding'}},
          lr: [0.01, 0.1, 0.2, 0.3],
        },
      },
      comparison: undefined,
      ...change,
    });
  rig.write('folds.yaml', folds(7));
  const {code, stderr} = await rig.tfsweep(['run', 'folds.yaml', '--out', 'folds']);
  assert.is(code, 0, stderr);
  const run = (out: string) => readdirSync(join(rig.folder, out, 'folds')).map(id => join(out, 'folds', id));
  const [folder] = run('folds');
  const {trials} = JSON.parse(rig.read(folder, 'manifest.json'));
  assert.is(new Set(trials).size, 14);
  assert.is(rig.read(folder, 'trials.jsonl').trim().split('\n').length, 14);
  // The metric that decides makes another search.
  rig.write('folds.yaml', folds(7, {comparison: {by: 'lr', metric: 'test_directional_accuracy'}}));
  await rig.tfsweep(['run', 'folds.yaml', '--out', 'folds']);
  assert.is(run('folds').length, 2);
  // A part that was interrupted has fewer trials in its plan.
  const part = join('part', ...folder.split('/').slice(1));
  cpSync(join(rig.folder, folder), join(rig.folder, part), {recursive: true});
  const manifest = JSON.parse(rig.read(part, 'manifest.json'));
  manifest.trials = manifest.trials.slice(0, 6);
  manifest.experiment.resolved.combinations = manifest.experiment.resolved.combinations.slice(0, 6);
  writeFileSync(
    join(rig.folder, part, 'manifest.json'),
    JSON.stringify({...manifest, ranAt: '2999-01-01T00:00:00.000Z'}),
  );
  for (const runs of [
    [part, folder],
    [folder, part],
  ]) {
    const merged = await rig.tfsweep(['merge', ...runs, '--out', 'merged']);
    assert.match(merged.stderr, '14 of 14 trials');
    rmSync(join(rig.folder, 'merged'), {recursive: true});
  }
});

test('a search is not trained in shards, and tells what it must know beforehand', async () => {
  const shard = await rig.tfsweep(['run', 'halving.yaml', '--shard', '1/2']);
  assert.is(shard.code, 2);
  assert.match(shard.stderr, "it can't be trained in shards");
  const problems = async (change: (text: string) => string) => {
    rig.write('bad.yaml', change(experiment('bad', 'halving')));
    const {code, stderr} = await rig.tfsweep(['check', 'bad.yaml']);
    assert.is(code, 2);
    return stderr;
  };
  assert.match(
    await problems(text => text.replace('"window":[4,8]', '"window":{"from":4,"to":8}')),
    "a search must know beforehand which data and windows there are, but 'window' has no end of values",
  );
  assert.match(
    await problems(text =>
      text.replace('"epochs":4', '"epochs":"${epochs}"').replace('"window":[4,8]', '"window":[4],"epochs":[4,8]'),
    ),
    /training\.epochs is the most, and no parameter.*has a parameter 'epochs' of its own/s,
  );
  assert.match(await problems(text => text.replace('"trials":14,', '')), 'nothing says how many');
  // What it could come to is looked at, too.
  assert.match(
    await problems(text => text.replace('"window":[4,8]', '"window":[4,8,200]')),
    'no window fits into the train split',
  );
});

test.run();
