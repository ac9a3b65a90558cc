// What the sentences of a verdict are counted from: which rows, which trials, and how far ahead.
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {readForecasts, readSeries} from '../src/results/run-series.js';
import {dieboldMariano} from '../src/results/statistics/diebold-mariano.js';
import {echoStatements} from '../src/results/verdict/echo-statements.js';
import type {Statement} from '../src/results/verdict/statement.js';
import {suggestions} from '../src/results/verdict/suggestions.js';
import {groupedTrials} from '../src/results/verdict/trial-groups.js';
import {forecastRows} from '../src/run/records/forecast-record.js';
import {Rig, resultsIn, smallExperiment} from './rig.js';

const rig = new Rig();

/** A walk of drawn steps that falls back to 0: what comes five rows later is hard to foresee. */
function walk(rows: number): number[] {
  let [state, value] = [7, 0];
  return Array.from({length: rows}, () => {
    state = (state * 48271) % 2147483647;
    value = 0.8 * value + state / 2147483647 - 0.5;
    return Number(value.toFixed(6));
  });
}

async function ran(name: string, change: Record<string, unknown>) {
  rig.write(`${name}.yaml`, smallExperiment({name, ...change}));
  const {code, stdout, stderr} = await rig.tfsweep(['run', `${name}.yaml`, '--json']);
  assert.ok(code === 0 || code === 3, stderr);
  const verdict: readonly Statement[] = JSON.parse(stdout).verdict;
  return {verdict, results: resultsIn(rig.runFolder(name))};
}

function only<Kind extends Statement['kind']>(verdict: readonly Statement[], kind: Kind) {
  const [found] = verdict.filter((one): one is Extract<Statement, {kind: Kind}> => one.kind === kind);
  if (!found) throw new Error(`no ${kind} in ${JSON.stringify(verdict)}`);
  return found;
}

const inline = (columns: Record<string, readonly number[]>, more = {}) => ({type: 'inline', values: columns, ...more});

test('over time lags go as far as the farther of two horizons', async () => {
  const {verdict, results} = await ran('horizons', {
    data: inline({p: walk(300)}, {target: 'p'}),
    window: {length: 4, horizon: '${h}'},
    model: {layers: ['flatten', {type: 'dense', units: 1}]},
    sweep: {parameters: {h: [1, 5]}, seeds: 1},
    comparison: {by: 'h'},
  });
  const {statistic, count} = only(verdict, 'time');
  const [{test: truth}] = readSeries(results.place);
  const forecasts = readForecasts(results.place);
  const [near, far] = [1, 5].map(h => {
    const record = forecasts.get(results.trials.find(({parameters}) => parameters.h === h)?.id ?? '');
    if (!record) throw new Error('no forecasts');
    return new Map(
      forecastRows(record).map((row, at) => [row, (record.values[at] - truth.values[row - truth.begin]) ** 2]),
    );
  });
  const rows = [...far.keys()].filter(row => near.has(row));
  const [ones, others] = [near, far].map(all => rows.map(row => all.get(row) ?? Number.NaN));
  assert.is(count, rows.length);
  const [right, wrong] = [5, 1].map(ahead => dieboldMariano(ones, others, ahead)?.statistic ?? Number.NaN);
  assert.ok(Math.abs(Math.abs(statistic) - Math.abs(right)) < 1e-9, `${statistic}, not ${right}`);
  assert.ok(Math.abs(right - wrong) > 0.05, 'the case tells them apart');
});

test('only rows that are as far apart as a lag go into its covariance', () => {
  const [first, second] = [walk(40), walk(80).slice(40)];
  // No two rows are one row apart: what is two ahead has the variance of one ahead.
  const apart = dieboldMariano(first, second, 2, {places: first.map((_, row) => 3 * row), distance: 1});
  const [one] = [dieboldMariano(first, second, 1)];
  const count = first.length;
  const corrected = Math.sqrt((count - 3 + 2 / count) / (count - 1));
  assert.ok(Math.abs((apart?.statistic ?? 0) / (one?.statistic ?? 0) - corrected) < 1e-12);
  const even = dieboldMariano(first, second, 2, {places: first.map((_, row) => 3 * row), distance: 3});
  assert.is(even?.statistic, dieboldMariano(first, second, 2)?.statistic);
});

test('rows that several folds forecast count once, and the range is that of all folds', async () => {
  const rising = Array.from({length: 160}, (_, row) => row + Math.sin(row));
  const {verdict, results} = await ran('folds', {
    data: inline(
      {p: rising},
      {
        target: 'p',
        split: {validation: 20, test: 30, folds: {type: 'expanding', count: 3, step: 15}},
      },
    ),
    sweep: {parameters: {activation: ['linear', 'tanh']}, seeds: 1},
  });
  const tests = readSeries(results.place).map(({test: {begin, end}}) => ({begin, end}));
  assert.is(tests.length, 3);
  const rows = new Set(tests.flatMap(({begin, end}) => Array.from({length: end - begin}, (_, at) => begin + at)));
  const {count} = only(verdict, 'time');
  assert.ok(count <= rows.size && count > rows.size - 10, `${count} of ${rows.size}`);
  const range = only(verdict, 'range');
  assert.equal([range.outside, range.rows], [90, 90]);
});

