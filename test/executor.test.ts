// Executors: worker processes and the process that asks train the same bits, and what crosses between them stays what it is.
import {deserialize, serialize} from 'node:v8';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {backends} from '../src/engine/backends/index.js';
import {LocalTrainer} from '../src/engine/local-trainer.js';
import type {Trained} from '../src/engine/trained.js';
import {prepareExperiment} from '../src/files/prepare-file.js';
import type {Executor} from '../src/run/executor/executor.js';
import {InProcessExecutor} from '../src/run/executor/in-process.js';
import type {FromWorker, ToWorker} from '../src/run/executor/messages.js';
import {WorkerPool} from '../src/run/executor/worker-pool.js';
import {type TrialGroup, trialGroups} from '../src/run/groups/trial-groups.js';
import {Rig, smallExperiment} from './rig.js';

const rig = new Rig();
// One rate lets the losses become infinite.
const prepared = await (async () => {
  const optimizer = {type: 'sgd', learningRate: '${rate}'};
  const text = smallExperiment({
    training: {epochs: 4, optimizer},
    sweep: {parameters: {rate: [0.01, 1e20], activation: ['linear', 'tanh']}, seeds: 2},
  });
  const found = await prepareExperiment(rig.write('small.yaml', text), []);
  if (!found.ok) throw new Error(found.problems.map(({message}) => message).join());
  return found.value;
})();
rig.remove();
const engines = prepared.combinations.map(({trials}) =>
  trials[0].parameters.activation === 'tanh' ? 'eager' : 'compiled',
);
const groups = trialGroups(prepared, prepared.trials, 'wasm', engines);

/** What came of each trial, without what it took; `rounds` are trained one after the other. */
async function train(executor: Executor, rounds: readonly (readonly TrialGroup[])[]): Promise<Map<string, unknown>> {
  const outcomes = new Map<string, unknown>();
  const counts = {handedOut: 0, steps: 0};
  for (const round of rounds)
    await executor.train(round, {
      onHandedOut: () => counts.handedOut++,
      onSteps: steps => {
        counts.steps += steps;
      },
      onTrained: ({id}, trained) => outcomes.set(id, withoutTimes(trained)),
    });
  await executor.stop();
  assert.ok(counts.handedOut > 0 && counts.steps > 0, JSON.stringify(counts));
  return outcomes;
}

function withoutTimes({outcome, testForecasts, eagerBecause}: Trained): unknown {
  const {durationSeconds: _, ...kept} = outcome;
  return {outcome: kept, testForecasts, eagerBecause};
}

const inProcess = () =>
  new InProcessExecutor(new LocalTrainer(backends.cpu.load, backends.wasm.load), prepared.datasets.values());
const workers = (count: number) =>
  new WorkerPool({
    backend: 'wasm',
    engines: ['compiled', 'eager'],
    workers: count,
    threads: 1,
    datasets: prepared.datasets,
    triesAgain: false,
  });

test('one process, one worker and two give the same, in one round or two', async () => {
  const expected = await train(inProcess(), [groups]);
  assert.is(expected.size, prepared.trials.length);
  const outcomes = JSON.stringify([...expected.values()]);
  assert.match(outcomes, '"status":"finished"');
  assert.match(outcomes, '"status":"failed"');
  const halves = [groups.slice(0, 3), groups.slice(3)];
  for (const [executor, rounds] of [
    [workers(1), [groups]],
    [workers(2), halves],
    [inProcess(), halves],
  ] as const) {
    const found = await train(executor, rounds);
    for (const [id, outcome] of expected) assert.equal(found.get(id), outcome);
  }
});

test('one that is stopped trains no more', async () => {
  const executor = inProcess();
  const trained: string[] = [];
  await executor.train(groups, {
    onHandedOut() {},
    onSteps() {},
    onTrained({id}) {
      trained.push(id);
      void executor.stop();
    },
  });
  assert.is(trained.length, 1);
});

test('what crosses is plain data: encoded and decoded, it trains the same; NaN, infinities and typed arrays stay', async () => {
  const sent: ToWorker[] = [
    ...[...prepared.datasets.values()].map(dataset => ({type: 'dataset', dataset}) as const),
    ...groups.map(({trials, sharedRows, engine, room}) => ({type: 'train', trials, sharedRows, engine, room}) as const),
  ];
  const received: ToWorker[] = deserialize(serialize(sent));
  assert.equal(received, sent);
  const datasets = received.flatMap(one => (one.type === 'dataset' ? [one.dataset] : []));
  const decoded = received.flatMap(one => (one.type === 'train' ? [{...one, program: ''}] : []));
  const trainer = new LocalTrainer(backends.cpu.load, backends.wasm.load);
  const all: Trained[] = [];
  await new InProcessExecutor(trainer, datasets).train(decoded, {
    onHandedOut() {},
    onSteps() {},
    onTrained: (_, trained) => all.push(trained),
  });
  const answer: FromWorker = {type: 'trained', trained: all};
  const back: FromWorker = deserialize(serialize(answer));
  assert.equal(back, answer);
  const numbers = all.flatMap(({outcome}) =>
    outcome.history.flatMap(({loss, validation_loss}) => [loss, validation_loss]),
  );
  assert.ok(
    numbers.some(value => !Number.isFinite(value)),
    'no loss is infinite or NaN',
  );
  const forecasts = back.type === 'trained' ? back.trained.flatMap(({testForecasts}) => testForecasts ?? []) : [];
  assert.ok(
    forecasts.length > 0 && forecasts.every(values => ArrayBuffer.isView(values)),
    'a forecast is no typed array',
  );
});

test.run();
