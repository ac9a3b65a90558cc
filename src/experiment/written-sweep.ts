import {isMapping} from '../document/json-schema.js';
import type {Path} from '../document/path.js';
import {typedEntry} from '../sweep/parameters/index.js';

/** What is written under sweep.parameters. */
export function writtenParameters(experiment: unknown): Readonly<Record<string, unknown>> {
  if (!isMapping(experiment) || !isMapping(experiment.sweep) || !isMapping(experiment.sweep.parameters)) return {};
  return experiment.sweep.parameters;
}

/** `sweep` with the types of its parameters written out. */
export function typedSweep(sweep: unknown): unknown {
  if (!isMapping(sweep) || !isMapping(sweep.parameters)) return sweep;
  const typed = Object.entries(sweep.parameters).map(([name, entry]) => [name, typedEntry(entry)]);
  return {...sweep, parameters: Object.fromEntries(typed)};
}

/** Where a part of a typed sweep is written: the values of a list, and those with names, are the entry itself. */
export function writtenPath(experiment: unknown, path: Path): Path {
  const [part, key, name, inside] = path;
  if (part !== 'sweep' || key !== 'parameters' || inside !== 'values') return path;
  const entry = writtenParameters(experiment)[String(name)];
  return isMapping(entry) && (typeof entry.type === 'string' || Array.isArray(entry.values))
    ? path
    : [...path.slice(0, 3), ...path.slice(4)];
}
