import {contentHash} from '../../document/content-hash.js';
import type {BackendName} from '../../engine/backends/backend.js';
import {enginesOf} from '../../engine/choose/choose-engine.js';
import type {Trained} from '../../engine/trained.js';
import {prepareWritten} from '../../files/prepare-file.js';
import type {EngineName} from '../../training/result.js';
import type {Executor} from '../executor/executor.js';
import {WorkerPool} from '../executor/worker-pool.js';
import {trialGroups} from '../groups/trial-groups.js';
import {trialRecord} from '../records/trial-record.js';
import {QueueError} from './queue-error.js';

/** Small, and with what processors may round in ways of their own: exponentials, an error function, products long enough for blocks. */
const PROBE = `
name: bits
data: {type: synthetic, rows: 120, components: [{type: sine, period: 16}, {type: noise, deviation: 0.3}]}
window: 6
model:
  layers:
    - {type: lstm, units: 12}
    - {type: dense, units: 40, activation: gelu}
    - {type: dropout, rate: 0.1}
    - {type: dense, units: 24, activation: tanh}
    - {type: dense, units: 1}
training: {epochs: 2}
sweep: {seeds: 1}
`;

/** A hash of what small trainings come to on this machine, by every engine of a backend: machines whose hashes differ give other numbers. */
export async function measuredBits(backend: BackendName): Promise<string> {
  const prepared = await prepareWritten({file: 'bits.yaml', text: PROBE}, []);
  if (!prepared.ok) throw new Error(prepared.problems.map(({message}) => message).join('; '));
  const {datasets, trials} = prepared.value;
  const engines = enginesOf(backend);
  const pool: Executor = new WorkerPool({backend, engines, workers: 1, threads: 1, datasets, triesAgain: false});
  const found: (readonly [EngineName, unknown])[] = [];
  try {
    for (const engine of engines) {
      const groups = trialGroups(prepared.value, trials, backend, Array(trials.length).fill(engine));
      await pool.train(groups, {
        onHandedOut: () => {},
        onSteps: () => {},
        onTrained: (trial, trained) => found.push([engine, [trial.id, numbersOf(trained)]]),
      });
    }
  } finally {
    await pool.stop();
  }
  // Which of two comes first is no matter of bits.
  return contentHash(found.map(one => JSON.stringify(one)).sort());
}

/** Throws QueueError where the training crashed: that says nothing of numbers. */
function numbersOf({outcome, testForecasts}: Trained): unknown {
  if (outcome.status === 'failed')
    throw new QueueError(`the bits of this machine can't be measured: ${outcome.error.message.split('\n')[0]}`);
  const {durationSeconds: _, ...record} = trialRecord({id: '', parameters: {}, seed: 0}, outcome);
  return [record, testForecasts && [...testForecasts]];
}
