// Files of the kinds that forecasters have, each with the numbers and times that pandas gives with the right keys; or the
// readings and the key that decides.
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import iconv from 'iconv-lite';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {loadFile} from './loaded-file.js';
import {Rig, smallExperiment} from './rig.js';

type Columns = Readonly<Record<string, readonly (number | null)[]>>;

interface Kind {
  readonly file: string | Uint8Array;
  readonly keys?: Readonly<Record<string, unknown>>;
  readonly columns: Columns;
  readonly time?: readonly string[];
}

const gives = (name: string, {file, keys = {}, columns, time}: Kind) =>
  test(name, async () => {
    const loaded = await loadFile(file, keys);
    if ('problems' in loaded) throw new Error(loaded.problems.map(one => `${one.message} (${one.hint})`).join('; '));
    assert.equal(loaded.columns, columns);
    if (time) assert.equal(loaded.time, time);
  });

/** A file that is refused, with what its problem shows and the hint that resolves it. */
const refused = (name: string, file: string, keys: Readonly<Record<string, unknown>>, message: RegExp, hint: RegExp) =>
  test(name, async () => {
    const loaded = await loadFile(file, keys);
    if (!('problems' in loaded)) throw new Error(`it gave ${JSON.stringify(loaded.columns)}`);
    assert.match(loaded.problems[0].message, message);
    assert.match(loaded.problems[0].hint ?? '', hint);
  });

const lines = (...rows: readonly string[]) => `${rows.join('\n')}\n`;

// Numbers.
gives('a comma that can group nothing is a decimal comma', {
  file: lines('a;b', '0,125;1', '0,5;2'),
  columns: {a: [0.125, 0.5], b: [1, 2]},
});
gives('a decimal comma in one column decides for the file', {
  file: lines('a;b', '1,25;12,345', '2,5;1,000'),
  columns: {a: [1.25, 2.5], b: [12.345, 1]},
});
refused(
  '12,345 may be two numbers',
  lines('a;b', '12,345;1', '13,456;2'),
  {},
  /may be 12\.345 or 12345/,
  /decimal: "," makes 12\.345 .*thousands: "," makes 12345/,
);
refused(
  '1.010 may be two numbers',
  lines('a', '980', '990', '1.010', '1.020'),
  {},
  /may be 1\.01 or 1010/,
  /data\.thousands: "\."/,
);
gives('what may be two numbers is one with a key', {
  file: lines('a', '980', '990', '1.010'),
  keys: {thousands: '.'},
  columns: {a: [980, 990, 1010]},
});
gives('and another one with the other key', {
  file: lines('a', '980', '990', '1.010'),
  keys: {decimal: '.'},
  columns: {a: [980, 990, 1.01]},
});
refused(
  'thousands that are grouped in one row only',
  lines('a', '"1,234,567"', '12000'),
  {},
  /two ways: '1,234,567' in row 1, '12000' in row 2/,
  /thousands to ","/,
);
refused(
  'a decimal point and a decimal comma',
  lines('a;b', '0,5;0.5', '1,5;1.5'),
  {},
  /needs a decimal comma, but '0\.5'.* a decimal point/,
  /one way/,
);
gives('percent', {file: lines('a', '50%', '7.5%', '0'), columns: {a: [50, 7.5, 0]}});
refused(
  'percent in some rows only',
  lines('a', '50%', '0.5'),
  {},
  /two units: '50%' in row 1, '0\.5' in row 2/,
  /one unit/,
);
gives('dollars before, euros behind', {
  file: lines('a;b', '"$5,000.50";5.000,5 €').replace('5.000,5 €', '5 €'),
  columns: {a: [5000.5], b: [5]},
});
gives('euros with German thousands', {file: lines('a', '"5.000,00 €"', '"1.234,50 €"'), columns: {a: [5000, 1234.5]}});
gives('negative in parentheses, by a trailing minus, by the minus sign', {
  file: lines('a;b;c', '(10.00);10.00-;\u221210.5', '1.5;2.5;\u22123'),
  columns: {a: [-10, 1.5], b: [-10, 2.5], c: [-10.5, -3]},
});
gives("thousands by apostrophes and by blanks, also those that don't break", {
  file: lines('a;b;c;d', "5'000;5 000,00;5\u00a0000,5;5\u202f000,5"),
  columns: {a: [5000], b: [5000], c: [5000.5], d: [5000.5]},
});
gives('Indian thousands', {file: lines('a', '"12,00,000"', '"1,23,456.5"'), columns: {a: [1200000, 123456.5]}});
gives('millions and thousands by their letters', {
  file: lines('a', '5.87M', '900.5K', '1.2B'),
  columns: {a: [5870000, 900500, 1200000000]},
});
gives('marks of missing values', {
  file: lines('a', '1', '-', '.', '?', 'M', '***', '#N/A', '2'),
  columns: {a: [1, null, null, null, null, null, null, 2]},
});
gives('marks of their own, as text and as numbers', {
  file: lines('a,b', '1,x', '-999,5.5', '-999.0,6'),
  keys: {missingMarks: ['x', -999]},
  columns: {a: [1, null, null], b: [null, 5.5, 6]},
});
gives('full-width digits', {file: lines('始値', '１２３', '４５．５'), columns: {始値: [123, 45.5]}});