test('of several series on one scale the range is that of all training rows, of each where each has its own', async () => {
  const rows = 60;
  const ids = [...Array(rows).fill('small'), ...Array(rows).fill('large')];
  const values = Array.from({length: 2 * rows}, (_, row) =>
    row < rows ? (row % 7) / 7 + (row >= 50 ? 4 : 0) : 10 * ((row % 9) / 9),
  );
  rig.write('two.csv', `id,v\n${ids.map((id, row) => `${id},${values[row]}`).join('\n')}\n`);
  const change = (per: string) => ({
    data: {type: 'csv', path: 'two.csv', series: 'id', columns: ['v'], target: 'v'},
    standardization: {type: 'z-score', per},
    window: {length: 3},
  });
  const together = await ran('together', change('all'));
  assert.equal(
    together.verdict.filter(({kind}) => kind === 'range'),
    [],
  );
  const {outside} = only((await ran('each', change('series'))).verdict, 'range');
  assert.ok(outside >= 9, String(outside));
});

test('trials that diverged are among those of the optimum, also where all of a combination did', async () => {
  const {verdict} = await ran('diverging', {
    training: {epochs: 12, optimizer: {type: 'sgd', learningRate: '${rate}'}},
    sweep: {parameters: {activation: ['linear', 'tanh'], rate: [0.01, 1e6]}, seeds: 2},
  });
  const linear = only(verdict, 'optimum');
  assert.is(linear.of, 4);
  assert.is(linear.movements.diverged, 2);
});

test('an echo is looked for in the first target, whatever the units of others', async () => {
  const p = walk(400).map((value, row) => 100 + row / 4 + value);
  const {verdict, results} = await ran('targets', {
    data: inline(
      {
        p,
        q: walk(700)
          .slice(300)
          .map(value => 1e6 * value),
      },
      {columns: ['p', 'q'], target: ['p', 'q']},
    ),
    window: {length: 4, normalization: 'last'},
    model: {layers: ['flatten', {type: 'dense', units: 2, activation: '${activation}', kernelInitializer: 'zeros'}]},
    training: {epochs: 1, optimizer: {type: 'sgd', learningRate: 1e-6}},
  });
  const [trial] = results.trials;
  if (trial.status === 'failed') throw new Error('failed');
  const echo = only(verdict, 'echo');
  const naive = results.baselines.find(({record}) => record.name === 'naive')?.record.targets?.test.p.rmse ?? 0;
  const own = trial.targets?.test.p.rmse ?? 0;
  assert.ok(Math.abs(echo.againstNaive - own / naive) < 0.02, `${echo.againstNaive}, not ${own / naive}`);
  // What is pooled over both is nearly all of the other.
  const pooled = results.trials.map(one =>
    one.status === 'failed'
      ? one
      : {...one, metrics: {...one.metrics, test: {...one.metrics.test, rmse: 10 * (one.metrics.test.rmse ?? 0)}}},
  );
  const other = {...results, trials: pooled};
  assert.equal(echoStatements(other, groupedTrials(other)), echoStatements(results, groupedTrials(results)));
});

test('what is suggested is what most trials speak for, and not what is done already', () => {
  const {manifest} = resultsIn(rig.runFolder('folds'));
  const optimum = (value: string, improving: number): Statement => ({
    kind: 'optimum',
    group: {parameter: 'activation', value},
    of: 10,
    near: 0,
    movements: {converged: 0, 'still improving': improving, stuck: 0, diverged: 0},
    isGlobal: false,
    gap: 1,
    clusters: 1,
    polished: null,
  });
  const range: Statement = {kind: 'range', target: 'p', outside: 9, rows: 10, farthest: 1, squashes: true};
  const told = (change: object) => {
    const [first] = manifest.experiment.resolved;
    const resolved = [{...first, experiment: {...first.experiment, ...change}}];
    const results = {
      ...resultsIn(rig.runFolder('folds')),
      manifest: {...manifest, experiment: {...manifest.experiment, resolved}},
    };
    return suggestions([optimum('linear', 6), optimum('tanh', 9), range], results);
  };
  assert.equal(
    told({}).map(({what, group, number}) => [what, group?.value, number]),
    [
      ['train longer', 'tanh', 9],
      ['forecast changes', undefined, 9],
    ],
  );
  const [{experiment}] = manifest.experiment.resolved;
  for (const change of [
    {window: {...experiment.window, normalization: 'last'}},
    {data: {...experiment.data, target: [{column: 'p', transform: 'difference'}]}},
  ])
    assert.equal(
      told(change).map(({what}) => what),
      ['train longer'],
    );
});

test.after(() => rig.remove());
test.run();
