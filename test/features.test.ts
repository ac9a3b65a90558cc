// Features against pandas, numpy and TA-Lib; that none looks ahead; and what an experiment says of them.
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {derivedColumns, segmentsOf} from '../src/data/6-features/derive.js';
import {parseFormula} from '../src/data/6-features/formula.js';
import {type FeatureEntry, features} from '../src/data/6-features/index.js';
import {featureFunctions, planFeatures} from '../src/data/6-features/plan-features.js';
import {rollingStatistic} from '../src/data/6-features/row-statistics.js';
import {fixture, nowhere} from './numbers.js';
import {references} from './references.js';
import {Rig, smallExperiment} from './rig.js';

interface FeatureCase {
  readonly entry: FeatureEntry;
  readonly outputs: readonly (readonly (number | null)[])[];
}

interface Candles {
  readonly columns: Readonly<Record<string, readonly number[]>>;
  readonly times: readonly string[];
}

const candles = fixture<Candles>('candles') as unknown as Candles;
const rows = candles.times.length;
const wall = Float64Array.from(candles.times, time => Date.parse(`${time.replace(' ', 'T')}Z`));

/** What a feature makes of candles whose rows from one on are other ones. */
async function made(entry: FeatureEntry, changedFrom = rows, breaks: readonly number[] = []) {
  const columns = new Map(
    Object.entries(candles.columns).map(([name, values], index) => [
      name,
      Float64Array.from(values, (value, row) =>
        row < changedFrom ? value : value * (1.5 + Math.sin(row * 7 + index)),
      ),
    ]),
  );
  const planned = planFeatures({f: entry}, {names: [...columns.keys()], hasTime: true}, {place: nowhere});
  if (!planned.ok) throw new Error(planned.problems.map(({message}) => message).join());
  const segments = segmentsOf([{begin: 0, end: rows}], breaks);
  const derived = derivedColumns(planned.value, await featureFunctions({f: entry}), {columns, rows, segments, wall});
  return [...derived.values()];
}

function sameNumbers(actual: ArrayLike<number>, expected: ArrayLike<number | null>, what: string): void {
  assert.is(actual.length, expected.length, what);
  for (let row = 0; row < expected.length; row++) {
    const wanted = expected[row];
    const found = actual[row];
    if (wanted === null || Number.isNaN(wanted))
      assert.ok(Number.isNaN(found), `${what}, row ${row}: ${found}, not none`);
    else
      assert.ok(
        Math.abs(found - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted)),
        `${what}, row ${row}: ${found}, not ${wanted}`,
      );
  }
}

for (const kind of features)
  test(`${kind.type} has the numbers of ${kind.source}`, async () => {
    const cases = references<FeatureCase>('features').filter(({entry}) => entry.type === kind.type);
    assert.ok(cases.length > 0);
    for (const {entry, outputs} of cases) {
      const columns = await made(entry);
      assert.is(columns.length, outputs.length, JSON.stringify(entry));
      outputs.forEach((output, index) => {
        sameNumbers(columns[index], output, `${JSON.stringify(entry)} [${index}]`);
      });
    }
  });

test('no feature knows what comes later', async () => {
  for (const {entry} of references<FeatureCase>('features')) {
    const [as, other] = [await made(entry), await made(entry, 100)];
    as.forEach((values, output) => {
      assert.equal([...other[output].subarray(0, 100)], [...values.subarray(0, 100)], JSON.stringify(entry));
    });
    const isChanged = as.some((values, output) =>
      values.subarray(100).some((value, row) => value !== other[output][100 + row]),
    );
    assert.ok(isChanged || entry.type === 'calendar', `${JSON.stringify(entry)} sees no change at all`);
  }
});

test('a feature begins anew behind a gap', async () => {
  const entry: FeatureEntry = {type: 'difference', column: 'close', lag: 2};
  const [whole, torn] = [(await made(entry))[0], (await made(entry, rows, [50]))[0]];
  torn.forEach((value, row) => {
    if (row === 50 || row === 51) assert.ok(Number.isNaN(value));
    else assert.equal(value, whole[row]);
  });
});

const rig = new Rig();
const csv = (count: number) =>
  `day,open,close\n${Array.from({length: count}, (_, row) => `${new Date(Date.UTC(2024, 0, 1 + row)).toISOString().slice(0, 10)},${100 + (row % 7)},${101 + (row % 5)}`).join('\n')}\n`;
const experiment = (changes: Readonly<Record<string, unknown>>) =>
  smallExperiment({data: {type: 'csv', path: 'prices.csv', time: 'day', target: 'close'}, ...changes});

