// tf.layers' own layers, forwards and backwards, compiled against eager.
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {bothWays, difference} from './compiled-step.js';
import {layerStep, tfLayers} from './tf-layers.js';

for (const name of Object.keys(tfLayers))
  test(`${name}: forecasts and gradients`, () => {
    const {inputs, state, run, dispose} = layerStep(name);
    const {eager, compiled} = bothWays(inputs, run, {state, steps: 4});
    assert.ok(Object.keys(eager).length >= 2);
    for (const [key, expected] of Object.entries(eager)) {
      const off = difference(expected, compiled[key]);
      assert.ok(off <= 2e-5, `${key} is off by ${off}`);
    }
    dispose();
  });

test.run();
