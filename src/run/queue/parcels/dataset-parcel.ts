import {type TransformName, transforms} from '../../../data/7-standardize/transforms/index.js';
import type {SharedRowsBySplit} from '../../../data/8-windows/shared-rows.js';
import {COMPARED_SPLITS} from '../../../data/8-windows/shared-rows.js';
import {type Dataset, withKey} from '../../../data/dataset.js';
import {isMapping} from '../../../document/json-schema.js';
import {packed, unpacked} from './packed-arrays.js';

/** The bytes of what trainings need of a data set: its numbers and what names them, not where they are from. */
export function datasetParcel({sha256, rows, inputs, targets, breaks, series, key}: Dataset): Uint8Array {
  return packed({key, sha256, rows, inputs, targets, breaks, series});
}

/** The data set of a parcel; undefined where it is none, or where its numbers aren't those of its key. */
export function parcelDataset(bytes: Uint8Array, key: string): Dataset | undefined {
  const content = readable(bytes);
  if (!isMapping(content)) return undefined;
  const {sha256, rows, inputs, targets, breaks, series} = content;
  if (typeof sha256 !== 'string' || !isCount(rows) || !isList(inputs) || !isList(targets)) return undefined;
  const columns = inputs.map(column => columnOf(column, rows));
  const forecast = targets.map(column => {
    const own = columnOf(column, rows);
    return own && isMapping(column) && isTransform(column.transform)
      ? {...own, transform: column.transform}
      : undefined;
  });
  if (!isList(breaks) || !breaks.every(isCount) || breaks.some(row => row > rows) || !isList(series)) return undefined;
  const ranges = series.map(one =>
    isMapping(one) &&
    typeof one.name === 'string' &&
    isCount(one.begin) &&
    isCount(one.end) &&
    one.begin <= one.end &&
    one.end <= rows
      ? {name: one.name, begin: one.begin, end: one.end}
      : undefined,
  );
  if (!areThere(columns) || !areThere(forecast) || !areThere(ranges)) return undefined;
  const dataset = withKey({
    ...NOWHERE,
    sha256,
    rows,
    inputs: columns,
    targets: forecast,
    breaks,
    series: ranges,
  });
  return dataset.key === key ? dataset : undefined;
}

/** The bytes of target rows that a trial is measured on besides its own. */
export function sharedRowsParcel(rows: SharedRowsBySplit): Uint8Array {
  return packed(rows);
}

/** The target rows of a parcel; undefined where it has none. */
export function parcelSharedRows(bytes: Uint8Array): SharedRowsBySplit | undefined {
  const content = readable(bytes);
  if (!isMapping(content)) return undefined;
  const splits = COMPARED_SPLITS.filter(split => content[split] !== undefined).map(split => {
    const one = content[split];
    if (!isMapping(one) || typeof one.name !== 'string' || !isCount(one.steps)) return undefined;
    const {name, steps, rows} = one;
    return rows instanceof Int32Array ? ([split, {name, steps, rows}] as const) : undefined;
  });
  return areThere(splits) ? Object.fromEntries(splits) : undefined;
}

/** Whether rows that a trial is measured on are rows of its data set. */
export function areRowsOf({rows: count}: Pick<Dataset, 'rows'>, shared: SharedRowsBySplit): boolean {
  return COMPARED_SPLITS.every(split => {
    const {rows, steps} = shared[split] ?? {rows: new Int32Array(0), steps: 0};
    return steps <= count && rows.every(row => row >= 0 && row < count);
  });
}

/** What trainings don't ask of a data set. */
const NOWHERE = {
  origin: '',
  isMade: false,
  sourceRows: undefined,
  time: undefined,
  missing: {},
  reading: {},
  notes: [],
} as const;

function readable(bytes: Uint8Array): unknown {
  try {
    return unpacked(bytes);
  } catch {
    return undefined;
  }
}

function columnOf(column: unknown, rows: number): Dataset['inputs'][number] | undefined {
  if (!isMapping(column) || typeof column.name !== 'string') return undefined;
  const {name, values, isKnownAhead} = column;
  if (!(values instanceof Float64Array) || values.length !== rows) return undefined;
  return {name, values, ...(isKnownAhead === true ? {isKnownAhead} : {})};
}

function isTransform(name: unknown): name is TransformName {
  return transforms.some(one => one.name === name);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function areThere<T>(values: readonly (T | undefined)[]): values is readonly T[] {
  return values.every(value => value !== undefined);
}
