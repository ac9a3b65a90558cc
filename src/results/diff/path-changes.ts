import {canonicalJson} from '../../document/content-hash.js';
import {isMapping} from '../../document/json-schema.js';

/** Something that a document says otherwise than another; undefined where it says nothing. */
export interface PathChange {
  /** As YAML paths are written: `model.layers[1].units`. */
  readonly path: string;
  readonly old: unknown;
  readonly now: unknown;
}

/** Where two plain documents differ, in the order of the old one and then of the new one. Lists of plain values count as one. */
export function pathChanges(old: unknown, now: unknown, path = ''): PathChange[] {
  if (canonicalJson(old ?? null) === canonicalJson(now ?? null)) return [];
  if (isMapping(old) && isMapping(now)) {
    const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])];
    return keys.flatMap(key => pathChanges(old[key], now[key], path === '' ? key : `${path}.${key}`));
  }
  if (isListOfMappings(old) && isListOfMappings(now) && old.length === now.length)
    return old.flatMap((item, index) => pathChanges(item, now[index], `${path}[${index}]`));
  return [{path, old, now}];
}

function isListOfMappings(value: unknown): value is readonly {readonly [key: string]: unknown}[] {
  return Array.isArray(value) && value.every(isMapping);
}