// Layout.
for (const [name, mark] of [
  ['semicolons', ';'],
  ['tabs', '\t'],
  ['bars', '|'],
  ['commas', ','],
])
  gives(name, {file: lines(`a${mark}b`, `1${mark}2.5`, `3${mark}4.5`), columns: {a: [1, 3], b: [2.5, 4.5]}});
gives('columns separated by blanks', {
  file: lines('   a      b', '   1.5   2', ' 100.5   3'),
  columns: {a: [1.5, 100.5], b: [2, 3]},
});
gives('a time with a blank in it, between tabs', {
  file: lines('time\ta', '2024-01-05 13:00\t1.5', '2024-01-05 14:00\t2.5'),
  keys: {time: 'time'},
  columns: {a: [1.5, 2.5]},
  time: ['2024-01-05 13:00', '2024-01-05 14:00'],
});
gives('no header', {
  file: lines('2024-01-01,1.5', '2024-01-02,2.5'),
  keys: {time: 0},
  columns: {1: [1.5, 2.5]},
  time: ['2024-01-01', '2024-01-02'],
});
gives('no header, one column', {file: lines('1.5', '2.5', '3.5'), columns: {0: [1.5, 2.5, 3.5]}});
refused(
  'a header of counting numbers, or a row of them',
  lines('0,1,2', '5.5,6.5,7.5'),
  {},
  /may name the columns, or be data: 0, 1, 2/,
  /header to 1 .* none/,
);
gives('names that are numbers beside one that is none', {
  file: lines('t,0,1', '1,5.5,6.5', '2,7.5,8.5'),
  keys: {time: 't'},
  columns: {0: [5.5, 7.5], 1: [6.5, 8.5]},
});
gives('a name wins over a position', {
  file: lines('t,0,1', '1,5.5,6.5', '2,7.5,8.5'),
  keys: {columns: [1], target: 1},
  columns: {1: [6.5, 8.5]},
});
gives("yfinance's three header rows", {
  file: lines('Price,Close,High', 'Ticker,MSFT,MSFT', 'Date,,', '2024-01-02,370.5,375.25', '2024-01-03,371.5,376.25'),
  keys: {time: 'Date'},
  columns: {Close: [370.5, 371.5], High: [375.25, 376.25]},
});
gives('of several tickers', {
  file: lines('Price,Close,Close', 'Ticker,AAPL,MSFT', 'Date,,', '2024-01-02,185.5,375.25', '2024-01-03,184.5,376.25'),
  keys: {time: 'Date'},
  columns: {'Close AAPL': [185.5, 184.5], 'Close MSFT': [375.25, 376.25]},
});
gives('units under the header', {
  file: lines('time,temperature,wind', 'iso8601,°C,m/s', '2024-01-01,1.5,3', '2024-01-02,2.5,4'),
  keys: {time: 'time'},
  columns: {temperature: [1.5, 2.5], wind: [3, 4]},
});
gives('lines before the header', {
  file: lines('Data by the Example Office', 'All rights reserved', '', 'date;a', '2024-01-01;1,5', '2024-01-02;2,5'),
  keys: {time: 'date'},
  columns: {a: [1.5, 2.5]},
});
gives('comments', {file: lines('# made by hand', 'a,b', '1,2', '# a break', '3,4'), columns: {a: [1, 3], b: [2, 4]}});
gives('a comment at the end, whose line has none', {
  file: '# made by hand\na,b\n1,2\n3,4\n# its "end',
  columns: {a: [1, 3], b: [2, 4]},
});
gives('comments behind blanks, between blanks', {
  file: 'a b\n1 2\n  # a break\n3 4\n # the end',
  keys: {comment: '#'},
  columns: {a: [1, 3], b: [2, 4]},
});
refused('nothing but a comment', '# made by hand', {comment: '#'}, /no rows/, /data\.comment/);
gives('sep=;', {file: lines('sep=;', 'a;b', '1,5;2', '3,5;4'), columns: {a: [1.5, 3.5], b: [2, 4]}});
gives('delimiters at the ends of lines, and a last row of them', {
  file: lines('a;b;', '1;2;', '3;4;', ';;'),
  columns: {a: [1, 3], b: [2, 4]},
});
gives('delimiters at the ends of data lines only', {
  file: lines('a,b', '1,2,', '3,4,'),
  columns: {a: [1, 3], b: [2, 4]},
});
gives("R's row names, which have no name themselves", {
  file: lines('"a" "b"', '"1" 1.5 2', '"2" 2.5 3'),
  columns: {a: [1.5, 2.5], b: [2, 3]},
});
gives('a last column without values', {
  file: lines('date,a,b', '2024-01-01,1.5,', '2024-01-02,2.5,'),
  keys: {time: 'date', columns: ['a', 'b']},
  columns: {a: [1.5, 2.5], b: [null, null]},
});
gives('two columns of one name', {
  file: lines('a,b,a', '1,2,3', '4,5,6'),
  columns: {a: [1, 4], b: [2, 5], 'a.1': [3, 6]},
});
gives('an index without a name', {file: lines(',a', '0,1.5', '1,2.5'), columns: {a: [1.5, 2.5]}});
gives('quoted fields all over', {
  file: lines('"date";"a"', '"2024-01-01";"1,5"', '"2024-01-02";"2,5"'),
  keys: {time: 'date'},
  columns: {a: [1.5, 2.5]},
});
refused('a quote that is never closed', lines('a,b', '1,2', '"3,4', '5,6'), {}, /this quote is never closed/, /twice/);
refused(
  'two delimiters',
  lines('1,5', '2,5', '3,5'),
  {header: 'none'},
  /two ways: by commas: "3" "5"; not at all: "3,5"/,
  /data\.delimiter/,
);

