import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {csvNumber} from '../src/data/1-source/csv-number.js';
import {timeReader} from '../src/data/1-source/csv-time.js';
import {type DataEntry, loadSource} from '../src/data/1-source/index.js';
import {chooseColumns} from '../src/data/3-choose/choose-columns.js';
import {cutRows} from '../src/data/4-split/split.js';
import {fill, keptRows} from '../src/data/5-fill/fill.js';
import type {Checked} from '../src/document/problem.js';
import {nowhere} from './numbers.js';

type CsvEntry = Extract<DataEntry, {type: 'csv'}>;

/** The columns of a CSV text that are used, without what is missing, by name; and its times. */
function load(content: string, settings: Partial<CsvEntry> = {}) {
  const split = {train: 0.7, validation: 0.15, test: 0.15};
  const data: CsvEntry = {
    type: 'csv',
    path: 'data.csv',
    delimiter: ',',
    header: true,
    decimal: '.',
    missing: 'error',
    split,
    ...settings,
  };
  const openFile = () => ({name: 'data.csv', shown: 'data.csv', bytes: new TextEncoder().encode(content)});
  const context = {openFile, seed: 1, place: nowhere};
  const table = unwrapped(loadSource(data, context));
  const {inputs, target} = unwrapped(chooseColumns(data, table, context));
  const columns = [...new Set([...inputs, target])].map(position => ({
    name: table.names[position],
    values: unwrapped(table.numbers(position)),
  }));
  const kept = keptRows(columns, data.missing);
  const rows = columns.map(({name, values}) => ({name, values: Float64Array.from(kept, row => values[row])}));
  const filled = unwrapped(fill(rows, data.missing, cutRows(kept.length, split).train.end, nowhere));
  return {columns: rows.map(({name}, index) => ({name, values: filled[index]})), time: table.time};
}

function unwrapped<T>(checked: Checked<T>): T {
  if (!checked.ok) throw new Error(checked.problems.map(problem => problem.message).join('; '));
  return checked.value;
}

const values = ({columns}: ReturnType<typeof load>) =>
  Object.fromEntries(columns.map(column => [column.name, [...column.values]]));

test('every column but the time is seen, unless some are named', () => {
  const content = 'day,a,b\n2020-01-01,1,2\n2020-01-02,3,4\n';
  assert.equal(values(load(content, {time: 'day', target: 'b'})), {a: [1, 3], b: [2, 4]});
  assert.equal(load(content, {time: 'day', target: 'b'}).time, ['2020-01-01', '2020-01-02']);
  assert.equal(values(load(content, {columns: ['b']})), {b: [2, 4]});
});

test('columns count from 0; without a header their numbers are their names', () => {
  assert.equal(values(load('1,2\n3,4\n', {header: false, columns: [1]})), {1: [2, 4]});
  assert.equal(values(load('a,b\n1,2\n3,4\n', {columns: [1]})), {b: [2, 4]});
});

test("a data frame's index without a name is called as pandas does", () => {
  assert.equal(values(load(',a\n0,5\n1,6\n')), {a: [5, 6]}, 'it numbers the rows, and is no input unless it is named');
  assert.equal(values(load(',a\n0,5\n1,6\n', {columns: ['a', 'Unnamed: 0'], target: 'a'})), {
    a: [5, 6],
    'Unnamed: 0': [0, 1],
  });
});

test('quoted fields, with delimiters, quotes and line breaks in them', () => {
  const table = load('"the ""a"", quoted",note\n"1,000.5","two\nlines"\n"2","x, y"\n', {columns: ['the "a", quoted']});
  assert.equal(values(table), {'the "a", quoted': [1000.5, 2]});
});

test('semicolons and decimal commas, tabs, a byte order mark, Windows line ends, spaces', () => {
  assert.equal(values(load('a;b\n1,5;1.234,25\n', {delimiter: ';', decimal: ',', target: 'a'})), {
    a: [1.5],
    b: [1234.25],
  });
  assert.equal(values(load('a\tb\r\n1\t 2 \r\n', {delimiter: '\t', target: 'a'})), {a: [1], b: [2]});
  assert.equal(values(load('\uFEFFa\n1\n')), {a: [1]});
  assert.equal(values(load('a b\n1 2\n', {delimiter: ' ', target: 'a'})), {a: [1], b: [2]});
  assert.equal(values(load('a|b\n1|2\n', {delimiter: '|', target: 'a'})), {a: [1], b: [2]});
});

test('missing values: dropped, filled, interpolated', () => {
  const content = 'a,b\n1,1\n,2\nNaN,3\n4,4\nn/a,5\n6,\n';
  assert.equal(values(load(content, {missing: 'drop', target: 'a'})), {a: [1, 4], b: [1, 4]});
  assert.equal(values(load(content, {missing: 'forward-fill', target: 'a'})), {
    a: [1, 1, 1, 4, 4, 6],
    b: [1, 2, 3, 4, 5, 5],
  });
  // The first four rows are for training: only there a line is drawn.
  assert.equal(values(load(content, {missing: 'interpolate', columns: ['a']})), {a: [1, 2, 3, 4, 4, 6]});
});

test('a column that is not used may hold anything', () => {
  assert.equal(values(load('a,b\n1,x\n2,\n', {columns: ['a']})), {a: [1, 2]});
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
  assert.equal(
    read.map(field => csvNumber(field, '.')),
    [1, -1.5, 2, 0.5, 1000, 0.001, 1234, 1234.5, undefined, undefined, undefined, undefined, undefined, Number.NaN],
  );
  assert.equal(
    ['1,5', '1.234,5', '1.5', '-,5'].map(field => csvNumber(field, ',')),
    [1.5, 1234.5, undefined, -0.5],
  );
});

test('times as they are written', () => {
  const plain = timeReader(undefined);
  assert.is(plain('2020-03-29'), Date.UTC(2020, 2, 29));
  assert.is(plain('2020-03-29 02:30'), Date.UTC(2020, 2, 29, 2, 30));
  assert.is(plain('2020-03-29T02:30:00Z'), Date.UTC(2020, 2, 29, 2, 30));
  assert.is(plain('2020-03-29T02:30:00+02:00'), Date.UTC(2020, 2, 29, 0, 30));
  assert.is(plain('1585447200'), 1585447200);
  assert.is(plain('29.03.2020'), undefined);
  assert.is(plain('2020-02-30'), undefined);
  assert.is(timeReader('DD.MM.YYYY')('29.03.2020'), Date.UTC(2020, 2, 29));
  assert.is(timeReader('DD.MM.YYYY')('31.02.2020'), undefined);
  assert.is(timeReader('DD.MM.YYYY HH:mm')('29.03.2020 02:30'), Date.UTC(2020, 2, 29, 2, 30));
});

test.run();
