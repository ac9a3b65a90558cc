import {canonicalJson} from '../../document/content-hash.js';
import {isMapping} from '../../document/json-schema.js';
import {describe} from '../../document/mistakes.js';
import type {Path} from '../../document/path.js';
import {countedAxis} from './dimension.js';
import type {Parameter, ParameterMistake} from './parameter.js';

/** A value, what it is called, and where it is written below its parameter. */
export interface ListedValue {
  readonly label: unknown;
  readonly value: unknown;
  readonly path: Path;
}

/** The values of a list, called by themselves, or of a mapping, called by their names; `below` is where that stands. */
export function listedValues(written: unknown, below: Path = []): ListedValue[] {
  if (Array.isArray(written))
    return written.map((value: unknown, index) => ({label: value, value, path: [...below, index]}));
  if (!isMapping(written)) return [];
  return Object.entries(written).map(([name, value]) => ({label: name, value, path: [...below, name]}));
}

/** A parameter of listed values; without weights they are alike. */
export function listedParameter(
  values: readonly ListedValue[],
  weights: readonly number[] = values.map(() => 1),
): Parameter {
  const codes = new Map<string, number>();
  values.forEach(({value}, code) => {
    const key = canonicalJson(value ?? null);
    if (!codes.has(key)) codes.set(key, code);
  });
  // A name goes before a value that is written like it.
  for (const [code, {label}] of values.entries()) codes.set(canonicalJson(label ?? null), code);
  // The largest is 1, so that no sum is too large.
  const largest = weights.reduce((most, weight) => Math.max(most, weight), 0);
  const ends: number[] = [];
  for (const weight of weights) ends.push((ends.at(-1) ?? 0) + weight / largest);
  const sum = ends.at(-1) ?? 1;
  return {
    count: values.length,
    codeAt(share) {
      const found = ends.findIndex(end => share * sum < end);
      return found < 0 ? ends.length - 1 : found;
    },
    codeOf: value => codes.get(canonicalJson(value ?? null)),
    label: code => values[code].label,
    value: code => values[code].value,
    path: code => values[code].path,
    axis: countedAxis({kind: 'choice', weights: weights.map(weight => weight / largest)}),
  };
}

/** Values that are listed twice: they would be trained twice. */
export function repeatedValues(values: readonly ListedValue[]): ParameterMistake[] {
  const seen = new Map<string, ListedValue>();
  return values.flatMap(one => {
    const key = canonicalJson(one.value ?? null);
    const before = seen.get(key);
    if (!before) {
      seen.set(key, one);
      return [];
    }
    const isNamed = before.label !== before.value;
    const message = isNamed
      ? `'${String(one.label)}' is the same as '${String(before.label)}'`
      : `${describe(one.value)} is listed twice`;
    return [{path: one.path, message}];
  });
}
