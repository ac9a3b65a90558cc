// The report's sections about what training did: what their pictures hold, by series, axes and labels.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {optimalityOf} from '../src/results/optimality/optimality.js';
import {readForecasts} from '../src/results/run-series.js';
import {Rig, resultsIn, smallExperiment} from './rig.js';

const rig = new Rig();
rig.write(
  'small.yaml',
  smallExperiment({
    data: {type: 'ohlc', rows: 300, columns: ['open', 'high', 'low', 'close', 'volume'], target: 'close'},
    training: {epochs: 12},
    sweep: {parameters: {activation: ['linear', 'tanh']}, seeds: 3},
  }),
);
const run = await rig.tfsweep(['run', 'small.yaml']);
assert.is(run.code, 0, run.stderr);
const report = await rig.tfsweep(['report', 'small', '--file', 'report.html']);
assert.is(report.code, 0, report.stderr);
const html = readFileSync(join(rig.folder, 'report.html'), 'utf8');

interface DrawnSeries {
  readonly name?: string;
  readonly type: string;
  readonly data: readonly unknown[];
}

/** The charts of a section by their captions. */
function chartsOf(
  id: string,
  page = html,
): ReadonlyMap<string, {readonly series: readonly DrawnSeries[]; readonly y?: unknown; readonly x?: unknown}> {
  const begin = page.indexOf(`<section id="run-1-${id}"`);
  assert.ok(begin >= 0, `there is no section ${id}`);
  const section = page.slice(begin, page.indexOf('</section>', begin));
  const figures = [
    ...section.matchAll(
      /<figcaption>([^<]*)<\/figcaption>[\s\S]*?<script type="application\/json">([\s\S]*?)<\/script>/g,
    ),
  ];
  return new Map(
    figures.map(([, caption, json]) => {
      const {option} = JSON.parse(json);
      return [caption.replaceAll('&#39;', "'"), {series: option.series, y: option.yAxis, x: option.xAxis}] as const;
    }),
  );
}

test('heat maps have a row for each layer and a column for each look', () => {
  const maps = chartsOf('layers');
  const gradient = maps.get('norm of the gradient, powers of ten');
  const saturated = maps.get('share that is saturated');
  if (!gradient || !saturated) throw new Error([...maps.keys()].join());
  const {trials} = resultsIn(rig.runFolder('small'));
  const [trial] = trials;
  if (trial.status === 'failed') throw new Error('failed');
  const {after_epochs: looks = [], layers = []} = trial.diagnostics.seen ?? {};
  assert.equal(
    (gradient.y as {data: string[]}).data,
    layers.map(({name}) => name),
  );
  assert.equal((gradient.x as {data: string[]}).data, looks.map(String));
  assert.is(gradient.series[0].data.length, looks.length * layers.length);
});

test('f and f’ are drawn for what was trained, with the shares that were used', () => {
  const curves = chartsOf('squashing');
  assert.equal(
    curves.get("f'(x)")?.series.map(({name}) => name),
    ['linear', 'tanh'],
  );
  assert.match(html, 'Where pre-activations lay in the end');
});

test('every trial is a dot by its training loss, and each combination has its least one', () => {
  const [chart] = chartsOf('optimality').values();
  const dots = chart.series.filter(({name}) => name !== 'least known').flatMap(({data}) => data as [number, number][]);
  const all = optimalityOf(resultsIn(rig.runFolder('small')));
  assert.equal(
    dots.map(([loss]) => loss).sort(),
    all.flatMap(({trials}) => trials.map(({loss}) => Number((loss ?? 0).toPrecision(5)))).sort(),
  );
  assert.is(chart.series.find(({name}) => name === 'least known')?.data.length, all.length);
});

test('the linear autoregression stands beside the others: its line has the error of the table', () => {
  const [{series}] = chartsOf('forecasts').values();
  const [truth, naive, drawn] = ['truth', 'naive', 'autoregression'].map(
    wanted => series.find(({name}) => name === wanted)?.data as readonly number[],
  );
  const rmse = (line: readonly number[]) =>
    Math.sqrt(line.reduce((sum, value, row) => sum + (value - truth[row]) ** 2, 0) / line.length);
  const {baselines} = resultsIn(rig.runFolder('small'));
  const known = baselines.find(({record}) => record.name === 'autoregression')?.record.metrics.test.rmse ?? 0;
  assert.ok(Math.abs(rmse(drawn) / known - 1) < 1e-4, `${rmse(drawn)} is not ${known}`);
  assert.not.equal(drawn, naive);
});

