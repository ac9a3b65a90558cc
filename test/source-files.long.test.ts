// Several files as one, digests, JSON, Parquet and SQL through the real binary.
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {DuckDBInstance} from '@duckdb/node-api';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {loadSource} from '../src/data/1-source/index.js';
import {surroundingsOf} from '../src/files/surroundings.js';
import {dataEntry} from './data-entry.js';
import {nowhere} from './numbers.js';
import {Rig, smallExperiment} from './rig.js';

const rig = new Rig();
const day = (index: number) => new Date(Date.UTC(2020, 0, 1 + index)).toISOString().slice(0, 10);
const rows = (from: number, to: number) => Array.from({length: to - from}, (_, index) => from + index);
const csv = (from: number, to: number) =>
  `date,close\n${rows(from, to)
    .map(row => `${day(row)},${row}.5\n`)
    .join('')}`;

mkdirSync(join(rig.folder, 'prices'));
rig.write('prices/b.csv', csv(0, 20));
rig.write('prices/a.csv', csv(40, 60));
writeFileSync(join(rig.folder, 'prices', 'c.csv.gz'), gzipSync(csv(20, 40)));
rig.write('other.csv', csv(60, 80).replace('close', 'price'));
rig.write('turned.csv', 'close,date\n60.5,2020-03-01\n61.5,2020-03-02\n');
rig.write('whole.csv', csv(0, 60));

/** What `data` shows of an experiment on some data, from its table on. */
async function shown(data: Readonly<Record<string, unknown>>) {
  rig.write('data.yaml', smallExperiment({data, window: {length: 2}}));
  const {code, stdout, stderr} = await rig.tfsweep(['data', 'data.yaml']);
  const [head, digest = '', ...rest] = stdout.split('\n');
  return {
    code,
    head,
    digest: digest.replace('sha256 ', ''),
    table: rest.join('\n').replace(/^[\s\S]*?\n\n/, ''),
    stderr,
  };
}

const whole = await shown({type: 'csv', path: 'whole.csv', time: 'date'});

test('the files of a pattern are one table, in the order of time', async () => {
  const all = await shown({type: 'csv', path: 'prices/*.csv*', time: 'date'});
  assert.match(all.head, /a\.csv and 2 more, 60 rows, 2020-01-01 to 2020-02-29/);
  assert.is(all.table, whole.table);
});

test('so are those of a list, with their columns in another order', async () => {
  const all = await shown({type: 'csv', path: ['whole.csv', 'turned.csv'], time: 'date'});
  assert.match(all.head, /whole\.csv and 1 more, 62 rows, 2020-01-01 to 2020-03-02/);
});

test('files are put in order before hours that come twice are told apart', async () => {
  const hours = (from: number, to: number) =>
    Array.from({length: to - from}, (_, index) => {
      const time = Date.UTC(2020, 9, 24, 18) + (from + index) * 3_600_000;
      const offset = time < Date.UTC(2020, 9, 25, 1) ? 2 : 1;
      return `${new Date(time + offset * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')},${from + index}\n`;
    });
  rig.write('hours-a.csv', `time,a\n${hours(0, 20).join('')}`);
  rig.write('hours-b.csv', `time,a\n${hours(20, 40).join('')}`);
  for (const path of [
    ['hours-a.csv', 'hours-b.csv'],
    ['hours-b.csv', 'hours-a.csv'],
  ]) {
    const {head, stderr} = await shown({type: 'csv', path, time: 'time', timeZone: 'Europe/Berlin', target: 'a'});
    assert.match(head, /40 rows, 2020-10-24 20:00\+02:00 to 2020-10-26 10:00\+01:00/, stderr);
  }
});

test('files must have the same columns', async () => {
  const {code, stderr} = await shown({type: 'csv', path: ['whole.csv', 'other.csv'], time: 'date'});
  assert.is(code, 2);
  assert.match(stderr, /'other\.csv' has other columns than 'whole\.csv': it lacks close and has price besides/);
});

test('a place in the second file is told there', async () => {
  rig.write('words.csv', csv(60, 80).replace('65.5', 'soon'));
  const {stderr} = await shown({type: 'csv', path: ['whole.csv', 'words.csv'], time: 'date'});
  assert.match(stderr, /words\.csv:7:12 error 'soon' in column 'close', row 66, is not a number/);
});

test('data must be what it was, where its digest is given', async () => {
  const data = {type: 'csv', path: 'whole.csv', time: 'date'};
  assert.is((await shown({...data, sha256: whole.digest})).code, 0);
  const {code, stderr} = await shown({...data, sha256: whole.digest.replace(/^./, one => (one === '0' ? '1' : '0'))});
  assert.is(code, 2);
  assert.match(stderr, new RegExp(`the data is not what it was: its SHA-256 is ${whole.digest}`));
  assert.match(
    (await shown({...data, sha256: 'abc'})).stderr,
    /'abc' is not a valid sha256\n[\s\S]*64 hexadecimal digits/,
  );
});

