// Runs by TensorFlow's engines as a user meets them: trials in groups, resumed, sharded, verified; and what is told of them.
import {appendFileSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {backends} from '../src/engine/backends/index.js';
import {RecordingError} from '../src/engine/common/record/recording-error.js';
import {TensorFlowEngine} from '../src/engine/tensorflow/tensorflow-engine.js';
import {prepareExperiment} from '../src/files/prepare-file.js';
import {planText} from '../src/presentation/plan-text.js';
import {styleFor} from '../src/presentation/style.js';
import {threadsOfWorkers} from '../src/run/groups/threads.js';
import {loadsOf, trialGroups} from '../src/run/groups/trial-groups.js';
import {retrain} from '../src/run/retrain.js';
import {runId, toolchainOf} from '../src/run/run-identity.js';
import type {EngineName} from '../src/training/result.js';
import {Rig, smallExperiment} from './rig.js';
import {adam, seriesDataset, trainingSetup, twoDenseLayers, wave} from './training-setup.js';

const status = backends.native.status();
if (!status.works) process.stdout.write(`skipped: the native backend is ${status.reason} (${status.remedy})\n`);
const ifInstalled = status.works ? test : test.skip;

const rig = new Rig();
// 24 trials in two programs: groups of three.
const experiment = smallExperiment({
  training: {epochs: 4, batchSize: 13, earlyStopping: {patience: 2}},
  sweep: {parameters: {activation: ['linear', 'tanh']}, seeds: 12},
});
const file = rig.write('small.yaml', experiment);
const prepared = async () => {
  const checked = await prepareExperiment(file, []);
  if (!checked.ok) throw new Error('small.yaml is in order');
  return checked.value;
};
const onGraph = ['run', 'small.yaml', '--engine', 'graph', '--backend', 'native'];
const reference = new Map<string, string>();

async function trained(from: Rig, ...args: readonly string[]): Promise<Map<string, string>> {
  const {code, stderr} = await from.tfsweep([...onGraph, ...args]);
  assert.is(code, 0, stderr);
  return from.trials('small');
}

ifInstalled('two workers give the bits of one', async () => {
  for (const [id, trial] of await trained(rig, '--workers', '2')) reference.set(id, trial);
  assert.is(reference.size, 24);
  const other = new Rig();
  other.write('small.yaml', experiment);
  assert.equal([...(await trained(other, '--workers', '1'))].sort(), [...reference].sort());
  other.remove();
});

ifInstalled('where some of a group are missing it is trained whole, and only they are added', async () => {
  const journal = join(rig.runFolder('small'), 'trials.jsonl');
  const lines = readFileSync(journal, 'utf8').trim().split('\n');
  writeFileSync(journal, `${lines.filter((_, index) => index % 5 !== 0).join('\n')}\n`);
  const {stderr} = await rig.tfsweep([...onGraph, '--workers', '1']);
  assert.match(stderr, '24 trials on native, graph, 19 trained before');
  assert.is(readFileSync(journal, 'utf8').trim().split('\n').length, 24);
  assert.equal([...rig.trials('small')].sort(), [...reference].sort());
});

ifInstalled('shards are of groups, and give the bits of the whole', async () => {
  const shards = [new Rig(), new Rig()];
  const journals = [];
  for (const [index, one] of shards.entries()) {
    one.write('small.yaml', experiment);
    await trained(one, '--workers', '1', '--shard', `${index + 1}/2`);
    assert.is(one.trials('small').size, 12);
    journals.push(readFileSync(join(one.runFolder('small'), 'trials.jsonl')));
  }
  appendFileSync(join(shards[0].runFolder('small'), 'trials.jsonl'), journals[1]);
  assert.equal([...shards[0].trials('small')].sort(), [...reference].sort());
  for (const one of shards) one.remove();
});

ifInstalled('verify trains a sample among those that it was trained with', async () => {
  const {code, stdout, stderr} = await rig.tfsweep(['verify', 'small', '--sample', '3', '--workers', '1']);
  assert.is(code, 0, stderr);
  assert.match(stdout, 'reproduced, 3 of 3 trials with the same bits');
});

ifInstalled('by XLA, and with an engine for each combination; the numbers agree', async () => {
  const {trials, combinations} = await prepared();
  const options = {
    backend: 'native' as const,
    backendVersion: '',
    chosen: undefined,
    workers: 1,
    signal: new AbortController().signal,
  };
  const ids = new Set(trials.map(({id}) => id));
  const rmse = (text: string | undefined) => Number(JSON.parse(text ?? '{}').metrics?.test?.rmse);
  const engines = ['xla', 'graph'] as const;
  const records = await retrain(await prepared(), ids, {...options, engines}, () => {});
  for (const [index, {trials}] of [...combinations].entries())
    for (const {id} of trials) {
      const record = records.get(id);
      assert.is(record?.status, 'finished');
      if (record?.status !== 'finished') continue;
      assert.is(record.diagnostics.engine, engines[index]);
      const off = Math.abs(Number(record.metrics.test.rmse) / rmse(reference.get(id)) - 1);
      assert.ok(off < 1e-4, `off by ${off}`);
    }
});

ifInstalled('plan and manifest tell what was chosen and why', async () => {
  const {stdout} = await rig.tfsweep(['plan', 'small.yaml', '--backend', 'native']);
  assert.match(stdout, /on native, graph \(auto: expected to take [\d.]+ s; [\d.]+ s by graph alone, /);
  const other = new Rig();
  other.write('small.yaml', experiment);
  const {code, stderr} = await other.tfsweep(['run', 'small.yaml', '--backend', 'native', '--workers', '1']);
  assert.is(code, 0, stderr);
  const {toolchain, chosen} = JSON.parse(readFileSync(join(other.runFolder('small'), 'manifest.json'), 'utf8'));
  assert.is(toolchain.engine, 'graph');
  assert.is(chosen.backend, null);
  assert.match(chosen.engine, /^auto: expected to take /);
  other.remove();
});

test('an engine of TensorFlow belongs to native', async () => {
  const {code, stderr} = await rig.tfsweep(['run', 'small.yaml', '--engine', 'xla', '--backend', 'wasm']);
  assert.is(code, 2);
  assert.match(stderr, "the xla engine makes TensorFlow's graphs, and can't be used with the wasm backend");
  assert.match(stderr, '--backend native, or --engine auto');
});

test('the plan alone decides who is trained with whom', async () => {
  const own = await prepared();
  const groups = (engines: readonly EngineName[]) => trialGroups(own, own.trials, 'native', engines);
  const graph = groups(['graph', 'graph']);
  assert.equal(
    graph.map(({trials, room}) => [trials.length, room]),
    Array.from({length: 8}, () => [3, 3]),
  );
  for (const {trials} of graph) assert.is(new Set(trials.map(({parameters}) => parameters.activation)).size, 1);
  const {trials} = await prepared();
  assert.equal(
    graph.flatMap(group => group.trials.map(({id}) => id)),
    trials.map(({id}) => id),
  );
  const mixed = groups(['compiled', 'graph']);
  assert.is(mixed.length, 12 + 4);
  assert.equal(
    groups(['eager', 'eager']).map(({trials}) => trials.length),
    Array.from({length: 24}, () => 1),
  );
});

test('combinations that one program trains are known to be alike', async () => {
  const text = smallExperiment({
    model: {layers: ['flatten', {type: 'dense', units: '${units}'}, {type: 'dense', units: 1}]},
    training: {epochs: 2, optimizer: {type: 'adam', learningRate: '${rate}'}},
    sweep: {parameters: {units: [4, 5], rate: [0.001, 0.01, 0.1]}, seeds: 2},
    comparison: {by: 'rate'},
  });
  const checked = await prepareExperiment(rig.write('alike.yaml', text), []);
  if (!checked.ok) throw new Error(checked.problems.map(({message}) => message).join());
  const works = loadsOf(checked.value).all();
  assert.equal(
    works.map(({trials, alike}) => [trials, alike]),
    Array.from({length: 6}, () => [2, 6]),
  );
  const programs = trialGroups(
    checked.value,
    checked.value.trials,
    'native',
    works.map(() => 'graph'),
  ).map(({program}) => program);
  assert.is(new Set(programs).size, 2);
});

test("a run's name holds the engines where they differ, and threads where they are several", async () => {
  const own = await prepared();
  const name = (engines: readonly EngineName[], threads: number) =>
    runId(own, toolchainOf('native', '1', engines, threads));
  const names = [
    name(['graph', 'graph'], 1),
    name(['xla', 'xla'], 1),
    name(['xla', 'graph'], 1),
    name(['graph', 'xla'], 1),
    name(['graph', 'graph'], 2),
  ];
  assert.is(new Set(names).size, names.length);
  assert.not('engines' in toolchainOf('native', '1', ['graph', 'graph'], 1));
  assert.not('threads' in toolchainOf('native', '1', ['graph', 'graph'], 1));
});

test('several threads are for networks that gain from them, where cores would be idle', async () => {
  const threads = async (text: string, groups: number, cores: number) => {
    const checked = await prepareExperiment(rig.write('threads.yaml', text), []);
    if (!checked.ok) throw new Error(checked.problems.map(({message}) => message).join());
    const engines = checked.value.combinations.map(() => 'graph' as const);
    return threadsOfWorkers(checked.value, {backend: 'native', engines}, groups, cores);
  };
  const large = smallExperiment({
    data: {type: 'synthetic', rows: 4000, components: [{type: 'sine', period: 25}]},
    model: {layers: ['flatten', {type: 'dense', units: 1024}, {type: 'dense', units: 1024}, {type: 'dense', units: 1}]},
    training: {epochs: 1, batchSize: 512},
    sweep: {seeds: 1},
    comparison: undefined,
  });
  assert.is(await threads(large, 1, 8), 8);
  assert.is(await threads(large, 3, 8), 2);
  assert.is(await threads(large, 8, 8), 1);
  assert.is(await threads(large, 20, 8), 1);
  assert.is(await threads(experiment, 1, 8), 1);
});

test('what can not be recorded is refused, and asked about once', async () => {
  const training = {optimizer: adam, loss: {type: 'mse'}, epochs: 2, batchSize: 8, shuffle: true} as const;
  const setup = trainingSetup(seriesDataset(wave(80)), twoDenseLayers(4, 'tanh'), 5, training);
  let asked = 0;
  const engine = new TensorFlowEngine(
    'xla',
    async () => {
      asked++;
      throw new RecordingError('a layer decides by what it computes');
    },
    () => backends.cpu.load(),
  );
  for (let time = 0; time < 2; time++)
    assert.equal(await engine.compile(setup, 1), {
      reason: 'a layer decides by what it computes',
      layer: undefined,
    });
  assert.is(asked, 1);
});

test('plan counts combinations where engines differ', async () => {
  const text = planText(
    await prepared(),
    {backend: 'native', engines: ['xla', 'graph'], chosen: {backend: 'auto: why', engine: 'auto: so'}, refusals: []},
    {style: styleFor({isTTY: false})},
  );
  assert.match(text, 'on native (auto: why), xla for 1 combination and graph for 1 combination (auto: so)');
});

test.after(() => rig.remove());

test.run();