test('rows without a value are left out and counted; validation and test stay as they are', async () => {
  rig.write('prices.csv', csv(120));
  rig.write('plain.yaml', experiment({}));
  rig.write(
    'features.yaml',
    experiment({features: {slow: {type: 'sma', column: 'close', length: 20}, change: 'close - open'}}),
  );
  const json = async (file: string) => JSON.parse((await rig.tfsweep(['data', file, '--json'])).stdout);
  const [plain, own] = [await json('plain.yaml'), await json('features.yaml')];
  assert.is(own.rows, plain.rows - 19);
  assert.ok(own.notes.includes('19 rows were left out, in which a feature has no value'));
  assert.equal(
    own.columns.map(({name}: {name: string}) => name),
    ['open', 'close', 'slow', 'change'],
  );
  for (const split of ['validation', 'test']) assert.equal(own.splits[split], plain.splits[split]);
  assert.is(own.splits.train.rows, plain.splits.train.rows - 19);
});

test('a feature may use one before it, columns are chosen by name, and a sweep may vary them', async () => {
  rig.write('prices.csv', csv(120));
  rig.write(
    'sets.yaml',
    experiment({
      data: {type: 'csv', path: 'prices.csv', time: 'day', target: 'close', columns: '${columns}'},
      features: {
        r: {type: 'log-return', column: 'close'},
        spread: {type: 'rolling', column: 'r', length: 5, statistic: '${statistic}'},
      },
      sweep: {
        parameters: {activation: ['tanh'], columns: [['r'], ['r', 'spread']], statistic: ['mean', 'deviation']},
      },
    }),
  );
  const {code, stdout, stderr} = await rig.tfsweep(['check', 'sets.yaml']);
  // A set without the spread is the same for both of its statistics.
  assert.is(code, 2, stdout);
  assert.match(stderr, /two combinations train the same/);
  rig.write(
    'sets.yaml',
    experiment({
      data: {type: 'csv', path: 'prices.csv', time: 'day', target: 'close', columns: ['r', 'spread']},
      features: {
        r: {type: 'log-return', column: 'close'},
        spread: {type: 'rolling', column: 'r', length: '${length}', statistic: '${statistic}'},
      },
      sweep: {parameters: {activation: ['tanh'], length: [3, 8], statistic: ['mean', 'deviation']}},
    }),
  );
  const run = await rig.tfsweep(['run', 'sets.yaml', '--json']);
  assert.is(run.code, 0, run.stderr);
  const {table} = JSON.parse(run.stdout);
  assert.is(table.rows.length, 4);
  // All are measured on the same test rows: what is left out is missing in training alone.
  assert.is(table.otherRows, false);
});

