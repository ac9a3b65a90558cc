// What travels by a queue: data sets as bytes, and what of bytes is none.
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {type Column, withKey} from '../src/data/dataset.js';
import {
  areRowsOf,
  datasetParcel,
  parcelDataset,
  parcelSharedRows,
  sharedRowsParcel,
} from '../src/run/queue/parcels/dataset-parcel.js';
import {packed, unpacked} from '../src/run/queue/parcels/packed-arrays.js';

const values = Float64Array.from([1.5, Number.NaN, -0, Number.POSITIVE_INFINITY, 1e-310]);
const dataset = withKey({
  origin: 'prices.csv',
  sha256: 'a'.repeat(64),
  rows: 5,
  inputs: [
    {name: 'close', values},
    {name: 'hour', values: Float64Array.from([1, 2, 3, 4, 5]), isKnownAhead: true},
  ],
  targets: [{name: 'close', values, transform: 'none'}],
  isMade: false,
  breaks: [2],
  series: [{name: '', begin: 0, end: 5}],
  sourceRows: undefined,
  time: undefined,
  missing: {},
  reading: {},
  notes: [],
});

const bitsOf = ({buffer, byteOffset, byteLength}: Float64Array | Float32Array) =>
  Buffer.from(buffer, byteOffset, byteLength).toString('hex');

test('arrays come back bit for bit, and one and the same array as one', () => {
  const floats = Float32Array.from([1, Number.NaN, 3]);
  const value = {a: [{floats}, values], b: {floats, rows: Int32Array.from([7, -1])}, text: 'é', none: null};
  const back = unpacked(packed(value));
  const {a, b, ...rest} = back as typeof value;
  assert.equal(rest, {text: 'é', none: null});
  assert.is(bitsOf(a[1] as Float64Array), bitsOf(values));
  assert.is(bitsOf(b.floats), bitsOf(floats));
  assert.equal(b.rows, value.b.rows);
  assert.is((a[0] as {floats: Float32Array}).floats, b.floats);
  assert.ok(Object.is((a[1] as Float64Array)[2], -0));
});

test('a data set comes back with its numbers, and without where it is from', () => {
  const back = parcelDataset(datasetParcel(dataset), dataset.key);
  const {inputs, targets, ...rest} = dataset;
  const {inputs: inputsBack = [], targets: targetsBack = [], ...restBack} = back ?? {};
  assert.equal(restBack, {...rest, origin: ''});
  const told = (columns: readonly Column[]) => columns.map(({values: own, ...column}) => [column, bitsOf(own)]);
  assert.equal([told(inputsBack), told(targetsBack)], [told(inputs), told(targets)]);
  assert.is(back?.targets[0].values, back?.inputs[0].values);
  assert.is(parcelDataset(datasetParcel(dataset), '0'.repeat(12)), undefined, 'of another key');
});

test('bytes that are none are refused', () => {
  const bytes = datasetParcel(dataset);
  const text = new TextDecoder('latin1').decode(bytes);
  const written = (change: (text: string) => string) => Uint8Array.from(change(text), letter => letter.charCodeAt(0));
  const foreign: Record<string, Uint8Array> = {
    empty: new Uint8Array(0),
    torn: bytes.subarray(0, bytes.length - 9),
    'an array outside': written(all => all.replace('["Float64Array",0,5]', '["Float64Array",8,9]')),
    'another kind': written(all => all.replace('"Float64Array",0', '"BigInt64Array",0')),
    'not aligned': written(all => all.replace('["Float64Array",40,5]', '["Float64Array",41,4]')),
    'fewer rows': written(all => all.replace('"rows":5', '"rows":4')),
    'breaks outside': written(all => all.replace('"breaks":[2]', '"breaks":[9]')),
    'another transform': written(all => all.replace('"none"', '"nono"')),
  };
  for (const [name, one] of Object.entries(foreign)) assert.is(parcelDataset(one, dataset.key), undefined, name);
});

test('arrays that lie over each other would be more than what has travelled', () => {
  const whole = packed({a: values});
  const text = new TextDecoder('latin1').decode(whole);
  const json = `{"a":[${Array.from({length: 5}, (_, at) => `{"$array":["Float64Array",${8 * at},1]},{"$array":["Float64Array",0,${at + 1}]}`).join()}]}`;
  const head = json.length.toString(16).padStart(8, '0');
  const begin = Math.ceil((8 + json.length) / 8) * 8;
  const bytes = new Uint8Array(begin + 40);
  bytes.set(new TextEncoder().encode(head + json));
  assert.ok(text.includes('$array'));
  assert.throws(() => unpacked(bytes), /more than its bytes/);
});

test('rows that are shared come back, and are rows of their data set', () => {
  const shared = {test: {name: 'abc', rows: Int32Array.from([3, 4]), steps: 1}};
  const back = parcelSharedRows(sharedRowsParcel(shared));
  assert.equal(back, shared);
  assert.ok(areRowsOf(dataset, shared));
  assert.not.ok(areRowsOf(dataset, {test: {...shared.test, rows: Int32Array.from([5])}}));
  assert.not.ok(areRowsOf(dataset, {test: {...shared.test, steps: 1e15}}));
  assert.is(parcelSharedRows(packed({test: {name: 'abc', rows: [1], steps: 1}})), undefined);
});

test.run();
