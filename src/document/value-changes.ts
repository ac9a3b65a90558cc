import {isMapping} from './json-schema.js';
import type {Path} from './path.js';

/** A place in a plain value, and what stands there instead. */
export interface ValueChange {
  readonly path: Path;
  readonly to: unknown;
}

/** Where a plain value is other than another one: as deep inside as both have the same keys in one order, or lists of one length. */
export function changesBetween(from: unknown, to: unknown, path: Path = []): readonly ValueChange[] {
  if (Object.is(from, to)) return [];
  if (Array.isArray(from) && Array.isArray(to) && from.length === to.length)
    return to.flatMap((item: unknown, at) => changesBetween(from[at], item, [...path, at]));
  if (isMapping(from) && isMapping(to)) {
    const [before, now] = [Object.keys(from), Object.keys(to)];
    // The order of keys comes back, too.
    if (before.length === now.length && now.every((key, at) => key === before[at]))
      return now.flatMap(key => changesBetween(from[key], to[key], [...path, key]));
  }
  return [{path, to}];
}

/** Whoever wants to change what isn't there. */
export class NoSuchPlaceError extends Error {}

/** A value with another one at a place in it; the rest is shared. Errors: NoSuchPlaceError. */
export function withChange(value: unknown, {path: [step, ...rest], to}: ValueChange): unknown {
  if (step === undefined) return to;
  const change = {path: rest, to};
  if (Array.isArray(value)) {
    if (!(Number(step) in value)) throw new NoSuchPlaceError(`there is no place ${step}`);
    return value.map((child: unknown, at) => (at === Number(step) ? withChange(child, change) : child));
  }
  if (!isMapping(value) || !Object.hasOwn(value, step)) throw new NoSuchPlaceError(`there is no ${step}`);
  return {...value, [step]: withChange(value[step], change)};
}
