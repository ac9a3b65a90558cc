import {expandBareNames} from '../../document/bare-names.js';
import {findReferences} from '../../document/references.js';
import {parseYaml} from '../../document/yaml-file.js';
import {experimentSchema} from '../../experiment/experiment-file.js';
import type {Manifest} from '../../run/records/manifest.js';
import {type PathChange, pathChanges} from './path-changes.js';

/** A source whose content changed; undefined where a run has none of that name. */
export interface DataChange {
  readonly path: string;
  readonly old: DataVersion | undefined;
  readonly now: DataVersion | undefined;
}

type DataVersion = Pick<Manifest['data'][number], 'sha256' | 'rows'>;

/** What changed in the experiment, by paths in the YAML; a default that somebody writes out is no change. */
export function experimentChanges(old: Manifest, now: Manifest): PathChange[] {
  const resolvedAt = ({experiment}: Manifest, path: string) => valueAt(experiment.resolved[0]?.experiment, path);
  return pathChanges(writtenOf(old), writtenOf(now)).flatMap(change => {
    if (change.old !== undefined && change.now !== undefined) return [change];
    // What one of them doesn't say has its default, and so have the parts of what the other says, but for parameters.
    const {path} = change;
    // Entries of parameters have other forms once they are resolved, and no defaults to tell of.
    if (path.startsWith('sweep.parameters')) return [change];
    const [before, after] = [resolvedAt(old, path), resolvedAt(now, path)];
    if (findReferences(change.old ?? change.now).length > 0)
      return [{path, old: change.old ?? before, now: change.now ?? after}];
    return pathChanges(before ?? change.old, after ?? change.now, path);
  });
}

/** The experiment as it was written, with what --set laid over it. */
function writtenOf({experiment}: Manifest): unknown {
  const yaml = parseYaml({file: experiment.file, text: experiment.written}, experiment.overrides);
  return yaml.ok ? expandBareNames(yaml.value.value, experimentSchema) : {};
}

function valueAt(document: unknown, path: string): unknown {
  return path
    .split(/[.[\]]+/)
    .filter(Boolean)
    .reduce<unknown>(
      (here, step) => (typeof here === 'object' && here !== null ? Reflect.get(here, step) : undefined),
      document,
    );
}

/** Files by their name; the same content under another name is no change. */
export function dataChanges(old: Manifest, now: Manifest): DataChange[] {
  const unlike = (one: Manifest, other: Manifest) =>
    one.data.filter(({sha256}) => !other.data.some(data => data.sha256 === sha256));
  const [gone, come] = [unlike(old, now), unlike(now, old)];
  const origins = [...new Set([...gone, ...come].map(({origin}) => origin))];
  return origins.flatMap(origin => {
    const of = (list: typeof gone) => list.filter(data => data.origin === origin);
    const [before, after] = [of(gone), of(come)];
    return Array.from({length: Math.max(before.length, after.length)}, (_, index) => ({
      path: origin,
      old: before[index] && {sha256: before[index].sha256, rows: before[index].rows},
      now: after[index] && {sha256: after[index].sha256, rows: after[index].rows},
    }));
  });
}

/** What produced the numbers, and where; tfsweep's version stands in both toolchain and versions. */
export function environmentChanges(old: Environment, now: Environment): PathChange[] {
  const of = ({toolchain: {tfsweep: _, ...toolchain}, versions, platform}: Environment) => ({
    toolchain,
    versions,
    platform,
  });
  return pathChanges(of(old), of(now));
}

/** How what would make the numbers differs. */
export function toolchainChanges(old: Manifest['toolchain'], now: Manifest['toolchain']): PathChange[] {
  return pathChanges(old, now);
}

/** What makes a run another one. */
export interface RunChanges {
  readonly experiment: readonly PathChange[];
  readonly data: readonly DataChange[];
  readonly toolchain: readonly PathChange[];
}

type Environment = Pick<Manifest, 'toolchain' | 'versions' | 'platform'>;

/** What makes the run of one manifest another one than that of the other. */
export function runChanges(old: Manifest, now: Manifest): RunChanges {
  return {
    experiment: experimentChanges(old, now),
    data: dataChanges(old, now),
    toolchain: toolchainChanges(old.toolchain, now.toolchain),
  };
}
