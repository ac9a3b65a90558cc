// Several series in one file: windows stay in them, splits and standardizations are theirs, metrics tell the best and the worst.
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {bySplit} from '../src/data/4-split/split.js';
import {targetRows} from '../src/data/8-windows/shared-rows.js';
import {windowsOf} from '../src/data/8-windows/windows.js';
import {PreparedData} from '../src/data/prepare-data.js';
import {measureForecasts} from '../src/training/measure/measure-forecasts.js';
import {dataEntry} from './data-entry.js';
import {aroundFile} from './loaded-file.js';
import {close, nowhere} from './numbers.js';
import {Rig, smallExperiment} from './rig.js';

const stores = ['north', 'south', 'east'];
const lengths = [60, 50, 40];
const day = (index: number) => new Date(Date.UTC(2020, 0, 1 + index)).toISOString().slice(0, 10);
const value = (store: number, index: number) => 10 ** store * (3 + Math.sin(index / 3)) + (index % 7) / 8;
/** All rows, series after series; the east's newest first. */
const bySeries = stores.flatMap((store, at) =>
  Array.from({length: lengths[at]}, (_, index) => {
    const row = store === 'east' ? lengths[at] - 1 - index : index;
    return {store, day: day(row), sales: value(at, row)};
  }),
);
const csv = (rows: readonly {store: string; day: string; sales: number}[]) =>
  `store,date,sales\n${rows.map(row => `${row.store},${row.day},${row.sales}`).join('\n')}\n`;
const byDay = bySeries.toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));

async function prepared(text: string, keys: Readonly<Record<string, unknown>> = {}, standardization = {}) {
  const data = dataEntry({type: 'csv', path: 'sales.csv', time: 'date', series: 'store', ...keys});
  const context = {...aroundFile(new TextEncoder().encode(text)), seed: 1, place: nowhere};
  const checked = await new PreparedData().prepare(
    {data, features: {}, standardization: {type: 'z-score', ...standardization}, window: {horizon: 1, steps: 1}},
    context,
  );
  if (!checked.ok) throw new Error(checked.problems.map(({message}) => message).join());
  return checked.value;
}

test('rows are arranged series after series, each in the order of time, however the file has them', async () => {
  for (const text of [csv(bySeries), csv(byDay)]) {
    const {dataset} = await prepared(text);
    assert.equal(
      dataset.series,
      [
        {name: 'north', begin: 0, end: 60},
        {name: 'south', begin: 60, end: 110},
        {name: 'east', begin: 110, end: 150},
      ].toSorted((a, b) => a.begin - b.begin),
    );
    assert.equal(
      [...dataset.targets[0].values],
      stores.flatMap((_, at) => Array.from({length: lengths[at]}, (_, index) => value(at, index))),
    );
  }
});

test('each series is split by itself; windows and their targets stay in it', async () => {
  const {boundaries, dataset} = await prepared(csv(bySeries));
  boundaries.forEach(({train, validation, test: last}, index) => {
    const {begin, end} = dataset.series[index];
    const rows = end - begin;
    assert.equal(train, {begin, end: begin + Math.floor(rows * 0.7 + 1e-9)});
    assert.equal(validation, {begin: train.end, end: begin + Math.floor(rows * 0.85 + 1e-9)});
    assert.equal(last, {begin: validation.end, end});
  });
  for (const lookBack of [true, false])
    for (const stride of [1, 2]) {
      const windows = windowsOf(boundaries, {length: 4, horizon: 2, steps: 1, stride, samplingRate: 2, lookBack});
      for (const split of ['train', 'validation', 'test'] as const) {
        const rows = targetRows(windows, split);
        windows.starts[split].forEach((start, at) => {
          const index = dataset.series.findIndex(({begin, end}) => start >= begin && start < end);
          assert.ok(rows[at] < dataset.series[index].end);
          assert.ok(rows[at] >= boundaries[index][split].begin && rows[at] < boundaries[index][split].end);
          if (!lookBack) assert.ok(start >= boundaries[index][split].begin);
        });
        const inSeries = boundaries.map(own =>
          windowsOf([own], {length: 4, horizon: 2, steps: 1, stride, samplingRate: 2, lookBack}),
        );
        assert.equal(
          [...windows.starts[split]],
          inSeries.flatMap(({starts}) => [...starts[split]]),
        );
      }
    }
});

test('standardizations are fitted over all series, or in each of them', async () => {
  const all = await prepared(csv(bySeries));
  const each = await prepared(csv(bySeries), {}, {per: 'series'});
  const values = all.dataset.targets[0].values;
  const training = all.boundaries.map(({train}) => [...values.subarray(train.begin, train.end)]);
  const moments = (numbers: readonly number[]) => {
    const mean = numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
    return [mean, Math.sqrt(numbers.reduce((sum, one) => sum + (one - mean) ** 2, 0) / numbers.length)];
  };
  for (const [index, own] of training.entries()) {
    const formula = (of: typeof all) => [of.scalings[index][0].formula.offset, of.scalings[index][0].formula.scale];
    close(formula(all), moments(training.flat()), 1e-12, 'all');
    close(formula(each), moments(own), 1e-12, 'each');
  }
});

