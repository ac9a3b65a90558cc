// Pictures of data and activations: what they draw, in the terminal and in files, by their series, axes and labels.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {prepareExperiment} from '../src/files/prepare-file.js';
import {activations} from '../src/model/activations/index.js';
import {activationsText, toldActivations} from '../src/presentation/activations-text.js';
import {dataPlot} from '../src/presentation/data-plot.js';
import {panelOption} from '../src/presentation/plot/panel-option.js';
import type {Plot} from '../src/presentation/plot/plot.js';
import {plotSvg} from '../src/presentation/plot/plot-svg.js';
import {plotText} from '../src/presentation/plot/terminal/plot-text.js';
import {plainStyle} from '../src/presentation/style.js';
import {widthOf} from '../src/presentation/text-width.js';
import {Rig, smallExperiment} from './rig.js';

const rig = new Rig();

const candles = smallExperiment({
  name: 'candles',
  data: {type: 'ohlc', rows: 120, columns: ['open', 'high', 'low', 'close', 'volume'], target: 'close'},
});

async function plotOf(file: string, content: string): Promise<Plot> {
  const prepared = await prepareExperiment(rig.write(file, content), []);
  if (!prepared.ok) throw new Error(prepared.problems.map(({message}) => message).join());
  return dataPlot(prepared.value);
}

const plain = await plotOf('plain.yaml', smallExperiment({}));
const ofCandles = await plotOf('candles.yaml', candles);

test('a series is drawn with its splits, columns before and after standardization, and windows with their targets', () => {
  const titles = plain.panels.map(({title}) => title);
  assert.equal(titles, [
    'value, by split',
    'value in training, in its own units',
    'value, standardized',
    'window 1 of 160',
    'window 80 of 160',
    'window 160 of 160',
  ]);
  const [series, before, after, window] = plain.panels;
  assert.equal(series.shades, [
    {name: 'train', from: 0, to: 167},
    {name: 'validation', from: 168, to: 203},
    {name: 'test', from: 204, to: 239},
  ]);
  const [line] = series.marks;
  assert.is(line.kind === 'line' && line.points.length, 240);
  // Every training row is in one bar, and standardized they are spread around 0.
  for (const {marks} of [before, after])
    assert.is(marks[0].kind === 'bars' && marks[0].points.reduce((sum, [, count]) => sum + count, 0), 168);
  const labels = (after.x.labels ?? []).map(Number);
  assert.ok(labels[0] < -1 && labels[labels.length - 1] > 1, labels.join());
  const [known, target] = window.marks;
  assert.equal(known.kind === 'line' && known.points.map(([x]) => x), [-7, -6, -5, -4, -3, -2, -1, 0]);
  assert.equal(target.kind === 'line' && target.points.map(([x]) => x), [0, 1]);
});

test('candles and their volume are drawn where there are open, high, low and close', () => {
  const [first, volume] = ofCandles.panels;
  const [mark] = first.marks;
  if (mark.kind !== 'candles') throw new Error(mark.kind);
  assert.is(mark.candles.length, 120);
  for (const candle of mark.candles)
    assert.ok(
      candle && candle.low <= Math.min(candle.open, candle.close) && candle.high >= Math.max(candle.open, candle.close),
    );
  assert.is(volume.title, 'volume');
  assert.is(volume.marks[0].kind, 'bars');
  const {series} = panelOption(first);
  assert.is([series].flat()[0]?.type, 'candlestick');
});

test('nights and weekends are no gaps, but a candle that is missing is one', async () => {
  const day = (row: number) => new Date(Date.UTC(2024, 0, 1 + row)).toISOString().slice(0, 10);
  const rows = Array.from({length: 90}, (_, row) => row).filter(row => row % 7 < 5 && row !== 45 && row !== 46);
  rig.write(
    'days.csv',
    `date,open,high,low,close\n${rows.map(row => `${day(row)},${row},${row + 2},${row - 1},${row + 1}`).join('\n')}\n`,
  );
  const keep = {
    type: 'csv',
    path: 'days.csv',
    time: 'date',
    columns: ['open', 'high', 'low', 'close'],
    target: 'close',
  };
  const plot = await plotOf('days.yaml', smallExperiment({name: 'days', data: keep, window: 3}));
  const [{marks, x}] = plot.panels;
  assert.is(marks[0].kind === 'candles' && marks[0].candles.length, rows.length);
  assert.is(x.labels?.length, rows.length);
  const gaps = await plotOf(
    'gaps.yaml',
    smallExperiment({name: 'gaps', data: {...keep, gaps: 'drop-windows', maxGap: '3d'}, window: 3}),
  );
  const [drawn] = gaps.panels[0].marks;
  assert.ok(drawn.kind === 'candles' && drawn.candles.some(candle => candle === null), 'a gap has a place of its own');
});