// Encodings.
const japanese = lines('日付,始値,終値', '2024/1/4,100.5,101.5', '2024/1/5,102.5,103.5');
for (const encoding of ['utf8', 'Shift_JIS', 'EUC-JP', 'utf-16le', 'utf-16be'])
  for (const mark of encoding.startsWith('utf') ? [true, false] : [false])
    gives(`${encoding}${mark ? ' with its mark' : ''}`, {
      file: iconv.encode(japanese, encoding, {addBOM: mark}),
      keys: {time: '日付'},
      columns: {始値: [100.5, 102.5], 終値: [101.5, 103.5]},
      time: ['2024-01-04', '2024-01-05'],
    });
gives('windows-1252', {
  file: iconv.encode(lines('Datum;Größe;Übung', '1.1.2024;1,5;2', '31.1.2024;2,5;3'), 'windows-1252'),
  keys: {time: 'Datum'},
  columns: {Größe: [1.5, 2.5], Übung: [2, 3]},
});
gives('windows-1252, French', {
  file: iconv.encode(lines('date;température', '5 févr. 2024;1,5', '6 févr. 2024;2,5'), 'windows-1252'),
  keys: {time: 'date'},
  columns: {température: [1.5, 2.5]},
  time: ['2024-02-05', '2024-02-06'],
});

