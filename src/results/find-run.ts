import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {canonicalJson} from '../experiment/content-hash.js';
import {experimentOf, type LoadedExperiment} from '../experiment/load-experiment.js';
import type {Checked, Problem, Source} from '../experiment/problem.js';
import {parseYaml} from '../experiment/yaml-file.js';
import {type Manifest, parseManifest} from '../run/manifest.js';
import {type PreparedExperiment, prepareExperiment} from '../run/prepare.js';
import {RUN_FILES} from '../run/run-folder.js';
import {manifestAsNow, runAsNow} from './as-now.js';
import {dataChanges, experimentChanges, meansChanges, type RunChanges} from './diff/manifest-changes.js';
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

/** Why there is no run. */
export type NoRun =
  | {readonly missing: string}
  /** A file of which no run is there as it is now; those of its name, and what differs, from them to the file. */
  | {readonly missing: string; readonly others: readonly OtherRun[]}
  /** What stands in the way of a file that somebody names. */
  | {readonly missing: string; readonly problems: readonly Problem[]};

export interface OtherRun {
  readonly manifest: Manifest;
  /** What differs, from it to the file. */
  changes(): RunChanges;
}

/**
 * The place of a RUN: a run folder; an experiment's file, which stands for the run of that file as it is now; an experiment's
 * name (then its newest run); NAME/RUN_ID or a run id, or how one begins; or one of these at a git revision (`main:NAME`).
 */
export function findRun(run: string, out: string): FoundRun | NoRun {
  const [, revision, inside] = /^([^:]{2,}):(.+)$/.exec(run) ?? [];
  if (revision === undefined || inside === undefined || existsSync(run)) return findIn(disk, run, out);
  const tree = gitTree(revision);
  return tree ? findIn(tree, inside, out) : {missing: `there is no git revision '${revision}' here`};
}

function findIn(tree: FileTree, run: string, out: string): FoundRun | NoRun {
  const own = runIn(tree, run);
  if (own) return own;
  if (/\.ya?ml$/.test(run)) return tree === disk ? runOfFile(run, out) : runOfText(tree, run, out);
  // By name below the folder of results, or that very folder itself.
  const [newest] = newestFirst([...runsIn(tree, join(out, run)), ...runsIn(tree, run)]);
  return newest ?? byId(tree, run, out);
}

/** Runs whose id begins so, of one name (`NAME/ID`) or of any. */
function byId(tree: FileTree, run: string, out: string): FoundRun | NoRun {
  const none = {missing: `there is no run of '${run}' in ${tree.show(out)}`};
  const [, name, begin] = /^(?:(.+)\/)?([0-9a-f]{3,12})$/.exec(run) ?? [];
  if (begin === undefined) return none;
  const names = name === undefined ? tree.list(out) : [name];
  const found = names.flatMap(one =>
    tree
      .list(join(out, one))
      .filter(id => id.startsWith(begin))
      .flatMap(id => runIn(tree, join(out, one, id)) ?? []),
  );
  if (found.length < 2) return found[0] ?? none;
  const ids = found.map(({manifest}) => `${manifest.name}/${manifest.run}`);
  return {missing: `'${run}' may be each of ${ids.join(', ')}`};
}

/** The run of a file as it is now, by its run id: what is trained, on which data, by which means. */
function runOfFile(file: string, out: string): FoundRun | NoRun {
  const prepared = prepareExperiment(file, []);
  if (!prepared.ok) return {missing: `'${file}' stands for no run: it has problems`, problems: prepared.problems};
  const runs = newestFirst(runsIn(disk, join(out, prepared.value.experiment.name)));
  const same = runs.find(({manifest}) => manifest.run === runAsNow(prepared.value, manifest.means).run);
  // What is asked of its numbers is asked by the file as it is now.
  if (same) {
    const {experiment, comparison, expect} = manifestAsNow(prepared.value, same.manifest.means);
    return {...same, manifest: {...same.manifest, experiment, comparison, expect}};
  }
  return {
    missing: `there is no run of '${file}' as it is now in ${out}`,
    others: runs.map(({manifest}) => ({manifest, changes: () => changesTo(manifest, prepared.value)})),
  };
}

function changesTo(manifest: Manifest, prepared: PreparedExperiment): RunChanges {
  const now = manifestAsNow(prepared, manifest.means);
  return {
    experiment: experimentChanges(manifest, now),
    data: dataChanges(manifest, now),
    means: meansChanges(manifest.means, now.means),
  };
}

/** The newest run of a file at a git revision that was made of the same experiment; its data isn't looked at. */
function runOfText(tree: FileTree, file: string, out: string): FoundRun | NoRun {
  const bytes = tree.read(file);
  if (!bytes) return {missing: `there is no file '${tree.show(file)}', as seen from this folder`};
  const source = {file: tree.show(file), text: bytes.toString()};
  const loaded = loadedFrom(source, []);
  if (!loaded.ok)
    return {missing: `'${tree.show(file)}' stands for no run: it has problems`, problems: loaded.problems};
  const wanted = loaded.value;
  const runs = newestFirst(runsIn(tree, join(out, wanted.name)));
  const asThere = (manifest: Manifest): Manifest => ({
    ...manifest,
    comparison: wanted.comparison ?? null,
    expect: wanted.expect,
    experiment: {file: source.file, written: source.text, overrides: [], resolved: wanted.combinations},
  });
  const content = trainedBy(wanted);
  const same = runs.find(({manifest: {experiment}}) => {
    const recorded = loadedFrom({file: experiment.file, text: experiment.written}, experiment.overrides);
    return recorded.ok && trainedBy(recorded.value) === content;
  });
  if (same) {
    const {resolved} = same.manifest.experiment;
    const asked = asThere(same.manifest);
    return {...same, manifest: {...asked, experiment: {...asked.experiment, resolved}}};
  }
  return {
    missing: `there is no run of '${tree.show(file)}' as it is there in ${tree.show(out)}`,
    others: runs.map(({manifest}) => ({
      manifest,
      changes: () => ({experiment: experimentChanges(manifest, asThere(manifest)), data: [], means: []}),
    })),
  };
}

function loadedFrom(source: Source, overrides: readonly string[]): Checked<LoadedExperiment> {
  const yaml = parseYaml(source, overrides);
  return yaml.ok ? experimentOf(yaml.value) : yaml;
}

/** What numbers depend on in an experiment, but for the content of its data. */
function trainedBy({seed, seeds, combinations}: LoadedExperiment): string {
  const trained = combinations.map(({parameters, experiment: {data, standardization, window, model, training}}) => ({
    parameters,
    experiment: {data, standardization, window, model, training},
  }));
  return canonicalJson({seed, seeds, trained});
}

function runsIn(tree: FileTree, folder: string): FoundRun[] {
  return tree.list(folder).flatMap(id => runIn(tree, join(folder, id)) ?? []);
}

function newestFirst(runs: readonly FoundRun[]): FoundRun[] {
  return runs.toSorted((a, b) => b.manifest.ranAt.localeCompare(a.manifest.ranAt));
}

/** The run of a run folder; undefined where it is none. */
export function runIn(tree: FileTree, folder: string): FoundRun | undefined {
  const text = tree.read(join(folder, RUN_FILES.manifest));
  const manifest = text && parseManifest(text.toString());
  return manifest ? {place: {tree, folder}, manifest} : undefined;
}
