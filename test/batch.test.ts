// Several trials in one graph, against each trial by itself: every kernel, and random graphs. On the cpu backend.
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {batchTrials} from '../src/engine/common/batch/batch-trials.js';
import {batchRules} from '../src/engine/common/batch/rules.js';
import {record} from '../src/engine/common/record/recorder.js';
import {simplify} from '../src/engine/common/simplify/simplify.js';
import {LOWERED_KERNELS} from '../src/engine/webassembly/lower/lower.js';
import {inOne, interpret, trialsOf} from './batched.js';
import {core, difference, type Tensors} from './compiled-step.js';
import {kernelCases, resultsOf} from './kernel-cases.js';
import {draws, randomGraph} from './random-graphs.js';

const TRIALS = 3;
const GRAPHS = Number(process.env.TFSWEEP_RANDOM_GRAPHS ?? 300);

/** The largest difference between trials together and one by one. */
function furthest(inputs: Tensors, run: (inputs: Tensors) => Tensors, purpose: string, floor?: number): number {
  const {varying, trials, together} = trialsOf(inputs, TRIALS, draws(purpose, TRIALS));
  const graph = simplify(record(core, {inputs, state: {}, run: () => run(inputs)}));
  return core.tidy(() => {
    const expected = inOne(trials.map(trial => run(trial)));
    const batched = interpret(
      batchTrials(graph, TRIALS, name => varying.has(name)),
      together,
    );
    return Math.max(
      ...Object.entries(expected).map(([name, values]) => difference(values, batched[name].dataSync(), floor)),
    );
  });
}

for (const [name, one] of Object.entries(kernelCases))
  test(`${TRIALS} trials: ${name}`, () => {
    const off = furthest(one.inputs, inputs => resultsOf(one, inputs), name);
    assert.ok(off <= 2e-6, `off by ${off}`);
  });

test('every kernel that can be compiled can be done for several trials', () => {
  assert.equal(
    LOWERED_KERNELS.filter(kernel => !batchRules[kernel]),
    [],
  );
});

test(`${GRAPHS} random graphs, ${TRIALS} trials of each`, () => {
  for (let seed = 1; seed <= GRAPHS; seed++) {
    const {inputs, run} = randomGraph(seed);
    const off = furthest(inputs, run, `trials ${seed}`, 0.05);
    assert.ok(off <= 2e-5, `graph ${seed} is off by ${off}`);
    core.disposeVariables();
  }
});

test.run();