test('candles are drawn of a file that has them, also where models see the close alone', async () => {
  const rows = Array.from({length: 80}, (_, row) => `${row},${row + 2},${row - 1},${row + 1},7`);
  rig.write('ohlc.csv', `open,high,low,close,volume\n${rows.join('\n')}\n`);
  rig.write(
    'close.yaml',
    smallExperiment({name: 'close', data: {type: 'csv', path: 'ohlc.csv', columns: ['close'], target: 'close'}}),
  );
  const {code, stdout, stderr} = await rig.tfsweep(['data', 'close.yaml', '--plot']);
  assert.is(code, 0, stderr);
  assert.match(stdout, /candles, by split[\s\S]*volume[\s\S]*close, standardized/);
  assert.not.match(stdout, /open, standardized/);
});

test('an SVG has all texts and no script', async () => {
  const svg = await plotSvg(ofCandles);
  for (const text of [
    'candles, by split',
    'volume',
    'train',
    'validation',
    'test',
    'open, standardized',
    'window 1 of',
  ])
    assert.ok(svg.includes(text), text);
  assert.not.match(svg, /<script|NaN|undefined/);
  assert.is([...svg.matchAll(/<svg /g)].length, 1 + ofCandles.panels.length);
});

test('numbers that are next to nothing are drawn in a power of ten', async () => {
  const rows = Array.from({length: 60}, (_, row) => 1e-30 * (1 + (row % 3)));
  const tiny = await plotOf(
    'tiny.yaml',
    smallExperiment({name: 'tiny', data: {type: 'inline', values: rows}, window: 4}),
  );
  assert.match(await plotSvg(tiny), /value in 1e-30/);
});

test('a terminal of 80 columns is not overrun, with braille or in ASCII, and neither is a narrow one', () => {
  for (const width of [40, 80, 200])
    for (const unicode of [true, false]) {
      const text = plotText(ofCandles, plainStyle, {width, unicode});
      for (const line of text.split('\n')) assert.ok(widthOf(line) <= width, `${widthOf(line)} of ${width}: ${line}`);
      if (!unicode) assert.match(text, /^[\x20-\x7e\n]*$/);
      assert.match(text, /candles, by split/);
      assert.match(text, unicode ? /[⠁-⣿]/ : /\*/);
    }
  const beside = plotText(plain, plainStyle, {width: 80, unicode: true}).split('\n');
  assert.ok(
    beside.some(line => line.includes('in its own units') && line.includes('standardized')),
    'histograms stand side by side',
  );
});

test('files are written in the form that their names say; others are refused', async () => {
  for (const [file, begins] of [
    ['c.svg', '<svg '],
    ['c.png', '\u{89}PNG'],
    ['c.html', '<!doctype html>'],
  ] as const) {
    const {code, stderr} = await rig.tfsweep(['data', 'candles.yaml', '--plot', file]);
    assert.is(code, 0, stderr);
    assert.ok(readFileSync(join(rig.folder, file), 'latin1').startsWith(begins), file);
  }
  const {code, stderr} = await rig.tfsweep(['data', 'candles.yaml', '--plot', 'c.pdf']);
  assert.is(code, 2);
  assert.match(stderr, /a file that ends in .svg, .png, .html/);
  const drawn = await rig.tfsweep(['data', 'plain.yaml', '--plot']);
  assert.is(drawn.code, 0, drawn.stderr);
  assert.match(drawn.stdout, /value, by split/);
});

test('activations are told at five places as the tutorial has them, and drawn', async () => {
  const {stdout} = await rig.tfsweep(['activations', 'tanh', '--json']);
  const [{x, f, slope, saturates}] = JSON.parse(stdout);
  const at = (place: number, of: readonly number[]) => of[x.indexOf(place)];
  assert.equal(
    [at(1, f), at(-1, f), at(3, f)].map(value => value.toFixed(3)),
    ['0.762', '-0.762', '0.995'],
  );
  assert.equal(
    [at(1, slope), at(0, slope), at(3, slope)].map(value => value.toFixed(4)),
    ['0.4200', '1.0000', '0.0099'],
  );
  assert.equal(saturates, {below: -3, above: 3});
  const all = await rig.tfsweep(['activations']);
  for (const name of ['linear', 'tanh', 'relu', 'gelu']) assert.match(all.stdout, name);
  const plot = await rig.tfsweep(['activations', 'tanh', 'linear', '--plot']);
  assert.match(plot.stdout, /f\(x\) +f'\(x\)/);
  assert.is((await rig.tfsweep(['activations', 'tanhh'])).code, 2);
  const both = await rig.tfsweep(['activations', 'tanhh', 'relux']);
  assert.is(both.code, 2);
  assert.match(both.stderr, /'tanhh', nor 'relux'/);
  assert.match((await rig.tfsweep(['activations', '--plot', 'tanh'])).stdout, /Activations: tanh/);
});

test('the table of activations fits a terminal of 80 columns', () => {
  const told = toldActivations(activations.map(({name}) => name));
  const [narrow, wide] = [80, 140].map(width =>
    activationsText(told, {style: plainStyle, width}).trimEnd().split('\n').slice(0, -1),
  );
  assert.is(Math.max(...narrow.map(({length}) => length)) <= 80, true);
  assert.is(Math.max(...wide.map(({length}) => length)) <= 140, true);
  assert.match(narrow.join('\n'), /< -3, > 3/);
  assert.match(wide.join('\n'), /below -3, above 3/);
});

test.after(() => rig.remove());
test.run();