// Times.
const times = (name: string, written: readonly string[], expected: readonly string[], keys = {}) =>
  gives(`times: ${name}`, {
    file: lines('time;a', ...written.map((time, row) => `${time};${row}.5`)),
    keys: {time: 'time', ...keys},
    columns: {a: written.map((_, row) => row + 0.5)},
    time: expected,
  });
times('day before month', ['30/01/2024', '31/01/2024', '01/02/2024'], ['2024-01-30', '2024-01-31', '2024-02-01']);
times('month before day', ['01/30/2024', '01/31/2024', '02/01/2024'], ['2024-01-30', '2024-01-31', '2024-02-01']);
times(
  'by the order of the rows',
  ['01/02/2024', '12/02/2024', '01/03/2024'],
  ['2024-02-01', '2024-02-12', '2024-03-01'],
);
refused(
  'times: 01/02/2024 may be two days',
  lines('time;a', '01/02/2024;1', '01/03/2024;2'),
  {time: 'time'},
  /may be 2024-02-01 \(DD\/MM\/YYYY\) or 2024-01-02 \(MM\/DD\/YYYY\)/,
  /timeFormat/,
);
times('with a key', ['01/02/2024', '01/03/2024'], ['2024-02-01', '2024-03-01'], {timeFormat: 'DD/MM/YYYY'});
times('two-digit years', ['30.12.99', '31.12.99', '01.01.00'], ['1999-12-30', '1999-12-31', '2000-01-01']);
times('DDMMYYYY', ['30012024', '31012024', '01022024'], ['2024-01-30', '2024-01-31', '2024-02-01']);
times('YYYYMMDD', ['20240130', '20240131'], ['2024-01-30', '2024-01-31']);
times('+00', ['2024-01-05 13:00:00+00', '2024-01-05 14:00:00+00'], ['2024-01-05 13:00', '2024-01-05 14:00']);
times(
  'other offsets',
  ['2024-01-05T13:00:00+01:00', '2024-01-05T14:00:00+0100'],
  ['2024-01-05 12:00', '2024-01-05 13:00'],
);
times(
  'milliseconds behind a comma',
  ['2024-01-05 13:00:00,000', '2024-01-05 13:00:00,500'],
  ['2024-01-05 13:00:00.000', '2024-01-05 13:00:00.500'],
);
times('UTC', ['2024-01-05 13:00:00 UTC', '2024-01-05 14:00:00 UTC'], ['2024-01-05 13:00', '2024-01-05 14:00']);
times("a spreadsheet's days", ['45000,04', '45000,5'], ['2023-03-15 00:57:36', '2023-03-15 12:00:00']);
times('quarters', ['2024Q1', '2024Q2'], ['2024-01-01', '2024-04-01']);
times('quarters with a dash', ['2024-Q1', '2024-Q2'], ['2024-01-01', '2024-04-01']);
times('quarters with a blank', ['1970 Q1', '1970 Q2'], ['1970-01-01', '1970-04-01']);
times('weeks', ['2024-W05', '2024-W06'], ['2024-01-29', '2024-02-05']);
times('months', ['1991 Jul', '1991 Aug'], ['1991-07-01', '1991-08-01']);
times('month, day, year', ['Jan-1-1995', 'Jan-2-1995'], ['1995-01-01', '1995-01-02']);
times('YYYYMM', ['202311', '202312', '202401'], ['2023-11-01', '2023-12-01', '2024-01-01']);
times('English months', ['5 January 2024', '6 January 2024'], ['2024-01-05', '2024-01-06']);
times('German months', ['5. März 2024', '6. März 2024'], ['2024-03-05', '2024-03-06']);
times('French months', ['5 août 2024', '6 août 2024'], ['2024-08-05', '2024-08-06']);
times('Japanese dates', ['2024年1月5日', '2024年1月6日'], ['2024-01-05', '2024-01-06']);
times('Japanese months', ['2023年12月', '2024年1月'], ['2023-12-01', '2024-01-01']);
times(
  'half days',
  ['1/30/2024 11:30 AM', '1/30/2024 12:30 PM', '1/30/2024 1:30 PM'],
  ['2024-01-30 11:30', '2024-01-30 12:30', '2024-01-30 13:30'],
);
times('seconds since 1970', ['1577836800', '1577840400'], ['2020-01-01 00:00', '2020-01-01 01:00']);
times('years', ['1990', '1991'], ['1990-01-01', '1991-01-01']);
times('plain numbers', ['1', '2', '3'], ['1', '2', '3']);
times('newest first', ['2024-01-03', '2024-01-02', '2024-01-01'].reverse(), ['2024-01-01', '2024-01-02', '2024-01-03']);
gives('rows that are newest first are turned round', {
  file: lines('time,a', '2024-01-03,3.5', '2024-01-02,2.5', '2024-01-01,1.5'),
  keys: {time: 'time'},
  columns: {a: [1.5, 2.5, 3.5]},
  time: ['2024-01-01', '2024-01-02', '2024-01-03'],
});
test('and this is said', async () => {
  const loaded = await loadFile(lines('time,a', '2024-01-03,3.5', '2024-01-02,2.5'), {time: 'time'});
  assert.match('notes' in loaded ? loaded.notes.join() : '', /turned round/);
});
const autumn = [
  '2024-10-27 01:45',
  '2024-10-27 02:15',
  '2024-10-27 02:45',
  '2024-10-27 02:15',
  '2024-10-27 02:45',
  '2024-10-27 03:15',
];
refused(
  'an hour that comes twice',
  lines('time;a', ...autumn.map((time, row) => `${time};${row}`)),
  {time: 'time'},
  /is before the one in row 3/,
  /clock was put back, set data\.timeZone/,
);
times(
  'an hour that comes twice, with its zone',
  autumn,
  [
    '2024-10-27 01:45+02:00',
    '2024-10-27 02:15+02:00',
    '2024-10-27 02:45+02:00',
    '2024-10-27 02:15+01:00',
    '2024-10-27 02:45+01:00',
    '2024-10-27 03:15+01:00',
  ],
  {timeZone: 'Europe/Berlin'},
);
refused(
  'a time that never was',
  lines('time;a', '2024-03-31 01:30;1', '2024-03-31 02:30;2'),
  {time: 'time', timeZone: 'Europe/Berlin'},
  /never showed 2024-03-31 02:30/,
  /put forward/,
);
gives('date and clock in two columns', {
  file: lines('date,clock,a', '2024-01-05,13:00,1.5', '2024-01-05,14:00,2.5'),
  keys: {time: ['date', 'clock']},
  columns: {a: [1.5, 2.5]},
  time: ['2024-01-05 13:00', '2024-01-05 14:00'],
});
gives('year and quarter', {
  file: lines('year,quarter,a', '2024,1,1.5', '2024,2,2.5'),
  keys: {time: ['year', 'quarter']},
  columns: {a: [1.5, 2.5]},
  time: ['2024-01-01', '2024-04-01'],
});
gives('year and month', {
  file: lines('year,month,a', '2024,1,1.5', '2024,2,2.5', '2024,5,2.5'),
  keys: {time: ['year', 'month']},
  columns: {a: [1.5, 2.5, 2.5]},
  time: ['2024-01-01', '2024-02-01', '2024-05-01'],
});
gives('a row for each year, a column for each month', {
  file: lines('YEAR JAN FEB MAR', '1990 1.5 2.5 3.5', '1991 4.5 5.5 6.5'),
  keys: {time: 'YEAR', unpivot: ['JAN', 'FEB', 'MAR'], target: 'value', columns: ['value']},
  columns: {value: [1.5, 2.5, 3.5, 4.5, 5.5, 6.5]},
  time: ['1990-01-01', '1990-02-01', '1990-03-01', '1991-01-01', '1991-02-01', '1991-03-01'],
});
const repeated = lines('time,a', '2024-01-01,1', '2024-01-02,2', '2024-01-02,4', '2024-01-03,5');
refused(
  'a time that comes twice',
  repeated,
  {time: 'time'},
  /rows 2, 3 have the same time, 2024-01-02/,
  /data\.series; else set data\.duplicates/,
);
for (const [duplicates, value] of [
  ['first', 2],
  ['last', 4],
  ['mean', 3],
] as const)
  gives(`a time that comes twice: ${duplicates}`, {
    file: repeated,
    keys: {time: 'time', duplicates},
    columns: {a: [1, value, 5]},
  });

