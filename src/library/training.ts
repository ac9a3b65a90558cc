import {availableParallelism} from 'node:os';
import {join} from 'node:path';
import type {Checked} from '../document/problem.js';
import {NO_FILE, prepareExperiment, prepareWritten} from '../files/prepare-file.js';
import type {PreparedExperiment} from '../plan/prepare.js';
import {writeTables} from '../presentation/sheet/write-tables.js';
import {disk} from '../results/file-tree.js';
import {runIn} from '../results/found-run.js';
import {readRun as readResults} from '../results/run-results.js';
import {summarizeRun} from '../results/run-summary.js';
import {chooseToolchain} from '../run/choose-toolchain.js';
import {runExperiment as train} from '../run/run-experiment.js';
import {TfsweepError} from './errors.js';
import {guarded} from './guarded.js';
import {runOf} from './handles.js';
import {Listener} from './progress.js';
import {experimentError, publicProblem} from './public-problem.js';
import type {Experiment, LoadOptions, Run, RunOptions, WrittenExperiment} from './types.js';

/** What stands behind an experiment that was handed out. */
const preparedOf = new WeakMap<Experiment, () => Promise<PreparedExperiment>>();

/** Reads an experiment, a file or a text, loads its data and checks all shapes; trains nothing. Throws ExperimentError. */
export async function loadExperiment(
  experiment: string | WrittenExperiment,
  {set = []}: LoadOptions = {},
): Promise<Experiment> {
  if (!Array.isArray(set)) throw new TfsweepError("set is a list of texts, such as ['training.epochs=5']");
  const prepared = await guarded(async () =>
    checkedOrThrow(
      typeof experiment === 'string'
        ? await prepareExperiment(experiment, set)
        : await prepareWritten({file: join(experiment.folder ?? '.', NO_FILE), text: experiment.text}, set),
    ),
  );
  const {name, parameterNames, file} = prepared.experiment;
  const loaded: Experiment = {
    name,
    file: file.source.file,
    parameterNames,
    combinations: prepared.combinations.map(({combination}) => combination.parameters),
    trials: prepared.trials.length,
    steps: prepared.steps,
    warnings: prepared.warnings.map(publicProblem),
  };
  // A search has a state: whoever trains once more begins with a new one, of the very same text.
  let first: PreparedExperiment | undefined = prepared;
  preparedOf.set(loaded, async () => {
    const own = first ?? checkedOrThrow(await prepareWritten(file.source, set));
    first = undefined;
    return own;
  });
  return loaded;
}

/**
 * Trains what is not yet trained of an experiment, a file or what `loadExperiment` gave, and writes its run folder, as
 * `tfsweep run` does; gives the run. Trials that fail are in it. Throws ExperimentError and TfsweepError.
 */
export async function runExperiment(
  experiment: string | Experiment,
  {out = 'results', workers, backend, engine = 'auto', signal, onProgress = () => {}}: RunOptions = {},
): Promise<Run> {
  const loaded = typeof experiment === 'string' ? await loadExperiment(experiment) : experiment;
  const prepare = preparedOf.get(loaded);
  if (!prepare) throw new TfsweepError('this experiment was not made by loadExperiment');
  if (workers !== undefined && (!Number.isInteger(workers) || workers < 1))
    throw new TfsweepError(`workers is a whole number from 1 on, not ${workers}`);
  const controller = new AbortController();
  const end = () => controller.abort();
  if (signal?.aborted) throw new TfsweepError('the signal was aborted before anything was trained');
  signal?.addEventListener('abort', end, {once: true});
  const listener = new Listener(onProgress, end);
  try {
    const run = await guarded(async () => {
      const prepared = await prepare();
      const toolchain = chooseToolchain(prepared, {backend, engine});
      if ('message' in toolchain) throw new TfsweepError(toolchain.message, {hint: toolchain.hint});
      const options = {...toolchain, workers: workers ?? availableParallelism(), out, signal: controller.signal};
      const {folder} = await train(prepared, options, event => listener.tell(event));
      try {
        const found = runIn(disk, folder.path);
        if (!found) throw new TfsweepError('it was ended before anything was planned');
        const results = readResults(found);
        writeTables(results, summarizeRun(results), folder);
        return runOf(results);
      } finally {
        folder.release();
      }
    });
    listener.rethrow();
    return run;
  } finally {
    signal?.removeEventListener('abort', end);
  }
}

function checkedOrThrow<Of>(checked: Checked<Of>): Of {
  if (!checked.ok) throw experimentError(checked);
  return checked.value;
}
