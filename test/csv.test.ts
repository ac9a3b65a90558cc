import dayjs from 'dayjs';
import advancedFormat from 'dayjs/plugin/advancedFormat.js';
import isoWeek from 'dayjs/plugin/isoWeek.js';
import utc from 'dayjs/plugin/utc.js';
import isoWeekYear from 'dayjs/plugin/weekYear.js';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {bareNumber, type Decimal, readDigits} from '../src/data/1-source/reading/number-text.js';
import {timeReader} from '../src/data/1-source/reading/time-format.js';
import {cutByShares} from '../src/data/4-split/cut-rows.js';
import {fill, keptRows} from '../src/data/5-fill/fill.js';
import {generator} from '../src/random/generator.js';
import {loadFile} from './loaded-file.js';
import {nowhere} from './numbers.js';
import {Rig, smallExperiment} from './rig.js';

/** The columns of a CSV text that are used, without what is missing, by name; and its times. */
async function load(content: string, settings: Readonly<Record<string, unknown>> = {}) {
  const loaded = await loadFile(content, settings);
  if ('problems' in loaded) throw new Error(loaded.problems.map(problem => problem.message).join('; '));
  const columns = Object.entries(loaded.columns).map(([name, values]) => ({
    name,
    values: Float64Array.from(values, value => value ?? Number.NaN),
  }));
  const missing =
    settings.missing === 'drop' || settings.missing === 'forward-fill' || settings.missing === 'interpolate'
      ? settings.missing
      : 'error';
  const kept = keptRows(columns, missing, columns[0].values.length);
  const rows = columns.map(({name, values}) => ({name, values: Float64Array.from(kept, row => values[row])}));
  const split = {train: 0.7, validation: 0.15, test: 0.15};
  const filled = fill(
    rows,
    missing,
    [{begin: 0, end: kept.length, trainEnd: cutByShares(kept.length, split).train.end}],
    nowhere,
  );
  if (!filled.ok) throw new Error(filled.problems.map(problem => problem.message).join('; '));
  return {columns: rows.map(({name}, index) => ({name, values: filled.value[index]})), time: loaded.time};
}

const values = ({columns}: Awaited<ReturnType<typeof load>>) =>
  Object.fromEntries(columns.map(column => [column.name, [...column.values]]));

test('every column but the time is seen, unless some are named', async () => {
  const content = 'day,a,b\n2020-01-01,1,2\n2020-01-02,3,4\n';
  assert.equal(values(await load(content, {time: 'day', target: 'b'})), {a: [1, 3], b: [2, 4]});
  assert.equal((await load(content, {time: 'day', target: 'b'})).time, ['2020-01-01', '2020-01-02']);
  assert.equal(values(await load(content, {columns: ['b']})), {b: [2, 4]});
});

test('columns count from 0; without a header their numbers are their names', async () => {
  assert.equal(values(await load('1,2\n3,4\n', {delimiter: ',', header: false, columns: [1]})), {1: [2, 4]});
  assert.equal(values(await load('a,b\n1,2\n3,4\n', {columns: [1]})), {b: [2, 4]});
});

test("a data frame's index without a name is called as pandas does", async () => {
  assert.equal(
    values(await load(',a\n0,5\n1,6\n')),
    {a: [5, 6]},
    'it numbers the rows, and is no input unless it is named',
  );
  assert.equal(values(await load(',a\n0,5\n1,6\n', {columns: ['a', 'Unnamed: 0'], target: 'a'})), {
    a: [5, 6],
    'Unnamed: 0': [0, 1],
  });
});