const rig = new Rig();
rig.write('sales.csv', csv(bySeries));
const experiment = (change: Readonly<Record<string, unknown>> = {}) =>
  smallExperiment({
    data: {type: 'csv', path: 'sales.csv', time: 'date', series: 'store'},
    standardization: {type: 'z-score', per: 'series'},
    window: {length: 4},
    training: {epochs: 3},
    expect: ['test_mase@best <= test_mase', 'test_mase@worst >= test_mase', 'failed == 0'],
    ...change,
  });

test('metrics are told over all series, of the best and of the worst; every engine tells the same', async () => {
  rig.write('sales.yaml', experiment());
  const {code, stdout, stderr} = await rig.tfsweep(['run', 'sales.yaml', '--json']);
  assert.is(code, 0, stderr);
  const trials = [...rig.trials('small').values()].map(line => JSON.parse(line));
  for (const {series, metrics} of trials) {
    assert.is(series.test.count, 3);
    for (const name of ['rmse', 'mae', 'mase']) {
      assert.ok(
        series.test.best[name].value <= metrics.test[name] && metrics.test[name] <= series.test.worst[name].value,
      );
      assert.ok(stores.includes(series.test.worst[name].series));
    }
    // Sales of the east are a hundred times those of the north: so are its errors.
    assert.is(series.test.worst.rmse.series, 'east');
  }
  assert.match(stdout, /"planned": /);
  const table = await rig.tfsweep(['table', 'small', '--metric', 'test_mase@worst,test_mase']);
  assert.match(table.stdout, /test_mase@worst/);
  const eager = await rig.tfsweep(['run', 'sales.yaml', '--engine', 'eager', '--out', 'eager']);
  assert.is(eager.code, 0, eager.stderr);
});

test('mase holds each forecast against the naive error of its own series', async () => {
  for (const per of ['all', 'series']) {
    const data = await prepared(csv(bySeries), {}, {per});
    const {boundaries, dataset, targetScalings} = data;
    const {values} = dataset.targets[0];
    const windows = windowsOf(boundaries, {
      length: 4,
      horizon: 1,
      steps: 1,
      stride: 1,
      samplingRate: 1,
      lookBack: true,
    });
    const seriesOf = (row: number) => dataset.series.findIndex(({begin, end}) => row >= begin && row < end);
    // Every forecast is a tenth more than the last known value.
    const forecast = (row: number) => values[row - 1] * 1.1;
    const forecasts = bySplit(split =>
      Float32Array.from(targetRows(windows, split), row =>
        targetScalings[seriesOf(row)][0].scaling.transform(forecast(row)),
      ),
    );
    const {metrics, series} = measureForecasts({data, windows, sharedRows: {}}, forecasts);
    const naive = boundaries.map(({train}) => {
      const own = [...values.subarray(train.begin, train.end)];
      return own.slice(1).reduce((sum, one, at) => sum + Math.abs(one - own[at]), 0) / (own.length - 1);
    });
    const errors = Array.from(targetRows(windows, 'test'), row => ({
      of: seriesOf(row),
      scaled: Math.abs(values[row] - forecast(row)) / naive[seriesOf(row)],
    }));
    const mean = (of: readonly {scaled: number}[]) => of.reduce((sum, {scaled}) => sum + scaled, 0) / of.length;
    close([metrics.test.mase ?? 0], [mean(errors)], 1e-5, `mase, standardized per ${per}`);
    const ofSeries = stores.map((_, index) => mean(errors.filter(({of}) => of === index)));
    close(
      [series?.test.best.mase?.value ?? 0, series?.test.worst.mase?.value ?? 0],
      [Math.min(...ofSeries), Math.max(...ofSeries)],
      1e-5,
      'of the best and the worst',
    );
    assert.is(series?.test.worst.mase?.series, stores[ofSeries.indexOf(Math.max(...ofSeries))]);
  }
});

test('data shows the series; those that are too short are told by their names', async () => {
  rig.write('sales.yaml', experiment());
  const {stdout} = await rig.tfsweep(['data', 'sales.yaml']);
  assert.match(stdout, /sales\.csv, 150 rows of 3 series, 2020-01-01 to 2020-02-29/);
  assert.match(stdout, /│ south\s+│\s+50 │\s+35 │\s+7 │\s+8 │ 2020-01-01 to 2020-02-19/);
  assert.match(stdout, /fitted on the 105 training rows of each series/);
  rig.write('short.csv', `${csv(bySeries)}west,2020-01-01,1\nwest,2020-01-02,2\n`);
  rig.write('short.yaml', experiment({data: {type: 'csv', path: 'short.csv', time: 'date', series: 'store'}}));
  assert.match(
    (await rig.tfsweep(['check', 'short.yaml'])).stderr,
    /series 'west': the validation split has no rows; the data has 2/,
  );
  const plain = {data: {type: 'csv', path: 'sales.csv', time: 'date', columns: ['sales'], target: 'sales'}};
  rig.write('plain.yaml', experiment(plain));
  assert.match((await rig.tfsweep(['check', 'plain.yaml'])).stderr, /of the best of several series[\s\S]*data\.series/);
  rig.write('plain.yaml', experiment({...plain, expect: []}));
  assert.match(
    (await rig.tfsweep(['check', 'plain.yaml'])).stderr,
    /is before the one in row 60, 2020-02-29\n[\s\S]*data\.series/,
  );
});

test('a report shows the first series', async () => {
  const {code, stderr} = await rig.tfsweep(['report', 'small', '--file', 'report.html']);
  assert.is(code, 0, stderr);
  assert.match(rig.read('report.html'), /north/);
});

test.after(() => rig.remove());
test.run();