test('JSON, with times, is the same table as CSV', async () => {
  const records = rows(0, 60).map(row => ({date: day(row), close: row + 0.5}));
  rig.write('records.json', JSON.stringify(records));
  rig.write('lines.jsonl', records.map(record => JSON.stringify(record)).join('\n'));
  rig.write(
    'klines.json',
    JSON.stringify({code: 0, data: rows(0, 60).map(row => [Date.UTC(2020, 0, 1 + row), `${row}.5`])}),
  );
  assert.is((await shown({type: 'json', path: 'records.json', time: 'date'})).table, whole.table);
  assert.is((await shown({type: 'json', path: 'lines.jsonl', time: 'date'})).table, whole.table);
  const klines = await shown({type: 'json', path: 'klines.json', time: 0});
  assert.match(klines.head, /klines\.json, 60 rows, 2020-01-01 to 2020-02-29/);
});

test('what is no JSON, and no table in it, is told', async () => {
  rig.write('broken.json', '[{"a": 1}, {"a": ');
  assert.match((await shown({type: 'json', path: 'broken.json'})).stderr, /'broken\.json' is no JSON: /);
  rig.write('none.json', '{"a": {"b": 1}, "c": "x"}');
  assert.match((await shown({type: 'json', path: 'none.json'})).stderr, /'none\.json' holds no table\n[\s\S]*data\.at/);
});

test('Parquet and SQL, with times, are the same table as CSV; SQL may only read', async () => {
  const instance = await DuckDBInstance.create(join(rig.folder, 'prices.duckdb'));
  const connection = await instance.connect();
  const file = (name: string) => join(rig.folder, name).replaceAll("'", "''");
  await connection.run(`create table prices as select date::date as date, close from read_csv('${file('whole.csv')}')`);
  await connection.run(`copy prices to '${file('prices.parquet')}' (format parquet)`);
  connection.closeSync();
  instance.closeSync();
  assert.is((await shown({type: 'parquet', path: 'prices.parquet', time: 'date'})).table, whole.table);
  const fromFile = await shown({type: 'sql', query: "select * from 'whole.csv' order by date", time: 'date'});
  assert.is(fromFile.table, whole.table, fromFile.stderr);
  const fromBase = await shown({type: 'sql', database: 'prices.duckdb', query: 'from prices', time: 'date'});
  assert.is(fromBase.table, whole.table, fromBase.stderr);
  assert.is(fromBase.digest, fromFile.digest);
  for (const query of ["copy (select 1) to 'stolen.csv'", 'drop table prices', 'install httpfs', 'select 1; select 2'])
    assert.match(
      (await shown({type: 'sql', database: 'prices.duckdb', query})).stderr,
      /a query (must be a SELECT|is one statement)/,
      query,
    );
  assert.match(
    (await shown({type: 'sql', query: 'select nothing from nowhere'})).stderr,
    /DuckDB can't answer: .*nowhere/,
  );
  assert.match((await shown({type: 'parquet', path: 'whole.csv'})).stderr, /'whole\.csv' can't be read as Parquet/);
});

test('a query finds files beside its experiment, wherever it is called from', async () => {
  rig.write('elsewhere/only.csv', csv(0, 60));
  rig.write('only.csv', csv(100, 140));
  rig.write(
    'elsewhere/q.yaml',
    smallExperiment({data: {type: 'sql', query: "select close from 'only.csv'"}, window: {length: 2}}),
  );
  assert.match((await rig.tfsweep(['data', 'elsewhere/q.yaml'])).stdout, /60 rows/);
});

test('a damaged Parquet file is told as one', async () => {
  const whole = readFileSync(join(rig.folder, 'prices.parquet'));
  for (let at = 4; at < whole.length - 8; at += 13) {
    const damaged = Buffer.from(whole);
    damaged[at] ^= 0x55;
    writeFileSync(join(rig.folder, 'damaged.parquet'), damaged);
    const {table} = {
      table: await loadSource(dataEntry({type: 'parquet', path: 'damaged.parquet', target: 'close'}), {
        ...surroundingsOf(rig.folder),
        seed: 1,
        place: nowhere,
      }),
    };
    if (table.ok) assert.ok(table.value.rows > 0);
    else assert.match(table.problems[0].message, /Parquet|damaged|rows|number|column|time/);
  }
});

test.after(() => rig.remove());
test.run();
