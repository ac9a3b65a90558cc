// Axes of length 1 that TensorFlow's engines leave out, each of which would cost an operation in every step.
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {backends} from '../src/engine/backends/index.js';
import {batchTrials} from '../src/engine/common/batch/batch-trials.js';
import type {KernelGraph} from '../src/engine/common/graph/kernel-graph.js';
import {recordTraining} from '../src/engine/common/record/record-training.js';
import {simplify} from '../src/engine/common/simplify/simplify.js';
import {rewrite} from '../src/engine/tensorflow/rewrite/rewrite.js';
import {differsBetweenTrials} from '../src/engine/tensorflow/training-functions.js';
import {NAMES, type Part} from '../src/training/contract.js';
import type {TrainingSetup} from '../src/training/setup.js';
import {trainingCases} from './training-cases.js';

const tf = await backends.cpu.load();

/** How a part gathers an input: the input's own shape, the shape in which it is taken, and that of the indices. */
function gathersOf(setup: TrainingSetup, part: Part, trials: number, input: string) {
  const {graphs, contract} = recordTraining(tf, setup, 8);
  const recorded = simplify(graphs.get(part) as KernelGraph);
  const {values, operations} = rewrite(
    trials === 1 ? recorded : batchTrials(recorded, trials, name => differsBetweenTrials(contract, name)),
  );
  return operations.flatMap(({kernel, inputs: {x, indices}}) => {
    if (kernel !== 'GatherV2') return [];
    const {origin, shape} = values[x.value];
    return origin.kind === 'input' && origin.name === input ? [{own: shape, x: x.shape, indices: indices.shape}] : [];
  });
}

for (const [part, windows] of [
  ['step', 8],
  ['remainder', 4],
] as const)
  for (const trials of [1, 3])
    test(`${part} of ${trials}: one target column in one row is gathered as plain numbers`, () => {
      const rows = [118];
      assert.equal(gathersOf(trainingCases['a network: linear'], part, trials, NAMES.target), [
        {own: rows, x: rows, indices: trials === 1 ? [windows] : [trials, windows]},
      ]);
    });

test('a target of several columns keeps them', () => {
  const [{own, x, indices}] = gathersOf(trainingCases['two target columns'], 'step', 1, NAMES.target);
  assert.is(own.at(-1), 2);
  assert.equal(x, own);
  assert.is(indices.at(-1), 8);
});

test('several rows of one column keep theirs', () => {
  const [{indices}] = gathersOf(trainingCases['three rows at once'], 'step', 1, NAMES.target);
  assert.is(indices.at(-1), 3);
});

test.run();
