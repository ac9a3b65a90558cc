// tfsweep init, and data of a bare file: for each kind of file an experiment that runs as it is.
import {existsSync} from 'node:fs';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {parse} from 'yaml';
import {Rig} from './rig.js';

const rig = new Rig();
const lines = (...rows: readonly string[]) => `${rows.join('\n')}\n`;
const rows = (count: number, row: (index: number) => string) => Array.from({length: count}, (_, index) => row(index));
const day = (index: number, step = 1) => new Date(Date.UTC(2020, 0, 1 + index * step)).toISOString().slice(0, 10);
const wave = (index: number) => (100 + 5 * Math.sin(index / 3) + (index % 4)).toFixed(2);

interface Expected {
  readonly type?: string;
  readonly time?: unknown;
  readonly columns: readonly string[];
  readonly target: string;
  readonly window: readonly number[];
  readonly also?: Readonly<Record<string, unknown>>;
}

/** `init` writes an experiment for a file that has these keys, is fine as it is, and reads the same rows as the bare file. */
const initialized = (name: string, file: string, content: string, expected: Expected) =>
  test(name, async () => {
    rig.write(file, content);
    const written = file.replace(/\..*$/, '');
    const {code, stderr} = await rig.tfsweep(['init', file]);
    assert.is(code, 0, stderr);
    const {data, sweep, expect} = parse(rig.read(`${written}.yaml`));
    assert.is(data.type, expected.type ?? 'csv');
    assert.equal(data.time, expected.time);
    assert.equal(data.columns, expected.columns);
    assert.is(data.target, expected.target);
    assert.equal(sweep.parameters, {activation: ['linear', 'tanh'], window: expected.window});
    // What may well not be so is left to the user: a first run that ends with 1 looks like a fault.
    assert.equal(expect, ['failed == 0']);
    for (const [key, value] of Object.entries(expected.also ?? {})) assert.equal(data[key], value, key);
    const [bare, whole] = [await rig.tfsweep(['data', file]), await rig.tfsweep(['data', `${written}.yaml`])];
    assert.is(bare.stdout, `${whole.stdout}\ntfsweep init ${file} writes an experiment for it: ${written}.yaml\n`);
  });

