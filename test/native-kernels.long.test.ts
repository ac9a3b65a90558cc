// Every kernel as operations of TensorFlow, against TensorFlow.js' own on the cpu backend: for one trial by the graph executor,
// for several by XLA; and random graphs, rewritten as trainings are.
import type {Tensor} from '@tensorflow/tfjs-core';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {backends} from '../src/engine/backends/index.js';
import {batchTrials} from '../src/engine/common/batch/batch-trials.js';
import type {KernelGraph} from '../src/engine/common/graph/kernel-graph.js';
import {record} from '../src/engine/common/record/recorder.js';
import {simplify} from '../src/engine/common/simplify/simplify.js';
import type {GraphEngine} from '../src/engine/tensorflow/calling-graph.js';
import {kernelRules} from '../src/engine/tensorflow/kernels/index.js';
import {rewrite} from '../src/engine/tensorflow/rewrite/rewrite.js';
import {LOWERED_KERNELS} from '../src/engine/webassembly/lower/lower.js';
import {inOne, trialsOf} from './batched.js';
import {core, difference, type Tensors} from './compiled-step.js';
import {kernelCases, resultsOf} from './kernel-cases.js';
import {nativeStep} from './native-step.js';
import {draws, randomGraph} from './random-graphs.js';

const status = backends.native.status();
if (!status.works) process.stdout.write(`skipped: the native backend is ${status.reason} (${status.remedy})\n`);
const ifInstalled = status.works ? test : test.skip;

/** Runs a graph natively on tensors of the cpu backend; gives plain numbers. */
async function runNatively(
  graph: Parameters<typeof nativeStep>[1],
  executor: GraphEngine,
  inputs: Tensors,
): Promise<Record<string, Float32Array>> {
  // All copies of TensorFlow.js in a process share one engine, which has one backend at a time.
  const numbersOf = Object.entries(inputs).map(([name, tensor]) => [name, tensor, tensor.dataSync()] as const);
  const tf = await backends.native.load();
  const step = nativeStep(tf, graph, executor);
  const given: Record<string, Tensor> = Object.fromEntries(
    numbersOf.map(([name, {shape, dtype}, values]) => [name, tf.core.tensor(values, shape, dtype)]),
  );
  const made = step.run(given);
  const numbers = Object.fromEntries(
    Object.entries(made).map(([name, tensor]) => [name, Float32Array.from(tensor.dataSync())]),
  );
  tf.core.dispose([...Object.values(given), ...Object.values(made)]);
  step.session.dispose();
  await backends.cpu.load();
  return numbers;
}

const TRIALS = 2;
const GRAPHS = Number(process.env.TFSWEEP_RANDOM_GRAPHS ?? 40);

const kernelsSeen = new Set<string>();

/** Whether all kernels of a graph have been in one before. */
function seen({operations}: KernelGraph): boolean {
  const before = kernelsSeen.size;
  for (const {kernel} of operations) kernelsSeen.add(kernel);
  return kernelsSeen.size === before;
}

for (const [name, one] of Object.entries(kernelCases)) {
  const {inputs, tolerance = 4e-6} = one;
  ifInstalled(name, async () => {
    const graph = simplify(record(core, {inputs, state: {}, run: () => resultsOf(one, inputs)}));
    const {varying, trials, together} = trialsOf(inputs, TRIALS, draws(name, TRIALS));
    const batched = batchTrials(graph, TRIALS, input => varying.has(input));
    const single = core.tidy(() => inOne([resultsOf(one, inputs)]));
    const several = core.tidy(() => inOne(trials.map(trial => resultsOf(one, trial))));
    compare(single, await runNatively(graph, 'graph', inputs), tolerance, 'one trial, by the graph executor');
    // XLA takes long to compile: the first case of each kernel.
    const executor = seen(graph) ? 'graph' : 'xla';
    compare(several, await runNatively(batched, executor, together), tolerance, `several trials, by ${executor}`);
  });
}

ifInstalled(`${GRAPHS} random graphs, ${TRIALS} trials of each, rewritten`, async () => {
  for (let seed = 1; seed <= GRAPHS; seed++) {
    const {inputs, run} = randomGraph(seed);
    const graph = simplify(record(core, {inputs, state: {}, run: () => run(inputs)}));
    const {varying, trials, together} = trialsOf(inputs, TRIALS, draws(`native ${seed}`, TRIALS));
    const expected = core.tidy(() => inOne(trials.map(trial => run(trial))));
    const batched = rewrite(batchTrials(graph, TRIALS, input => varying.has(input)));
    const given = await runNatively(batched, 'graph', together);
    for (const [key, values] of Object.entries(expected)) {
      const off = difference(values, given[key], 0.05);
      assert.ok(off <= 2e-5, `graph ${seed}: ${key} is off by ${off}`);
    }
    core.disposeVariables();
  }
});

function compare(
  expected: Record<string, Float32Array>,
  given: Record<string, Float32Array>,
  tolerance: number,
  what: string,
): void {
  assert.ok(Object.keys(expected).length > 0);
  for (const [key, values] of Object.entries(expected)) {
    const off = difference(values, given[key]);
    assert.ok(off <= tolerance, `${what}: ${key} is off by ${off}:\n${values.slice(0, 8)}\n${given[key].slice(0, 8)}`);
  }
}

test('every kernel that the WebAssembly engine has, TensorFlow has', () => {
  assert.equal(
    LOWERED_KERNELS.filter(kernel => !kernelRules[kernel]),
    [],
  );
});

test.run();