// Problems.
refused(
  'words in a column',
  lines('a,b', '1,x', '2,y', '3,z'),
  {},
  /'x' in column 'b', row 1, is not a number, nor are rows 2, 3/,
  /data\.columns/,
);
refused(
  'a row that is too short',
  lines('a,b', '1,2', '3', '5,6'),
  {delimiter: ','},
  /this row has 1 field, the first row has 2/,
  /quotes/,
);

// What others found.
const many = (count: number, row: (index: number) => string) => Array.from({length: count}, (_, index) => row(index));
gives('a last column with few values', {
  file: lines(
    'date,v,note',
    ...many(40, row => `2023-0${1 + Math.floor(row / 28)}-${10 + (row % 18)},${row},${row < 15 ? 'x' : ''}`),
  ),
  keys: {columns: ['v']},
  columns: {v: many(40, row => String(row)).map(Number)},
});
refused(
  'a header of another width than the rows',
  lines('date,v', '2023-01-10,0,50', '2023-01-11,1,50'),
  {},
  /the line before the rows has 2 fields, the rows have 3/,
  /data\.skip to 1 and data\.header to none/,
);
refused(
  'years as names beside a text',
  lines('Country,1960,1961,1962', ...many(9, row => `C${row},${row}.5,2.5,3.5`)),
  {columns: [1]},
  /may name the columns, or be data/,
  /data\.header/,
);
gives('letters before digits are no amount of money, codes of currencies are', {
  file: lines('code,price', 'SKU0,EUR 5', 'SKU1,EUR 6.5'),
  keys: {columns: ['price']},
  columns: {price: [5, 6.5]},
});
refused(
  'codes are words',
  lines('a,code', '1,SKU0', '2,SKU1'),
  {columns: ['code']},
  /'SKU0' in column 'code', row 1, is not a number/,
  /data\.columns/,
);
refused(
  'a letter behind one of many numbers',
  lines('a', '100.5', '109.5B', '101.5'),
  {},
  /two units: '109\.5B' in row 2, '100\.5' in row 1/,
  /one unit/,
);
gives('exponents have no thousands', {file: lines('a', '1.210E3', '1.500E2'), columns: {a: [1210, 150]}});
refused(
  'a code with a comma behind it',
  lines('a', '"+0050,1"', '"+0061,1"'),
  {},
  /'\+0050,1' in column 'a', row 1, is not a number/,
  /data\.columns/,
);
refused(
  'times: 1/2000 may be a quarter or a month',
  lines('t;a', '1/2000;1', '2/2000;2', '3/2000;3', '4/2000;4'),
  {time: 't'},
  /\(MM\/YYYY\) or .*\(Q\/YYYY\)/,
  /"MM\/YYYY" or "Q\/YYYY"/,
);
gives('24:00 is the end of a day', {
  file: lines('t;a', '2023-01-02 23:00;1', '2023-01-02 24:00;2'),
  keys: {time: 't'},
  columns: {a: [1, 2]},
  time: ['2023-01-02 23:00', '2023-01-03 00:00'],
});
gives('dots stand between day, month and year in this order', {
  file: lines('t;a', '01.02.2023;1', '01.03.2023;2'),
  keys: {time: 't'},
  columns: {a: [1, 2]},
  time: ['2023-02-01', '2023-03-01'],
});
gives('titles above the names, with nothing but delimiters', {
  file: lines('Tabelle: 1;;', ';;', 'Jahr;Monat;VPI', '2020;1;100,5', '2020;2;101,5', '2020;5;102,5'),
  keys: {time: ['Jahr', 'Monat']},
  columns: {VPI: [100.5, 101.5, 102.5]},
  time: ['2020-01-01', '2020-02-01', '2020-05-01'],
});
for (const [header, encoding] of [
  ['Datum;Preis €', 'windows-1252'],
  ['Datum;Temp °C', 'windows-1252'],
  ['Datum;Größe', 'windows-1252'],
])
  gives(`${header} in ${encoding}`, {
    file: iconv.encode(lines(header, '2020-01-01;1.5', '2020-01-02;2.5'), encoding),
    keys: {time: 'Datum'},
    columns: {[header.split(';')[1]]: [1.5, 2.5]},
  });