initialized(
  'daily candles',
  'prices.csv',
  lines(
    'Date,Open,High,Low,Close,Volume',
    ...rows(200, index => `${day(index)},${wave(index)},110.5,90.5,${wave(index + 1)},${1000 + index}`),
  ),
  {
    time: 'Date',
    columns: ['Open', 'Close', 'Volume'],
    target: 'Close',
    window: [7, 28],
    also: {encoding: 'utf-8', delimiter: ',', header: 1, decimal: '.', thousands: 'none', timeFormat: 'iso'},
  },
);
initialized(
  'candles on working days, in Japanese',
  'kabu.csv',
  lines(
    '日付,始値,高値,安値,終値,出来高',
    ...rows(
      150,
      index =>
        `${day(index + 2 * Math.floor(index / 5)).replaceAll('-', '/')},${wave(index)},${wave(index + 5)},${wave(index + 7)},${wave(index + 1)},${index}`,
    ),
  ),
  {
    time: '日付',
    columns: ['始値', '高値', '安値', '終値', '出来高'],
    target: '終値',
    window: [5, 20],
    also: {timeFormat: 'YYYY/MM/DD'},
  },
);
initialized(
  'German, hourly, with a text column and gaps',
  'strom.csv',
  lines(
    'Zeit;Ort;Last',
    ...rows(
      200,
      index =>
        `${10 + Math.floor(index / 24)}.03.2021 ${String(index % 24).padStart(2, '0')}:00;Bonn;${index === 50 ? '-' : wave(index).replace('.', ',')}`,
    ),
  ),
  {
    time: 'Zeit',
    columns: ['Last'],
    target: 'Last',
    window: [24],
    also: {delimiter: ';', decimal: ',', timeFormat: 'DD.MM.YYYY HH:mm', missing: 'forward-fill'},
  },
);
initialized(
  'several stores',
  'sales.csv',
  lines(
    'store,date,sales',
    ...['a', 'b'].flatMap(store => rows(120, index => `${store},${day(index)},${wave(index)}`)),
  ),
  {
    time: 'date',
    columns: ['sales'],
    target: 'sales',
    window: [7],
    also: {series: 'store'},
  },
);
initialized(
  'a wide table',
  'enso.csv',
  lines(
    'YEAR,JAN,FEB,MAR,APR,MAY,JUN,JUL,AUG,SEP,OCT,NOV,DEC',
    ...rows(40, year => `${1980 + year},${rows(12, month => wave(year * 12 + month)).join(',')}`),
  ),
  {
    time: 'YEAR',
    columns: ['value'],
    target: 'value',
    window: [12, 24],
    also: {unpivot: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']},
  },
);
initialized(
  'date and clock in two columns',
  'clock.csv',
  lines(
    'day,clock,load',
    ...rows(200, index => `${day(Math.floor(index / 24))},${String(index % 24).padStart(2, '0')}:30,${wave(index)}`),
  ),
  {
    time: ['day', 'clock'],
    columns: ['load'],
    target: 'load',
    window: [24],
  },
);
initialized(
  'year and quarter',
  'gdp.csv',
  lines('year,quarter,gdp', ...rows(120, index => `${1990 + Math.floor(index / 4)},${1 + (index % 4)},${wave(index)}`)),
  {
    time: ['year', 'quarter'],
    columns: ['gdp'],
    target: 'gdp',
    window: [4, 8],
  },
);
initialized('weekly, without a header', 'weekly.csv', lines(...rows(150, index => `${day(index, 7)},${wave(index)}`)), {
  time: '0',
  columns: ['1'],
  target: '1',
  window: [4, 13],
  also: {header: 'none'},
});
initialized('one column', 'plain.csv', lines('value', ...rows(200, wave)), {
  columns: ['value'],
  target: 'value',
  window: [10, 20],
});
initialized(
  'JSON Lines',
  'records.jsonl',
  lines(...rows(200, index => JSON.stringify({ts: 1.6e9 + index * 60, y: Number(wave(index))}))),
  {
    type: 'json',
    time: 'ts',
    columns: ['y'],
    target: 'y',
    window: [5],
    also: {timeFormat: 'unix-seconds'},
  },
);

test('what the file does not show is decided by --set, and written down', async () => {
  rig.write(
    'days.csv',
    lines('date,a', ...rows(12, index => `0${1 + (index % 9)}/01/20${String(10 + index)},${1 + index}.234`)),
  );
  const {code, stderr} = await rig.tfsweep(['init', 'days.csv']);
  assert.is(code, 2);
  assert.match(stderr, /may be 1\.234 or 1234/);
  assert.not(existsSync(`${rig.folder}/days.yaml`));
});

test('a name with a line break, quotes or signs of YAML is written so that it is read again', async () => {
  const names = ['price\nEUR', "it's", 'say "x"', 'a: b', '# c', '[d]', '- e'];
  const header = names.map(name => `"${name.replaceAll('"', '""')}"`).join(',');
  rig.write(
    'names.csv',
    lines(header, ...rows(60, index => names.map((_, at) => Math.sin(index / (at + 2))).join(','))),
  );
  const {code, stderr} = await rig.tfsweep(['init', 'names.csv']);
  assert.is(code, 0, stderr);
  const {data} = parse(rig.read('names.yaml'));
  assert.equal(data.columns, names);
  assert.is((await rig.tfsweep(['check', 'names.yaml'])).code, 0);
});

test('without a file it is an experiment on dummy data that runs as it is', async () => {
  assert.is((await rig.tfsweep(['init', '--name', 'mine'])).code, 0);
  const {code, stdout} = await rig.tfsweep([
    'run',
    'mine.yaml',
    '--set',
    'sweep.seeds=1',
    '--set',
    'training.epochs=15',
  ]);
  assert.is(code, 0);
  assert.match(stdout, /best test_rmse < naive holds/);
});

test('nothing is overwritten; what can not be is told', async () => {
  rig.write('taken.yaml', 'mine: true\n');
  rig.write('taken.csv', lines('a', ...rows(60, wave)));
  const taken = await rig.tfsweep(['init', 'taken.csv']);
  assert.is(taken.code, 2);
  assert.match(taken.stderr, /taken\.yaml is there already\n.*--name NAME/);
  assert.is(rig.read('taken.yaml'), 'mine: true\n');
  assert.match((await rig.tfsweep(['init', 'none.csv'])).stderr, /there is no file 'none\.csv'/);
  assert.match((await rig.tfsweep(['init', 'taken.yaml'])).stderr, /is an experiment already/);
  assert.match((await rig.tfsweep(['init', '--name', '../up'])).stderr, /'\.\.\/up' is not a valid name/);
  rig.write('words.csv', lines('a,b', 'x,y', 'z,w'));
  const words = await rig.tfsweep(['init', 'words.csv']);
  assert.is(words.code, 2);
  assert.match(words.stderr, /'words\.csv' has no column of numbers/);
});

test('data --json gives the numbers in full precision', async () => {
  rig.write(
    'json.csv',
    lines('date,close,flat', ...rows(100, index => `${day(index)},${index === 3 ? '' : index / 3},7`)),
  );
  rig.write(
    'json.yaml',
    JSON.stringify({
      version: 1,
      name: 'json',
      data: {type: 'csv', path: 'json.csv', time: 'date', target: 'close', missing: 'forward-fill'},
      window: {length: 5},
      model: {layers: ['flatten', {type: 'dense', units: 1}]},
    }),
  );
  const {stdout, code} = await rig.tfsweep(['data', 'json.yaml', '--json']);
  assert.is(code, 0);
  const {rows: count, time, reading, columns, splits, warnings} = JSON.parse(stdout);
  assert.is(count, 100);
  assert.equal(time, {first: '2020-01-01', last: '2020-04-09', step: '1 day'});
  assert.is(reading.decimal, '.');
  const close = Array.from({length: 100}, (_, index) => (index === 3 ? 2 / 3 : index / 3));
  const mean = close.reduce((sum, value) => sum + value, 0) / 100;
  assert.equal(
    columns.map(({name, role, missing, constant}: Record<string, unknown>) => ({name, role, missing, constant})),
    [
      {name: 'close', role: 'input, target', missing: 1, constant: false},
      {name: 'flat', role: 'input', missing: 0, constant: true},
    ],
  );
  assert.is(columns[0].maximum, 33);
  assert.ok(Math.abs(columns[0].mean - mean) < 1e-13);
  assert.equal(splits, {
    train: {rows: 70, windows: 65},
    validation: {rows: 15, windows: 15},
    test: {rows: 15, windows: 15},
  });
  assert.match(warnings[0], /'flat' is constant/);
  assert.is(JSON.parse((await rig.tfsweep(['data', 'json.csv', '--json'])).stdout).rows, 100);
});

test('more series than a call may have arguments', async () => {
  const days = Array.from({length: 7}, (_, index) => day(index));
  const series = rows(140_000, store =>
    days.map((date, index) => `s${store},${date},${(store + index) % 11}`).join('\n'),
  );
  rig.write('stores.csv', `store,date,sales\n${series.join('\n')}\n`);
  const written = await rig.tfsweep(['init', 'stores.csv']);
  assert.is(written.code, 0, written.stderr);
  assert.match((await rig.tfsweep(['data', 'stores.yaml'])).stdout, /980000 rows of 140000 series/);
  const {code, stderr} = await rig.tfsweep(['check', 'stores.yaml', '--set', 'sweep.parameters.window=[9]']);
  assert.is(code, 2);
  assert.match(stderr, /no window fits into the splits train, validation and test of any series: they have at most 4/);
});

test.after(() => rig.remove());
test.run();