test('a bad field behind line breaks in quotes is blamed on its own line', async () => {
  const rig = new Rig();
  rig.write('odd.csv', 't,note,y\n1,"a\nb",2\n2,c,3\n3,"d\n\ne",x4\n4,f,5\n');
  rig.write('odd.yaml', smallExperiment({data: {type: 'csv', path: 'odd.csv', columns: ['y']}}));
  const {stderr} = await rig.tfsweep(['check', 'odd.yaml']);
  assert.match(stderr, "odd.csv:7:4 error 'x4' in column 'y'");
  assert.match(stderr, /7 \| e",x4\n +\| +\^\^\n/);
  // A quote within a field that doesn't begin with one is a character as any other.
  rig.write('odd.csv', 't,note,y\n1,5" pipe,2\n2,c,3\n3,6" pipe,x4\n4,f,5\n');
  assert.match((await rig.tfsweep(['check', 'odd.yaml'])).stderr, "odd.csv:4:11 error 'x4' in column 'y'");
  rig.remove();
});

test('quoted fields, with delimiters, quotes and line breaks in them', async () => {
  const table = await load('"the ""a"", quoted",note\n"1,000.5","two\nlines"\n"2","x, y"\n', {
    columns: ['the "a", quoted'],
  });
  assert.equal(values(table), {'the "a", quoted': [1000.5, 2]});
});

test('semicolons and decimal commas, tabs, a byte order mark, Windows line ends, spaces', async () => {
  assert.equal(values(await load('a;b\n1,5;1.234,25\n', {delimiter: ';', decimal: ',', target: 'a'})), {
    a: [1.5],
    b: [1234.25],
  });
  assert.equal(values(await load('a\tb\r\n1\t 2 \r\n', {delimiter: '\t', target: 'a'})), {a: [1], b: [2]});
  assert.equal(values(await load('\uFEFFa\n1\n')), {a: [1]});
  assert.equal(values(await load('a b\n1 2\n', {delimiter: ' ', target: 'a'})), {a: [1], b: [2]});
  assert.equal(values(await load('a|b\n1|2\n', {delimiter: '|', target: 'a'})), {a: [1], b: [2]});
});

test('missing values: dropped, filled, interpolated', async () => {
  const content = 'a,b\n1,1\n,2\nNaN,3\n4,4\nn/a,5\n6,\n';
  assert.equal(values(await load(content, {missing: 'drop', target: 'a'})), {a: [1, 4], b: [1, 4]});
  assert.equal(values(await load(content, {missing: 'forward-fill', target: 'a'})), {
    a: [1, 1, 1, 4, 4, 6],
    b: [1, 2, 3, 4, 5, 5],
  });
  // The first four rows are for training: only there a line is drawn.
  assert.equal(values(await load(content, {missing: 'interpolate', columns: ['a']})), {a: [1, 2, 3, 4, 4, 6]});
});

test('a column that is not used may hold anything', async () => {
  assert.equal(values(await load('a,b\n1,x\n2,\n', {columns: ['a']})), {a: [1, 2]});
});

test('numbers as they are written', () => {
  const read = [
    '1',
    '-1.5',
    '+2',
    '.5',
    '1e3',
    '1E-3',
    '1,234',
    '1,234.5',
    '12,34',
    '1.2.3',
    '0x10',
    'one',
    '1e999',
    '',
  ];
  const value = (field: string, decimal: Decimal) => {
    const bare = bareNumber(field);
    return bare && readDigits(bare, decimal)?.value;
  };
  assert.equal(
    read.map(field => value(field, '.')),
    [1, -1.5, 2, 0.5, 1000, 0.001, 1234, 1234.5, undefined, undefined, undefined, undefined, undefined, undefined],
  );
  assert.equal(
    ['1,5', '1.234,5', '1.5', '-,5'].map(field => value(field, ',')),
    [1.5, 1234.5, undefined, -0.5],
  );
});

test('times as they are written', () => {
  const read = (format: string) => (text: string) => timeReader(format)?.(text);
  const plain = read('iso');
  assert.is(plain('2020-03-29'), Date.UTC(2020, 2, 29));
  assert.is(plain('2020-03-29 02:30'), Date.UTC(2020, 2, 29, 2, 30));
  assert.is(plain('2020-03-29T02:30:00Z'), Date.UTC(2020, 2, 29, 2, 30));
  assert.is(plain('2020-03-29T02:30:00+02:00'), Date.UTC(2020, 2, 29, 0, 30));
  assert.is(read('number')('1585447200'), 1585447200);
  assert.ok(Number.isNaN(plain('29.03.2020')));
  assert.ok(Number.isNaN(plain('2020-02-30')));
  assert.is(read('DD.MM.YYYY')('29.03.2020'), Date.UTC(2020, 2, 29));
  assert.ok(Number.isNaN(read('DD.MM.YYYY')('31.02.2020')));
  assert.is(read('DD.MM.YYYY HH:mm')('29.03.2020 02:30'), Date.UTC(2020, 2, 29, 2, 30));
});

test('formats mean what they mean in Day.js', () => {
  dayjs.extend(advancedFormat);
  dayjs.extend(isoWeek);
  dayjs.extend(isoWeekYear);
  dayjs.extend(utc);
  const formats = [
    ...['YYYY-MM-DD', 'DD.MM.YYYY', 'D/M/YY', 'MM/DD/YYYY', 'YYYYMMDD', 'D MMMM YYYY', 'MMM D, YYYY', 'DD-MMM-YY'],
    ...['ddd, DD MMM YYYY', 'Do MMM YYYY', 'YYYY年M月D日'],
  ];
  const clocks = ['', ' HH:mm', ' HH:mm:ss', ' h:mm A', ' hh:mm:ss.SSS a', '[T]HHmmss', ' HH:mm:ss Z', ' H:mm ZZ'];
  const random = generator(7, 'test');
  for (const date of formats)
    for (const clock of clocks)
      for (let count = 0; count < 5; count++) {
        const time = dayjs.utc(Math.floor(Date.UTC(1975, 0, 1) + random.uniform() * 1e12 * 1.2));
        const format = `${date}${clock}`;
        const written = time.format(format);
        const precision =
          clock === '' ? 'day' : clock.includes('SSS') ? 'millisecond' : clock.includes('ss') ? 'second' : 'minute';
        assert.is(timeReader(format)?.(written), time.startOf(precision).valueOf(), `${written} in ${format}`);
      }
  for (let day = 0; day < 800; day++) {
    const time = dayjs.utc(Date.UTC(2019, 11, 1) + day * 86_400_000);
    assert.is(timeReader('GGGG-[W]WW')?.(time.format('GGGG-[W]WW')), time.startOf('isoWeek').valueOf());
    assert.is(
      timeReader('YYYY[Q]Q')?.(time.format('YYYY[Q]Q')),
      Date.UTC(time.year(), Math.floor(time.month() / 3) * 3),
    );
  }
});

test.run();
