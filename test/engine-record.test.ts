// What is recorded of a step, what is left out of it, and what can't be recorded.
import type {Tensor} from '@tensorflow/tfjs-core';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {printKernelGraph} from '../src/engine/common/graph/print.js';
import {UnsupportedError} from '../src/engine/common/graph/unsupported-error.js';
import {record} from '../src/engine/common/record/recorder.js';
import {simplify} from '../src/engine/common/simplify/simplify.js';
import {compileStep, core, tf} from './compiled-step.js';

const x = core.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);
const recorded = (run: () => Tensor, layer?: () => string | undefined) =>
  record(core, {inputs: {x}, state: {}, run: () => ({y: run()}), ...(layer ? {layer} : {})});
const kernels = (run: () => Tensor) => recorded(run).operations.map(({kernel}) => kernel);

test('each kernel is there once, with its inputs and attributes; a reshape is only seen in its user', () => {
  const graph = recorded(() => core.tanh(core.reshape(core.matMul(x as never, x as never, false, true), [4])));
  assert.equal(printKernelGraph(graph), [
    '%1 float32[2, 2] = BatchMatMul(a: x, b: x, transposeB=true)',
    '%2 float32[4] = Tanh(x: %1 as [4])',
    'result y = %2',
  ]);
});

test('what depends on nothing that changes is a constant', () => {
  assert.equal(
    kernels(() => core.add(x, core.exp(core.scalar(0)))),
    ['Add'],
  );
  const graph = recorded(() => core.mul(x, core.sum(core.ones([3]))));
  assert.equal(printKernelGraph(graph)[0], '%3 float32[2, 3] = Multiply(a: x, b: 3)');
});

test('a variable that is assigned is state, with its next value', () => {
  const v = core.variable(core.scalar(2));
  const graph = record(core, {
    inputs: {x},
    state: {v},
    run() {
      v.assign(core.add(v, core.sum(x)));
      return {};
    },
  });
  assert.equal(printKernelGraph(graph), ['%2 float32[] = Sum(x: x)', '%3 float32[] = Add(a: v, b: %2)', 'next v = %3']);
  v.dispose();
});

test('what is done twice is done once, and what nobody takes is left out', () => {
  const graph = recorded(() => {
    core.exp(x);
    return core.add(core.tanh(x), core.tanh(x));
  });
  assert.equal(
    graph.operations.map(({kernel}) => kernel),
    ['Exp', 'Tanh', 'Tanh', 'Add'],
  );
  assert.equal(printKernelGraph(simplify(graph)), [
    '%2 float32[2, 3] = Tanh(x: x)',
    '%4 float32[2, 3] = Add(a: %2, b: %2)',
    'result y = %4',
  ]);
});

for (const [name, run, message] of [
  [
    'a random operation',
    () => core.add(x, core.randomUniform([2, 3])),
    'the operation randomUniform draws random numbers',
  ],
  ['dropout', () => core.dropout(x, 0.5), /the operation (dropout|randomUniform) draws random numbers/],
  [
    'a multinomial draw',
    () => core.cast(core.multinomial(x as never, 2, 1), 'float32'),
    'multinomial draws random numbers',
  ],
  ['a number that is read', () => core.mul(x, core.sum(x).dataSync()[0]), "reads a tensor's numbers inside of a step"],
  ['a type that is no number', () => core.cast(x, 'complex64'), 'a tensor of type complex64'],
] as const)
  test(`${name} inside of a step is an error that names it`, () => {
    assert.throws(
      () => recorded(run as () => Tensor),
      (error: Error) => (typeof message === 'string' ? error.message.includes(message) : message.test(error.message)),
    );
    // TensorFlow.js is as it was.
    assert.type(Math.random(), 'number');
    assert.equal([...core.exp(core.zeros([2])).dataSync()], [1, 1]);
    assert.equal(
      kernels(() => core.exp(x)),
      ['Exp'],
    );
  });

test('a kernel that can not be compiled is named, with the layer whose values it works on', () => {
  let layer: string | undefined;
  const graph = recorded(
    () => {
      layer = 'wave';
      const own = core.tanh(x);
      layer = undefined;
      return core.cumsum(own, 1);
    },
    () => layer,
  );
  assert.throws(
    () => compileStep(graph),
    (error: unknown) =>
      error instanceof UnsupportedError &&
      error.message === 'the compiled engine has no Cumsum' &&
      error.layer === 'wave',
  );
});

test('recording leaves no tensor behind', () => {
  const model = tf.layers.sequential({layers: [tf.layers.layers.dense({units: 3, inputShape: [3]})]});
  const before = core.memory().numTensors;
  const weights = model.trainableWeights.map(weight => weight.read() as never);
  record(core, {
    inputs: {x},
    state: Object.fromEntries(weights.map((weight, at) => [`w${at}`, weight])),
    run: () => ({loss: core.variableGrads(() => core.mean(model.apply(x) as Tensor), weights).value}),
  });
  assert.is(core.memory().numTensors, before);
});

test.run();