const mistakes: readonly [name: string, features: unknown, message: RegExp][] = [
  ['an unknown column', {f: {type: 'lag', column: 'clos'}}, /there is no column 'clos'[\s\S]*did you mean 'close'/],
  ['a feature behind it', {f: {type: 'lag', column: 'g'}, g: {type: 'lag', column: 'close'}}, /there is no column 'g'/],
  ['a name that is taken', {close: {type: 'lag', column: 'open'}}, /there is a column 'close' already/],
  ['an unknown kind', {f: {type: 'moving-average', column: 'close'}}, /rolling is|is rolling here/],
  [
    'a quantile of a mean',
    {f: {type: 'rolling', column: 'close', length: 3, quantile: 0.5}},
    /the statistic mean takes no quantile/,
  ],
  ['two decays', {f: {type: 'ewm', column: 'close', span: 3, alpha: 0.5}}, /more than one of span, halfLife and alpha/],
  ['no candle', {f: 'candle'}, /no column is the high of a candle/],
  ['a formula that is none', {f: 'close +'}, /the formula can't be read/],
  ['a formula with a function of its own', {f: 'g(x) = close'}, /there is no function/],
  ['a formula that reaches for the program', {f: 'close.constructor'}, /the formula can't be read/],
  ['a formula that is called so', {f: 'constructor + close'}, /'constructor' stands where a number/],
  ['a formula that calls a column', {f: 'close(1)'}, /there is no function 'close'/],
  ['a formula without a sign between', {f: '2(close - 1)'}, /between two values write \*/],
  ['a formula with numpy in it', {f: 'np.log(close)'}, /there is no function 'np.log': 'ln \(or log10\)' is meant/],
  ['a formula of two statements', {f: 'close;close'}, /; means nothing here/],
  ['a formula with a text', {f: '"5" * close'}, /a formula has no texts/],
  ['a formula with a list', {f: '[5] * close'}, /a formula has no lists/],
  ['a formula with a row', {f: 'close[1]'}, /take a feature of type lag/],
  ['a function with too many numbers', {f: 'round(close, 2)'}, /'round' takes one number, and is given 2/],
  ['a function without numbers', {f: 'close + min()'}, /'min' takes one number or more, and is given 0/],
  ['a function that is not called', {f: 'close + abs'}, /'abs' is a function/],
  ['two comparisons in a row', {f: '1 < close < 3'}, /write a < b and b < c/],
  ['not of what is compared', {f: 'not close > 3'}, /write not \(a > b\)/],
  ['a name beside another', {f: 'close`open`'}, /`open`/],
  ['a power with two stars', {f: 'close ** 2'}, /a power is written x \^ 2/],
  ['very many brackets', {f: `${'('.repeat(120)}close${')'.repeat(120)}`}, /more than 100 brackets/],
  [
    'a feature that never has a value',
    {f: {type: 'sma', column: 'close', length: 500}},
    /no row of the train split is left/,
  ],
];
for (const [name, entry, message] of mistakes)
  test(`${name} is told with its place`, async () => {
    rig.write('prices.csv', csv(120));
    rig.write('bad.yaml', experiment({features: entry}));
    const {code, stderr} = await rig.tfsweep(['check', 'bad.yaml']);
    assert.is(code, 2, stderr);
    assert.match(stderr, message);
    assert.match(stderr, /bad\.yaml:\d+:\d+/);
  });

test('a text alone is a formula, unless it is the name of a kind', async () => {
  rig.write('prices.csv', `${csv(60).trimEnd()}\n`);
  rig.write('short.yaml', experiment({features: {range: 'close - open', double: 'range * 2'}}));
  const {code, stdout, stderr} = await rig.tfsweep(['data', 'short.yaml', '--json']);
  assert.is(code, 0, stderr);
  const {columns} = JSON.parse(stdout);
  const mean = (name: string) => columns.find((column: {name: string}) => column.name === name).mean;
  assert.ok(Math.abs(mean('double') - 2 * mean('range')) < 1e-12);
});

test.after(() => rig.remove());
test('formulas have the numbers of numpy', () => {
  // numpy.round, numpy.mod, numpy.log10.
  const numbers: readonly (readonly [string, number])[] = [
    ['round(2.5)', 2],
    ['round(-2.5)', -2],
    ['round(3.5)', 4],
    ['-1 % 3', 2],
    ['5 % -3', -1],
    ['floor(log10(1000))', 3],
    ['log10(0.001)', -3],
    ['2 ^ -2', 0.25],
    ['not (1 > 2) and 3', 1],
    ['not (1 > 2) and not 0', 1],
    ['(1 > 0) == (2 > 3)', 0],
    ['(0 - 1) ^ 65', -1],
    ['(0 - 2) ^ 70', 2 ** 70],
    ['2 ^ -70', 2 ** -70],
  ];
  for (const [formula, value] of numbers) {
    const read = parseFormula(formula);
    assert.is('columns' in read ? read.evaluate([], 0) : read.mistake, value, formula);
  }
  for (const formula of ['ln(0 - 1) > 0 ? 1 : 2', 'not ln(0 - 1)', 'ln(0 - 1) and 0', '1 or ln(0 - 1)', '0 / 0 == 0']) {
    const read = parseFormula(formula);
    assert.ok('columns' in read && Number.isNaN(read.evaluate([], 0)), `${formula} has no value`);
  }
  const own = parseFormula('quoted_0_ - `close`');
  assert.equal('columns' in own && own.columns, ['quoted_0_', 'close'], 'a column may be called as anything');
});

test('a feature without a value in the midst is told, is a gap, and begins anew behind it', async () => {
  const values = Array.from({length: 60}, (_, row) => (row === 30 ? -1 : 10 + (row % 7)));
  rig.write('holes.csv', `close\n${values.join('\n')}\n`);
  rig.write(
    'holes.yaml',
    experiment({
      data: {type: 'csv', path: 'holes.csv', columns: ['l', 'e'], target: 'close'},
      features: {
        l: 'ln(close)',
        e: {type: 'expanding', column: 'l', statistic: 'sum'},
        m: {type: 'rolling', column: 'l', length: 4, statistic: 'median'},
      },
      window: 3,
    }),
  );
  const {stdout, stderr} = await rig.tfsweep(['data', 'holes.yaml', '--json']);
  assert.match(stderr, /the feature 'l' has no value in row 31: this row is left out, and no window spans it/);
  assert.match(stderr, /nothing uses the feature 'm'/);
  const {rows: left, splits} = JSON.parse(stdout);
  assert.is(left, 59);
  // In each of the two parts of training the last three rows begin no window of three and a target.
  assert.is(splits.train.windows, splits.train.rows - 6);
});

test('rolling statistics begin with enough rows, and have the deviation of what is flat', () => {
  const flat = Float64Array.from([5, 5, 5, 5, 1, 5, 5, 5, 5]);
  assert.equal([...rollingStatistic(flat, 3, 'deviation', 0)].slice(2, 4), [0, 0]);
  assert.is(rollingStatistic(flat, 3, 'deviation', 0)[8], 0);
  assert.equal([...rollingStatistic(flat, 3, 'minimum', 0)], [NaN, NaN, 5, 5, 1, 1, 1, 5, 5]);
  assert.equal([...rollingStatistic(flat, 3, 'median', 0)], [NaN, NaN, 5, 5, 5, 5, 5, 5, 5]);
  assert.ok([...rollingStatistic(flat, 10, 'mean', 0)].every(Number.isNaN));
});

test.run();
