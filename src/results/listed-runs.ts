import {existsSync} from 'node:fs';
import {join} from 'node:path';
import type {Checked} from '../document/problem.js';
import {remembered} from '../document/remembered.js';
import {prepareExperiment} from '../files/prepare-file.js';
import type {PreparedExperiment} from '../plan/prepare.js';
import {manifestAsNow} from './as-now.js';
import {type RunChanges, runChanges} from './diff/manifest-changes.js';
import {disk} from './file-tree.js';
import {type FoundRun, newestFirst, runsIn} from './found-run.js';
import {placeOfFile} from './place-of-file.js';

/** How a run stands to the file of its experiment: what of a file is known depends on whether it can be read. */
export type Standing =
  | {readonly type: 'as now'}
  | {readonly type: 'differs'; readonly changes: RunChanges}
  | {readonly type: 'no file'}
  | {readonly type: 'file has problems'};

/** A run in a folder of results. */
export interface ListedRun {
  readonly found: FoundRun;
  /** The experiment's file, as seen from here. */
  readonly file: string;
  readonly standing: Standing;
}

/** The runs in a folder of results, by name, and of each name the newest first. */
export async function listedRuns(out: string): Promise<readonly ListedRun[]> {
  const runs = [...disk.list(out)].sort().flatMap(name => newestFirst(runsIn(disk, join(out, name))));
  const prepared = new Map<string, Promise<Checked<PreparedExperiment>>>();
  const listed: ListedRun[] = [];
  for (const found of runs) {
    const file = placeOfFile(found);
    listed.push({found, file, standing: await standingOf(found, file, prepared)});
  }
  return listed;
}

/** A run stands for its file with what --set has laid over it; each of them is looked at once. */
async function standingOf(
  {manifest}: FoundRun,
  file: string,
  known: Map<string, Promise<Checked<PreparedExperiment>>>,
): Promise<Standing> {
  if (!existsSync(file)) return {type: 'no file'};
  const {overrides} = manifest.experiment;
  const prepared = await remembered(known, JSON.stringify([file, overrides]), () => prepareExperiment(file, overrides));
  if (!prepared.ok) return {type: 'file has problems'};
  const now = manifestAsNow(prepared.value, manifest.toolchain);
  if (now.run === manifest.run && now.name === manifest.name) return {type: 'as now'};
  const changes = runChanges(manifest, now);
  // Versions before format 2 made run ids of other things.
  const isSame = changes.experiment.length + changes.data.length + changes.toolchain.length === 0;
  return isSame ? {type: 'as now'} : {type: 'differs', changes};
}
