import {existsSync, readdirSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {readYamlFile} from '../experiment/yaml-file.js';
import {readJournal, type TrialRecord} from '../run/journal.js';
import {type Manifest, readManifest} from '../run/manifest.js';
import {RUN_FILES} from '../run/run-folder.js';

/** A run folder's content. */
export interface RunResults {
  readonly folder: string;
  readonly manifest: Manifest;
  /** In the order of the plan; trials that are not trained yet are left out. */
  readonly trials: readonly TrialRecord[];
}

/** Reads a run folder; undefined where there is none. */
export function readRun(folder: string): RunResults | undefined {
  const manifest = readManifest(join(folder, RUN_FILES.manifest));
  if (!manifest) return undefined;
  const records = readJournal(join(folder, RUN_FILES.journal));
  return {folder, manifest, trials: manifest.trials.flatMap(id => records.get(id) ?? [])};
}

/** The folder of a RUN: a run folder, or an experiment's name or file (then its newest run). */
export function findRun(run: string, out: string): {folder: string} | {missing: string} {
  if (existsSync(join(run, RUN_FILES.manifest))) return {folder: run};
  const name = /\.ya?ml$/.test(run) ? nameIn(run) : run;
  if (name === undefined) return {missing: `'${run}' is no experiment file with a name`};
  // By name below the folder of results, or that very folder itself.
  const runs = [join(out, name), run]
    .filter(isFolder)
    .flatMap(folder => readdirSync(folder).flatMap(id => readRunTime(join(folder, id))));
  const newest = runs.sort((a, b) => b.ranAt.localeCompare(a.ranAt))[0];
  return newest ? {folder: newest.folder} : {missing: `there is no run of '${name}' in ${out}`};
}

function isFolder(path: string): boolean {
  return statSync(path, {throwIfNoEntry: false})?.isDirectory() ?? false;
}

function readRunTime(folder: string): {folder: string; ranAt: string}[] {
  const manifest = readManifest(join(folder, RUN_FILES.manifest));
  return manifest ? [{folder, ranAt: manifest.ranAt}] : [];
}

function nameIn(file: string): string | undefined {
  const yaml = readYamlFile(file, []);
  if (!yaml.ok || typeof yaml.value.value !== 'object' || yaml.value.value === null || !('name' in yaml.value.value))
    return undefined;
  return String(yaml.value.value.name);
}
