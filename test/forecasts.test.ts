// What a run keeps for its report: the series, and what each combination forecast for the test split.
import {readFileSync, statSync, truncateSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import type {ForecastRecord} from '../src/run/records/forecast-record.js';
import type {SeriesFile} from '../src/run/records/series-record.js';
import {Rig, resultsIn, smallExperiment} from './rig.js';

const rig = new Rig();
const lines = (name: string): ForecastRecord[] =>
  readFileSync(join(rig.runFolder(name), 'forecasts.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
const seriesOf = (name: string): SeriesFile => JSON.parse(readFileSync(join(rig.runFolder(name), 'data.json'), 'utf8'));
const run = async (name: string, change: Record<string, unknown>, ...args: readonly string[]) => {
  rig.write(`${name}.yaml`, smallExperiment({name, ...change}));
  const {code, stderr} = await rig.tfsweep(['run', `${name}.yaml`, ...args]);
  assert.is(code, 0, stderr);
};

for (const [name, change] of [
  ['plain', {}],
  ['strided', {window: {length: 5, stride: 3, horizon: 2}}],
  ['eager', {backend: 'cpu'}],
] as const)
  test(`forecasts and truth give the RMSE of the journal: ${name}`, async () => {
    await run(name, change);
    const {trials, seeds} = resultsIn(rig.runFolder(name));
    const [{key, test: truth}] = seriesOf(name).series;
    const forecasts = lines(name);
    assert.is(forecasts.length, 2);
    for (const {id, series, first, step, values} of forecasts) {
      const trial = trials.find(one => one.id === id);
      if (trial?.status !== 'finished') throw new Error(`no trial ${id}`);
      assert.is(series, key);
      assert.is(trial.seed, seeds[0]);
      assert.ok(first >= truth.begin && first + step * (values.length - 1) < truth.end);
      const squares = values.map((value, index) => (value - truth.values[first + step * index - truth.begin]) ** 2);
      const rmse = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / values.length);
      assert.ok(Math.abs(rmse / (trial.metrics.test.rmse ?? 0) - 1) < 1e-5, `${rmse}`);
    }
  });

test('a long series is thinned for the eye, evenly', async () => {
  const data = {type: 'synthetic', rows: 9000, components: [{type: 'sine', period: 50}]};
  await run('long', {data, training: {epochs: 1}});
  const [series] = seriesOf('long').series;
  assert.is(series.step, 5);
  assert.is(series.values.length, 1800);
  assert.is(series.test.values.length, 1350);
  assert.equal(
    series.values.slice(-10),
    // What tests over time take has more digits than what is drawn.
    series.test.values
      .filter((_, index) => (series.test.begin + index) % 5 === 0)
      .slice(-10)
      .map(value => Number(value.toPrecision(7))),
  );
  const [{step, values}] = lines('long');
  assert.is(step, 2);
  assert.is(values.length, 675);
});

test('combinations of one series share it, those of another split have their own', async () => {
  await run('split', {
    standardization: {type: '${standardization}'},
    data: {...JSON.parse(smallExperiment()).data, split: '${split}'},
    sweep: {
      parameters: {
        activation: ['tanh'],
        standardization: ['z-score', 'min-max'],
        split: [
          {train: 0.7, validation: 0.15, test: 0.15},
          {train: 0.6, validation: 0.2, test: 0.2},
        ],
      },
    },
  });
  const {series} = seriesOf('split');
  assert.is(series.length, 2);
  assert.equal(
    series.map(({test}) => test.values.length),
    [36, 48],
  );
  assert.is(new Set(lines('split').map(line => line.series)).size, 2);
});

test('a torn line is dropped, and the trial that it was of, which the journal does not have yet, tells again', async () => {
  await run('torn', {});
  const folder = rig.runFolder('torn');
  const whole = lines('torn');
  const last = whole[whole.length - 1].id;
  const file = join(folder, 'forecasts.jsonl');
  truncateSync(file, statSync(file).size - 20);
  const journal = join(folder, 'trials.jsonl');
  const kept = readFileSync(journal, 'utf8')
    .trim()
    .split('\n')
    .filter(line => !line.includes(last));
  writeFileSync(journal, `${kept.join('\n')}\n`);
  await run('torn', {});
  assert.equal(lines('torn'), whole);
});

test.after(() => rig.remove());
test.run();
