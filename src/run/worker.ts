// A worker process: trains one group of trials after the other and answers with plain data. Its parent alone writes files.
import {setImmediate} from 'node:timers/promises';
import type {Dataset} from '../data/dataset.js';
import type {SharedRowsBySplit} from '../data/shared-rows.js';
import {type Windows, windowsOf} from '../data/windows.js';
import {isBackendName} from '../engine/backends/index.js';
import {type Trained, Trainer} from '../engine/trainer.js';
import {placeAt} from '../experiment/problem.js';
import {resolveGraph} from '../model/graph.js';
import type {Trial} from '../plan/trial.js';
import {ENGINES} from '../training/result.js';
import type {TrainingSetup} from '../training/training-session.js';
import type {TrialGroup} from './trial-groups.js';
import type {FromWorker, ToWorker} from './worker-messages.js';

const datasets = new Map<string, Dataset>();
const windowsByKey = new Map<string, Windows>();
const [backendName, ...engineNames] = process.argv.slice(2);

// Ctrl-C reaches the whole process group; the parent decides what ends when.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {});
// A parent that is gone, however it went, takes its workers along.
process.on('disconnect', () => process.exit(0));

function say(message: FromWorker): void {
  process.send?.(message);
}

function setupOf({experiment, dataset: key, seed}: Trial, sharedRows: SharedRowsBySplit): TrainingSetup {
  const dataset = datasets.get(key);
  if (!dataset) throw new Error(`the data set ${key} was not sent`);
  const inputShape = [experiment.window.length, dataset.columns.length];
  const graph = resolveGraph(experiment.model, inputShape, () => placeAt({file: '', text: ''}, 0));
  if (!graph.ok) throw new Error(graph.problems.map(problem => problem.message).join('; '));
  const windowsKey = JSON.stringify([key, experiment.window]);
  const windows = windowsByKey.get(windowsKey) ?? windowsOf(dataset.boundaries, experiment.window);
  windowsByKey.set(windowsKey, windows);
  return {graph: graph.value, dataset, windows, training: experiment.training, seed, sharedRows};
}

async function train(
  trainer: Trainer,
  {engine, trials, sharedRows, room}: Pick<TrialGroup, 'engine' | 'trials' | 'sharedRows' | 'room'>,
): Promise<Trained[]> {
  const setups = trials.map((trial, index) => setupOf(trial, sharedRows[index]));
  return trainer.train(engine, setups, room, async steps => {
    say({type: 'steps', steps});
    await setImmediate();
  });
}

try {
  if (!isBackendName(backendName)) throw new Error(`there is no backend '${backendName}'`);
  const trainer = new Trainer(backendName);
  await trainer.ready(ENGINES.filter(name => engineNames.includes(name)));
  process.on('message', (message: ToWorker) => {
    if (message.type === 'dataset') {
      datasets.set(message.dataset.key, message.dataset);
      return;
    }
    train(trainer, message).then(
      trained => say({type: 'trained', trained}),
      (error: unknown) =>
        say({type: 'broken', reason: error instanceof Error ? (error.stack ?? error.message) : String(error)}),
    );
  });
  say({type: 'ready'});
} catch (error) {
  say({type: 'broken', reason: error instanceof Error ? error.message : String(error)});
}
