// A worker process: trains one group of trials after the other and answers with plain data. Its parent alone writes files.
import {setImmediate} from 'node:timers/promises';
import {isBackendName} from '../../engine/backends/index.js';
import type {Trained} from '../../engine/trained.js';
import {Trainer} from '../../engine/trainer.js';
import {Setups} from '../../plan/setups.js';
import {ENGINES} from '../../training/result.js';
import type {TrialGroup} from '../groups/trial-groups.js';
import type {FromWorker, ToWorker} from './messages.js';

const setups = new Setups();
const [backendName, ...engineNames] = process.argv.slice(2);

// Ctrl-C reaches the whole process group; the parent decides what ends when.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
// A parent that is gone, however it went, takes its workers along.
process.on('disconnect', () => process.exit(0));

function say(message: FromWorker): void {
  process.send?.(message);
}

async function train(
  trainer: Trainer,
  {engine, trials, sharedRows, room}: Pick<TrialGroup, 'engine' | 'trials' | 'sharedRows' | 'room'>,
): Promise<readonly Trained[]> {
  return trainer.train(engine, setups.ofAll(trials, sharedRows), room, async steps => {
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
      setups.add(message.dataset);
      return;
    }
    if (message.type === 'forget') {
      setups.forget();
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