test('of several steps every path has its baselines', async () => {
  rig.write(
    'steps.yaml',
    smallExperiment({
      name: 'steps',
      window: {length: 8, steps: 3},
      model: {layers: [{type: 'flatten'}, {type: 'dense', units: 3, activation: '${activation}'}]},
      training: {epochs: 2},
      sweep: {parameters: {activation: ['linear', 'tanh']}, seeds: 1},
    }),
  );
  const {code, stderr} = await rig.tfsweep(['run', 'steps.yaml']);
  assert.is(code, 0, stderr);
  const {baselines} = resultsIn(rig.runFolder('steps'));
  const paths = baselines.find(({record}) => record.name === 'autoregression')?.record.forecasts?.paths ?? [];
  assert.ok(paths.length > 1);
  assert.is((await rig.tfsweep(['report', 'steps', '--file', 'steps.html'])).code, 0);
  const drawn = chartsOf('forecasts', readFileSync(join(rig.folder, 'steps.html'), 'utf8'));
  for (const {row, time, before, values} of paths) {
    const chart = [...drawn].find(([caption]) => caption.endsWith(`3 steps from ${time ?? `row ${row}`}`))?.[1];
    const line = (wanted: string) => chart?.series.find(({name}) => name === wanted)?.data.slice(before.length);
    assert.equal(line('autoregression'), values);
    assert.equal(
      line('naive'),
      [1, 2, 3].map(() => before.at(-1)),
    );
  }
});

test('paths lie where they are of, from however many rows ahead', async () => {
  rig.write(
    'ahead.yaml',
    smallExperiment({
      name: 'ahead',
      window: {length: 8, steps: 3, horizon: '${h}'},
      model: {layers: [{type: 'flatten'}, {type: 'dense', units: 3}]},
      training: {epochs: 2},
      sweep: {parameters: {h: [1, 3]}, seeds: 1},
      comparison: {by: 'h'},
    }),
  );
  assert.is((await rig.tfsweep(['run', 'ahead.yaml'])).code, 0);
  assert.is((await rig.tfsweep(['report', 'ahead', '--file', 'ahead.html'])).code, 0);
  const {place, trials} = resultsIn(rig.runFolder('ahead'));
  const drawn = chartsOf('forecasts', readFileSync(join(rig.folder, 'ahead.html'), 'utf8'));
  let compared = 0;
  for (const {id, parameters} of trials)
    for (const {row, before, values, truth} of readForecasts(place).get(id)?.paths ?? []) {
      const chart = [...drawn].find(([caption]) => caption.endsWith(`steps from row ${row}`))?.[1];
      const line = (wanted: string) => chart?.series.find(({name}) => name === wanted)?.data.slice(before.length);
      const own = line(`h=${String(parameters.h)}`);
      if (!own) continue;
      const first = Number(parameters.h) - 1;
      assert.equal(own.slice(first, first + 3), values);
      assert.equal(line('truth')?.slice(first, first + 3), truth);
      assert.ok(own.slice(0, first).every(value => value === null));
      compared++;
    }
  assert.ok(compared > 2, String(compared));
});

test('the naive forecast stands beside the others, and candles, volume and windows among the data', () => {
  const [forecasts] = chartsOf('forecasts').values();
  assert.ok(forecasts.series.some(({name}) => name === 'naive'));
  const data = chartsOf('data');
  assert.is(data.get('candles')?.series[0].type, 'candlestick');
  assert.is(data.get('candles')?.series[0].data.length, 300);
  assert.is(data.get('volume')?.series[0].type, 'bar');
  for (const split of ['train', 'validation', 'test'])
    assert.ok(
      [...data.keys()].some(title => title.startsWith(`${split}: the first window`)),
      split,
    );
  assert.match(html, 'Echo or forecast');
});

test.after(() => rig.remove());
test.run();
