// Random graphs of operations, with gradients, and random models: compiled against eager.
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {bothWays, core, difference} from './compiled-step.js';
import {distance, trainCompiled, trainOnCpu} from './compiled-training.js';
import {randomGraph} from './random-graphs.js';
import {randomModel} from './random-models.js';

const GRAPHS = Number(process.env.TFSWEEP_RANDOM_GRAPHS ?? 200);
const MODELS = Number(process.env.TFSWEEP_RANDOM_MODELS ?? 40);
test(`${GRAPHS} random graphs of operations and their gradients`, () => {
  for (let seed = 1; seed <= GRAPHS; seed++) {
    const {inputs, run} = randomGraph(seed);
    const {eager, compiled} = bothWays(inputs, () => run(inputs));
    for (const [name, expected] of Object.entries(eager)) {
      // Sums that nearly cancel keep the error of their parts, which are around 1.
      const off = difference(expected, compiled[name], 0.05);
      assert.ok(off <= 2e-5, `graph ${seed}: ${name} is off by ${off}`);
    }
    core.disposeVariables();
  }
});

test(`${MODELS} random models, trained`, async () => {
  for (let seed = 1; seed <= MODELS; seed++) {
    const setup = randomModel(seed);
    if (!setup) continue;
    const off = distance(await trainCompiled(setup), await trainOnCpu(setup));
    const network = {layers: setup.graph.nodes.map(({entry}) => entry), ...setup.training};
    assert.ok(off <= 2e-5, `model ${seed} is off by ${off}: ${JSON.stringify(network)}`);
  }
});

test.run();
