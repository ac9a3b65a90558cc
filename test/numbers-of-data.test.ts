// Numbers that data can break: constant columns, what is too large or too small, gaps at the border of a split.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {fill} from '../src/data/5-fill/fill.js';
import {PreparedData} from '../src/data/prepare-data.js';
import {surroundingsOf} from '../src/files/surroundings.js';
import {r2} from '../src/training/metrics/r2.js';
import {dataEntry} from './data-entry.js';
import {nowhere} from './numbers.js';
import {Rig, smallExperiment} from './rig.js';

const rig = new Rig();
const inline = (values: unknown, change: Record<string, unknown> = {}) =>
  smallExperiment({data: {type: 'inline', values, ...change}});
const wave = Array.from({length: 120}, (_, row) => Math.sin(row / 4));
const check = async (text: string, command = 'check') => {
  rig.write('small.yaml', text);
  return rig.tfsweep([command, 'small.yaml']);
};

test('a column that is constant in training is warned of by check, data and run, and trained on all the same', async () => {
  const values = {value: wave, flat: wave.map((_, row) => (row < 100 ? 0.1 : 7))};
  const text = inline(values, {target: 'value', columns: ['value', 'flat']});
  for (const command of ['check', 'data', 'run']) {
    const {code, stderr} = await check(text, command);
    assert.is(code, 0, stderr);
    assert.match(stderr, "warning column 'flat' is constant in the training rows: all 84 are 0.1");
  }
  const lines = readFileSync(join(rig.runFolder('small'), 'trials.jsonl'), 'utf8')
    .trim()
    .split('\n');
  for (const line of lines) assert.ok(JSON.parse(line).metrics.test.rmse < 100);
});

test('a constant target is warned of', async () => {
  const {stderr} = await check(inline(wave.map(() => 3)));
  assert.match(stderr, "warning column 'value' is constant in the training rows: all 84 are 3\n");
  assert.match(stderr, 'hint nothing can be learned of it; its scale is taken as 1');
});

test('under GitHub a warning is a warning', async () => {
  rig.write('small.yaml', inline(wave.map(() => 3)));
  const {code, stderr} = await rig.tfsweep(['check', 'small.yaml', '--ci']);
  assert.is(code, 0);
  assert.match(stderr, /^::warning file=small\.yaml,.*column 'value' is constant/m);
});

test('a number whose square is none is a problem at its place, before anything is trained', async () => {
  for (const large of [1e300, -1e151]) {
    const {code, stderr} = await check(inline(wave.map((value, row) => (row === 7 ? large : value))), 'run');
    assert.is(code, 2);
    assert.match(stderr, `column 'value', row 8: ${large} is too large to compute with`);
    assert.match(stderr, /small\.yaml:1:\d+ error/);
  }
  rig.write('large.csv', `a,b\n${wave.map((value, row) => `${value},${row === 3 ? '1e200' : row}`).join('\n')}\n`);
  const data = {type: 'csv', path: 'large.csv', target: 'a', columns: ['a', 'b']};
  const {code, stderr} = await check(smallExperiment({data}));
  assert.is(code, 2);
  assert.match(stderr, /large\.csv:5:\d+ error column 'b', row 4: 1e\+200 is too large to compute with/);
});

test('a column that is all too small is a problem, one small number among others is none', async () => {
  const {code, stderr} = await check(inline(wave.map(value => value * 1e-198)));
  assert.is(code, 2);
  assert.match(stderr, 'is the largest of it: too small to compute with');
  assert.is((await check(inline(wave.map((value, row) => (row === 5 ? 1e-198 : value))))).code, 0);
});

test('a number that is too large for float32 once standardized is a problem at its row', async () => {
  const {code, stderr} = await check(inline(wave.map((value, row) => (row === 110 ? 1e60 : value))));
  assert.is(code, 2);
  assert.match(stderr, "column 'value' holds a number in row 111 that is too large to train on: 1e+60");
});

test('a trial whose error on some split is no number is a failed one, with its reason', async () => {
  // Only test rows are far out: no loss of training or validation sees them.
  const values = wave.map((value, row) => (row >= 104 ? 3e38 : value));
  rig.write(
    'small.yaml',
    smallExperiment({
      name: 'far',
      data: {type: 'inline', values},
      standardization: 'none',
      model: {
        layers: ['flatten', {type: 'dense', units: 6, activation: '${activation}'}, {type: 'dense', units: 1}],
      },
      sweep: {parameters: {activation: ['linear']}, seeds: 2},
    }),
  );
  const {code, stderr} = await rig.tfsweep(['run', 'small.yaml']);
  assert.is(code, 3, stderr);
  assert.match(stderr, "not finite: the error on the test split can't be told in numbers");
});

test('what is filled in knows nothing of later splits', () => {
  const column = (values: readonly number[]) => [{name: 'a', values: Float64Array.from(values)}];
  const filled = (values: readonly number[], how: 'interpolate' | 'forward-fill', trainRows: number) => {
    const rows = [{begin: 0, end: values.length, trainEnd: trainRows}];
    const treated = fill(column(values), how, rows, nowhere);
    if (!treated.ok) throw new Error(treated.problems[0].message);
    return [...treated.value[0]];
  };
  const gap = Number.NaN;
  // Inside of training a line, at its end and beyond the value before.
  assert.equal(filled([0, gap, 2, gap, gap, 1000, gap, 1002], 'interpolate', 5), [0, 1, 2, 2, 2, 1000, 1000, 1002]);
  assert.equal(filled([0, gap, 2, gap, gap, 1000, gap, 1002], 'forward-fill', 5), [0, 0, 2, 2, 2, 1000, 1000, 1002]);
  // The line is drawn where both of its ends are training rows.
  assert.equal(filled([0, gap, 2, gap, gap, 5, gap, 7], 'interpolate', 6), [0, 1, 2, 3, 4, 5, 5, 7]);
});

test('no value of a later split changes a training row', async () => {
  const series = wave.map((value, row) => (row >= 80 && row < 90 ? '' : String(value)));
  const training = async (later: number) => {
    rig.write(
      'gap.csv',
      `a\n${series.map((value, row) => (row >= 90 ? String(Number(value) + later) : value || 'NA')).join('\n')}\n`,
    );
    const data = dataEntry({type: 'csv', path: 'gap.csv', missing: 'interpolate'});
    const context = {...surroundingsOf(rig.folder), seed: 1, place: nowhere};
    const prepared = await new PreparedData().prepare(
      {data, features: {}, standardization: {type: 'z-score'}, window: {horizon: 1, steps: 1}},
      context,
    );
    if (!prepared.ok) throw new Error(prepared.problems[0].message);
    const {
      boundaries: [boundaries],
      inputs,
      targetScalings: [targetScalings],
    } = prepared.value;
    assert.ok(boundaries.train.end > 80 && boundaries.train.end < 90);
    return [
      ...inputs.subarray(0, boundaries.train.end),
      targetScalings[0].scaling.formula.offset,
      targetScalings[0].scaling.formula.scale,
    ];
  };
  assert.equal(await training(0), await training(1000));
});

test('r2 of one window is not a number', () => {
  const of = (...targets: number[]) => ({
    predictions: Float64Array.from(targets),
    targets: Float64Array.from(targets),
    lastKnown: Float64Array.from(targets),
    naiveError: 1,
  });
  assert.ok(Number.isNaN(r2.of(of(3))));
  assert.is(r2.of(of(3, 4)), 1);
});

test.after(() => rig.remove());
test.run();