refused(
  'a date beyond all calendars',
  lines('t,a', '1,1', '99999999999999,2'),
  {time: 't', timeFormat: 'unix-seconds'},
  /'99999999999999' in row 2 is not a time/,
  /timeFormat/,
);
gives('a row that begins with # where none is a comment', {
  file: lines('a;b', 'x;1', '#y;2'),
  keys: {columns: ['b']},
  columns: {b: [1, 2]},
});

test('many quotes in one line, and many fields, take no time', async () => {
  const begun = performance.now();
  await loadFile(`${'""'.repeat(200_000)}\n`);
  await loadFile(`${'1,'.repeat(200_000)}\n`);
  await loadFile(lines('a', `${' '.repeat(50_000)}x${' '.repeat(50_000)}y`));
  // It took minutes.
  assert.ok(performance.now() - begun < 30_000);
});

test('what is wrong in a hundred thousand rows is one problem', async () => {
  const many = Array.from({length: 100_000}, (_, row) => (row % 3 === 0 ? `${row}` : `${row},${row % 7}`));
  const loaded = await loadFile(lines('a,b', ...many), {delimiter: ','});
  if (!('problems' in loaded)) throw new Error('it was read');
  assert.is(loaded.problems.length, 1);
  assert.match(loaded.problems[0].message, /33334 rows have another number of fields/);
});

