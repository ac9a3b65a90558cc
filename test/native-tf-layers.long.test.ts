// tf.layers' own layers, forwards and backwards, as steps of TensorFlow's graph executor against eager ones.
import type {Tensor} from '@tensorflow/tfjs-core';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {backends} from '../src/engine/backends/index.js';
import type {KernelGraph} from '../src/engine/common/graph/kernel-graph.js';
import {record} from '../src/engine/common/record/recorder.js';
import {simplify} from '../src/engine/common/simplify/simplify.js';
import {rewrite} from '../src/engine/tensorflow/rewrite/rewrite.js';
import {core, difference} from './compiled-step.js';
import {nativeStep} from './native-step.js';
import {layerStep, tfLayers} from './tf-layers.js';

const status = backends.native.status();
if (!status.works) process.stdout.write(`skipped: the native backend is ${status.reason} (${status.remedy})\n`);
const ifInstalled = status.works ? test : test.skip;
const STEPS = 4;

type Shaped = readonly [name: string, shape: number[], dtype: string];
type Numbers = Record<string, Float32Array>;
const numbersOf = (tensors: Readonly<Record<string, Tensor>>): Numbers =>
  Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [name, Float32Array.from(tensor.dataSync())] as const),
  );

/** What some steps give and leave behind. */
async function natively(graph: KernelGraph, first: Numbers, shapes: readonly Shaped[]): Promise<Numbers> {
  const native = await backends.native.load();
  try {
    const {session, run} = nativeStep(native, graph, 'graph');
    let tensors: Record<string, Tensor> = Object.fromEntries(
      shapes.map(([key, shape, dtype]) => [key, native.core.tensor(first[key], shape, dtype as 'float32')]),
    );
    let made: Record<string, Tensor> = {};
    for (let step = 0; step < STEPS; step++) {
      made = run(tensors);
      tensors = {...tensors, ...Object.fromEntries([...graph.nextState.keys()].map(key => [key, made[key]]))};
    }
    session.dispose();
    return numbersOf({...tensors, ...made});
  } finally {
    // The next network is recorded.
    await backends.cpu.load();
  }
}

for (const name of Object.keys(tfLayers))
  ifInstalled(`${name}: forecasts and gradients`, async () => {
    const {inputs, state, run, dispose} = layerStep(name);
    const given = {...inputs, ...state};
    const shapes = Object.entries(given).map(([key, {shape, dtype}]) => [key, shape, dtype] as const);
    const first = numbersOf(given);
    const graph = rewrite(simplify(record(core, {inputs, state, run})));
    // Recording a step takes it.
    for (const [key, variable] of Object.entries(state))
      variable.assign(core.tensor(first[key], variable.shape, variable.dtype as 'float32'));
    let eager: Numbers = {};
    for (let step = 0; step < STEPS; step++) eager = core.tidy(() => numbersOf(run()));
    Object.assign(eager, numbersOf(state));
    dispose();

    const got = await natively(graph, first, shapes);
    for (const [key, expected] of Object.entries(eager)) {
      const off = difference(expected, got[key]);
      assert.ok(off <= 2e-5, `${key} is off by ${off}`);
    }
  });

test.run();
