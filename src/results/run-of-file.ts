import {join} from 'node:path';
import {canonicalJson} from '../document/content-hash.js';
import type {Checked, Source} from '../document/problem.js';
import {remembered} from '../document/remembered.js';
import {parseYaml} from '../document/yaml-file.js';
import {experimentOf, type LoadedExperiment} from '../experiment/load-experiment.js';
import {prepareExperiment} from '../files/prepare-file.js';
import type {PreparedExperiment} from '../plan/prepare.js';
import type {Manifest, Toolchain} from '../run/records/manifest.js';
import {manifestAsNow} from './as-now.js';
import {experimentChanges, type RunChanges, runChanges} from './diff/manifest-changes.js';
import {disk, type FileTree} from './file-tree.js';
import {type FoundRun, type NoRun, newestFirst, runsIn} from './found-run.js';

/** The run of a file as it is now, by its run id: what is trained, on which data, by which toolchain. */
export async function runOfFile(file: string, out: string): Promise<FoundRun | NoRun> {
  const prepared = await prepareExperiment(file, []);
  if (!prepared.ok) return {missing: `'${file}' stands for no run: it has problems`, problems: prepared.problems};
  const runs = newestFirst(runsIn(disk, join(out, prepared.value.experiment.name)));
  const asNow = manifestsAsNow(prepared.value);
  const same = runs.find(({manifest}) => manifest.run === asNow(manifest.toolchain).run);
  // What is asked of its numbers is asked by the file as it is now.
  if (same) {
    const {experiment: now, comparison, expect} = asNow(same.manifest.toolchain);
    // What a search came to is known to the run alone.
    const {resolved} = prepared.value.search ? same.manifest.experiment : now;
    return {...same, manifest: {...same.manifest, experiment: {...now, resolved}, comparison, expect}};
  }
  // Versions before format 2 made run ids of other things; a run of which nothing has changed is the same all the same.
  const alike = runs.find(({manifest}) => hasNotChanged(runChanges(manifest, asNow(manifest.toolchain))));
  if (alike) {
    const {comparison, expect} = asNow(alike.manifest.toolchain);
    return {...alike, manifest: {...alike.manifest, comparison, expect}};
  }
  return {
    missing: `there is no run of '${file}' as it is now in ${out}`,
    others: runs.map(({manifest}) => ({manifest, changes: () => runChanges(manifest, asNow(manifest.toolchain))})),
  };
}

function hasNotChanged({experiment, data, toolchain}: RunChanges): boolean {
  return experiment.length === 0 && data.length === 0 && toolchain.length === 0;
}

/** What the manifest would be now of a run that a toolchain made, worked out once for each. */
function manifestsAsNow(prepared: PreparedExperiment): (made: Toolchain) => Manifest {
  const found = new Map<string, Manifest>();
  return made => remembered(found, canonicalJson(made), () => manifestAsNow(prepared, made));
}

/** The newest run of a file at a git revision that was made of the same experiment; its data isn't looked at. */
export function runOfText(tree: FileTree, file: string, out: string): FoundRun | NoRun {
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
    experiment: {
      file: source.file,
      written: source.text,
      overrides: [],
      resolved: wanted.combinations.map(({parameters, experiment}) => ({parameters, experiment, trials: []})),
    },
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
      changes: () => ({experiment: experimentChanges(manifest, asThere(manifest)), data: [], toolchain: []}),
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
