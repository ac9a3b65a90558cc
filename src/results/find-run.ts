import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {parseYaml} from '../experiment/yaml-file.js';
import {type Manifest, parseManifest} from '../run/manifest.js';
import {RUN_FILES} from '../run/run-folder.js';
import {disk, type FileTree, gitTree} from './file-tree.js';

/** A run that was found; its manifest may be large, and is read once. */
export interface FoundRun {
  readonly place: RunPlace;
  readonly manifest: Manifest;
}

/** Where a run lies. */
export interface RunPlace {
  readonly tree: FileTree;
  readonly folder: string;
}

/**
 * The place of a RUN: a run folder, or an experiment's name or file (then its newest run), or one of these at a git revision
 * (`main:NAME`).
 */
export function findRun(run: string, out: string): FoundRun | {readonly missing: string} {
  const [, revision, inside] = /^([^:]{2,}):(.+)$/.exec(run) ?? [];
  if (revision === undefined || inside === undefined || existsSync(run)) return findIn(disk, run, out);
  const tree = gitTree(revision);
  return tree ? findIn(tree, inside, out) : {missing: `there is no git revision '${revision}' here`};
}

function findIn(tree: FileTree, run: string, out: string): FoundRun | {readonly missing: string} {
  const own = runIn(tree, run);
  if (own) return own;
  const name = /\.ya?ml$/.test(run) ? nameIn(tree, run) : run;
  if (name === undefined) return {missing: `'${tree.show(run)}' is no experiment file with a name`};
  // By name below the folder of results, or that very folder itself.
  const runs = [join(out, name), run].flatMap(parent =>
    tree.list(parent).flatMap(id => runIn(tree, join(parent, id)) ?? []),
  );
  const newest = runs.sort((a, b) => b.manifest.ranAt.localeCompare(a.manifest.ranAt))[0];
  return newest ?? {missing: `there is no run of '${name}' in ${tree.show(out)}`};
}

/** The run of a run folder; undefined where it is none. */
export function runIn(tree: FileTree, folder: string): FoundRun | undefined {
  const text = tree.read(join(folder, RUN_FILES.manifest));
  const manifest = text && parseManifest(text.toString());
  return manifest ? {place: {tree, folder}, manifest} : undefined;
}

function nameIn(tree: FileTree, file: string): string | undefined {
  const text = tree.read(file);
  const yaml = text && parseYaml({file, text: text.toString()}, []);
  if (!yaml?.ok || typeof yaml.value.value !== 'object' || yaml.value.value === null || !('name' in yaml.value.value))
    return undefined;
  return String(yaml.value.value.name);
}