// Through the real binary.
const rig = new Rig();
const experiment = (path: string, keys: Readonly<Record<string, unknown>> = {}) =>
  smallExperiment({data: {type: 'csv', path, ...keys}, window: {length: 2}});
const rows = (count: number, row: (index: number) => string) => Array.from({length: count}, (_, index) => row(index));
const day = (index: number) => new Date(Date.UTC(2020, 0, 1 + index)).toISOString().slice(0, 10);

test('check and data say what was done to the rows, and how the file was read', async () => {
  rig.write('newest.csv', lines('date,close', ...rows(60, index => `${day(60 - index)},${index}.5`)));
  rig.write('newest.yaml', experiment('newest.csv', {time: 'date'}));
  assert.match(
    (await rig.tfsweep(['check', 'newest.yaml'])).stdout,
    /newest\.csv: the newest rows come first; they were turned round/,
  );
  const {stdout} = await rig.tfsweep(['data', 'newest.yaml']);
  assert.match(stdout, /newest\.csv, 60 rows, 2020-01-02 to 2020-03-01/);
  assert.match(
    stdout,
    /encoding: "utf-8", delimiter: ",", header: 1, skip: 0,\s+comment: "none", decimal: "\.", thousands: "none", timeFormat: "iso"/,
  );
  rig.write('untold.yaml', experiment('newest.csv', {columns: ['close'], target: 'close'}));
  const {code, stderr} = await rig.tfsweep(['check', 'untold.yaml']);
  assert.is(code, 0);
  assert.match(stderr, /warning by column 'date', which looks like a time, the rows run from the newest to the oldest/);
});

