import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {RUN_FILES} from '../run/store/run-folder.js';
import {disk, type FileTree, gitTree} from './file-tree.js';
import {type FoundRun, type NoRun, newestFirst, runIn, runsIn} from './found-run.js';

/**
 * The place of a RUN: a run folder; an experiment's file, which stands for the run of that file as it is now; an experiment's
 * name (then its newest run); NAME/RUN_ID or a run id, or how one begins; or one of these at a git revision (`main:NAME`).
 */
export async function findRun(run: string, out: string): Promise<FoundRun | NoRun> {
  const [, revision, inside] = /^([^:]{2,}):(.+)$/.exec(run) ?? [];
  if (revision === undefined || inside === undefined || existsSync(run)) return findIn(disk, run, out);
  const tree = gitTree(revision);
  return tree ? findIn(tree, inside, out) : {missing: `there is no git revision '${revision}' here`};
}

async function findIn(tree: FileTree, run: string, out: string): Promise<FoundRun | NoRun> {
  const own = runIn(tree, run);
  if (own) return own;
  const broken = unreadable(tree, run);
  if (broken) return broken;
  if (/\.ya?ml$/.test(run)) {
    // Reading an experiment takes a third of the time that a table takes: loaded only where a file is named.
    const {runOfFile, runOfText} = await import('./run-of-file.js');
    return tree === disk ? runOfFile(run, out) : runOfText(tree, run, out);
  }
  // By name below the folder of results, or that very folder itself.
  const [newest] = newestFirst([...runsIn(tree, join(out, run)), ...runsIn(tree, run)]);
  return newest ?? unreadableRun(tree, [join(out, run), run]) ?? byId(tree, run, out);
}

/** Why a folder with results is no run; undefined where it has none. */
function unreadable(tree: FileTree, folder: string): NoRun | undefined {
  const [manifest, journal] = [RUN_FILES.manifest, RUN_FILES.journal].map(file => tree.list(folder).includes(file));
  if (!manifest && !journal) return undefined;
  const what = manifest ? `its ${RUN_FILES.manifest} can't be read` : `it has no ${RUN_FILES.manifest}`;
  return {
    missing: `'${tree.show(folder)}' is no whole run: ${what}; tfsweep run FILE writes it again, and keeps the results`,
  };
}

/** Why none of the runs in some folders can be read; undefined where there are none. */
function unreadableRun(tree: FileTree, folders: readonly string[]): NoRun | undefined {
  for (const folder of folders)
    for (const id of tree.list(folder)) {
      const broken = unreadable(tree, join(folder, id));
      if (broken) return broken;
    }
  return undefined;
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
