// The native backend through the real binary; without it these tests are skipped and the runner says so.
import {execFileSync} from 'node:child_process';
import {mkdirSync, readdirSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {backends} from '../src/engine/backends/index.js';
import {cacheFolder} from '../src/engine/backends/install/installation.js';
import {Rig, smallExperiment, trainSmall, until} from './rig.js';

const status = backends.native.status();
if (!status.works) process.stdout.write(`skipped: the native backend is ${status.reason} (${status.remedy})\n`);
const ifInstalled = status.works ? test : test.skip;

/** What README.md states for the metrics of wasm and native; measured 2e-7 here, 5e-6 on the shipped experiments. */
const TOLERANCE = 1e-4;

interface Trial {
  readonly id: string;
  readonly metrics: Readonly<Record<'train' | 'validation' | 'test', Readonly<Record<string, number>>>>;
}

const experiment = smallExperiment({
  model: {
    layers: [
      {type: '${layer}', units: 6, inputs: ['input'], name: 'first'},
      {type: 'dropout', rate: 0.1},
      {type: 'dense', units: 4, activation: 'tanh'},
      {type: 'dense', units: 1},
    ],
  },
  training: {epochs: 3, batchSize: 13, loss: 'huber', earlyStopping: {patience: 2}},
  sweep: {parameters: {layer: ['simple-rnn', 'lstm', 'gru']}, seeds: 2},
  comparison: {by: 'layer'},
});

const trialsOn = (...args: readonly string[]) => trainSmall(experiment, ...args);

let onNative: Awaited<ReturnType<typeof trialsOn>> = new Map();

ifInstalled('everything that wasm trains, native trains, close to it', async () => {
  const wasm = await trialsOn('--backend', 'wasm');
  onNative = await trialsOn('--backend', 'native', '--engine', 'graph', '--workers', '1');
  assert.equal([...onNative.keys()].sort(), [...wasm.keys()].sort());
  for (const [id, text] of wasm) {
    const ours: Trial = JSON.parse(text);
    const theirs: Trial = JSON.parse(onNative.get(id) ?? '');
    for (const split of ['train', 'validation', 'test'] as const)
      for (const metric of ['mse', 'rmse', 'mae', 'mase', 'r2']) {
        const difference = Math.abs(theirs.metrics[split][metric] / ours.metrics[split][metric] - 1);
        assert.ok(difference < TOLERANCE, `${split}_${metric} of ${id} differs by ${difference}`);
      }
  }
});

ifInstalled('native gives the same bits after kill -9', async () => {
  const rig = new Rig();
  rig.write('small.yaml', experiment);
  const run = rig.start(['run', 'small.yaml', '--backend', 'native', '--engine', 'graph', '--workers', '1']);
  await until(
    'a trial is finished',
    () => {
      try {
        return rig.trials('small').size > 0;
      } catch {
        return false;
      }
    },
    60,
  );
  process.kill(-(run.process.pid ?? 0), 'SIGKILL');
  await run.finished;
  assert.is(
    (await rig.tfsweep(['run', 'small.yaml', '--backend', 'native', '--engine', 'graph', '--workers', '1'])).code,
    0,
  );
  const resumed = rig.trials('small');
  assert.is(resumed.size, onNative.size);
  for (const [id, trial] of onNative) assert.is(resumed.get(id), trial);
  rig.remove();
});

ifInstalled('the backend may stand in the YAML, and the manifest names the library', async () => {
  const rig = new Rig();
  rig.write('small.yaml', smallExperiment({backend: 'native', training: {epochs: 1}}));
  const {code, stderr} = await rig.tfsweep(['run', 'small.yaml', '--workers', '1']);
  assert.is(code, 0, stderr);
  const {toolchain, versions} = JSON.parse(
    rig.read('results', 'small', rig.runFolder('small').split('/').pop() ?? '', 'manifest.json'),
  );
  assert.is(toolchain.backend, 'native');
  assert.match(versions.tensorflow, /^4\.22\.0 with TensorFlow \d+\.\d+\.\d+$/);
  const verified = await rig.tfsweep(['verify', 'small', '--workers', '1']);
  assert.is(verified.code, 0, verified.stderr);
  assert.match(verified.stdout, 'reproduced, 4 of 4 trials with the same bits');
  rig.remove();
});

ifInstalled('a second install finds the first', async () => {
  const rig = new Rig();
  const {code, stdout} = await rig.tfsweep(['backend', 'install']);
  assert.is(code, 0);
  assert.match(stdout, 'native was built before: tfjs-node 4.22.0 with TensorFlow');
  rig.remove();
});

ifInstalled('a folder of libraries that is named is taken, and a missing compiler is said', async () => {
  const rig = new Rig();
  // npm and what it calls, but no compiler.
  const programs = join(rig.folder, 'bin');
  mkdirSync(programs);
  for (const program of ['node', 'npm', 'sh', 'env']) symlinkSync(which(program), join(programs, program));
  const library = join(cacheFolder(), 'libtensorflow');
  const from = join(library, readdirSync(library)[0], 'tensorflow');
  const {code, stderr} = await rig.tfsweep(['backend', 'install', '--from', from], {
    PATH: programs,
    CXX: undefined,
    TFSWEEP_CACHE: join(rig.folder, 'cache'),
  });
  assert.is(code, 2, stderr);
  assert.match(stderr, 'error a C++ compiler is missing\n  hint install one (Debian, Ubuntu: apt install g++)');
  assert.equal(readdirSync(join(rig.folder, 'cache', 'native')), [], 'nothing is left half built');
  rig.remove();
});

function which(program: string): string {
  return execFileSync('/bin/sh', ['-c', `command -v ${program}`], {encoding: 'utf8'}).trim();
}

test.run();