test('an extreme value that repeats is warned of, a name before a position too', async () => {
  rig.write('gaps.csv', lines('0,1', ...rows(60, index => `${index % 20 === 7 ? -999 : index % 9}.5,${index % 5}.5`)));
  rig.write('gaps.yaml', experiment('gaps.csv', {header: 1, columns: [0], target: 0}));
  const first = await rig.tfsweep(['check', 'gaps.yaml']);
  assert.match(first.stderr, /warning column '0' has -999\.5 in 3 rows, far from all other values/);
  assert.match(first.stderr, /data\.missingMarks: \[-999\.5\]/);
  rig.write('names.csv', lines('t,0,1', ...rows(60, index => `${index},${index % 9}.5,${index % 5}.5`)));
  rig.write('names.yaml', experiment('names.csv', {time: 't', columns: [1], target: 1}));
  const second = await rig.tfsweep(['check', 'names.yaml']);
  assert.match(second.stderr, /warning column 1 is the one that is called '1'; counted from 0, it would be '0'/);
});

test('a gzipped file is the same table', async () => {
  const text = lines('date,close', ...rows(60, index => `${day(index)},${index}.5`));
  rig.write('plain.csv', text);
  writeFileSync(join(rig.folder, 'packed.csv.gz'), gzipSync(text));
  const shown = async (path: string) => {
    rig.write('packed.yaml', experiment(path, {time: 'date'}));
    const {stdout} = await rig.tfsweep(['data', 'packed.yaml']);
    return stdout.split('\n').slice(2).join('\n');
  };
  assert.is(await shown('packed.csv.gz'), await shown('plain.csv'));
});

test('what steers a terminal is not printed', async () => {
  rig.write('steers.csv', lines('t,a\u001b[2J', '1,1', '2,\u001b[31mX\u009b'));
  rig.write('steers.yaml', experiment('steers.csv', {time: 't'}));
  const {stderr} = await rig.tfsweep(['check', 'steers.yaml']);
  assert.match(stderr, /is not a number/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what must not be there.
  assert.not.match(stderr, /[\u001b\u009b]/);
});

test('what a hint says can be set as it says', async () => {
  rig.write('hint.csv', lines('a', ...rows(30, index => `1.${100 + index}`)));
  for (const [set, mean] of [
    ['data.decimal=.', 1.1145],
    ['data.thousands=.', 1114.5],
    ['data.delimiter=,', undefined],
  ] as const) {
    const {stdout, code, stderr} = await rig.tfsweep([
      'data',
      'hint.csv',
      '--json',
      '--set',
      set,
      ...(mean ? [] : ['--set', 'data.decimal=.']),
    ]);
    assert.is(code, 0, stderr);
    if (mean) assert.ok(Math.abs(JSON.parse(stdout).columns[0].mean - mean) < 1e-9);
  }
  assert.match(
    (await rig.tfsweep(['data', 'hint.csv', '--set', 'training.epochs=3'])).stderr,
    /says nothing about how a file is read/,
  );
  const target = await rig.tfsweep([
    'data',
    'hint.csv',
    '--set',
    'data.decimal=.',
    '--set',
    'data.target=a',
    '--set',
    'data.split={train: 0.5, validation: 0.25, test: 0.25}',
  ]);
  assert.is(target.code, 0, target.stderr);
});

test('a mistake deep in a large file is shown in its line', async () => {
  const all = rows(30_000, index => `${index},${index}.25,"a note, ""quoted""\nin two lines"`);
  all[20_000] = '20000,oops,x';
  rig.write('large.csv', lines('t,a,note', ...all));
  rig.write('large.yaml', experiment('large.csv', {time: 't', columns: ['a'], target: 'a'}));
  const {stderr} = await rig.tfsweep(['check', 'large.yaml']);
  assert.match(stderr, /large\.csv:40002:7 error 'oops' in column 'a', row 20001, is not a number/);
  assert.match(stderr, /40002 \| 20000,oops,x\n.*\^\^\^\^/);
});

test.after(() => rig.remove());
test.run();
