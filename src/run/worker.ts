// A worker process: trains one trial after the other and answers with plain data. Its parent alone writes files.
import {setImmediate} from 'node:timers/promises';
import type {Dataset} from '../data/dataset.js';
import {windowsOf} from '../data/windows.js';
import {backends, isBackendName} from '../engine/backends/index.js';
import {trainEagerly} from '../engine/eager.js';
import {placeAt} from '../experiment/problem.js';
import {resolveGraph} from '../model/graph.js';
import type {TensorFlow} from '../model/tensorflow.js';
import type {Trial} from '../plan/trial.js';
import type {Outcome} from '../training/result.js';
import type {FromWorker, ToWorker} from './worker-messages.js';

const datasets = new Map<string, Dataset>();
const [backendName] = process.argv.slice(2);

// Ctrl-C reaches the whole process group; the parent decides what ends when.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {});
// A parent that is gone, however it went, takes its workers along.
process.on('disconnect', () => process.exit(0));

function say(message: FromWorker): void {
  process.send?.(message);
}

async function trainTrial(tf: TensorFlow, {experiment, dataset: key, seed}: Trial): Promise<Outcome> {
  const dataset = datasets.get(key);
  if (!dataset) throw new Error(`the data set ${key} was not sent`);
  const inputShape = [experiment.window.length, dataset.columns.length];
  const graph = resolveGraph(experiment.model, inputShape, () => placeAt({file: '', text: ''}, 0));
  if (!graph.ok) throw new Error(graph.problems.map(problem => problem.message).join('; '));
  const windows = windowsOf(dataset.boundaries, experiment.window);
  return trainEagerly(tf, {graph: graph.value, dataset, windows, training: experiment.training, seed}, async steps => {
    say({type: 'steps', steps});
    await setImmediate();
  });
}

try {
  if (!isBackendName(backendName)) throw new Error(`there is no backend '${backendName}'`);
  const tf = await backends[backendName].load();
  process.on('message', (message: ToWorker) => {
    if (message.type === 'dataset') {
      datasets.set(message.dataset.key, message.dataset);
      return;
    }
    trainTrial(tf, message.trial).then(
      outcome => say({type: 'outcome', outcome}),
      (error: unknown) =>
        say({type: 'broken', reason: error instanceof Error ? (error.stack ?? error.message) : String(error)}),
    );
  });
  say({type: 'ready'});
} catch (error) {
  say({type: 'broken', reason: error instanceof Error ? error.message : String(error)});
}
