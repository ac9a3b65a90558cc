// Every kernel that can be compiled, against TensorFlow.js' own on the cpu backend.
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {LOWERED_KERNELS} from '../src/engine/webassembly/lower/lower.js';
import {bothWays, core, difference} from './compiled-step.js';
import {kernelCases, resultsOf, values} from './kernel-cases.js';

for (const [name, one] of Object.entries(kernelCases))
  test(name, () => {
    const {tolerance = 2e-6} = one;
    const {eager, compiled} = bothWays(one.inputs, () => resultsOf(one, one.inputs));
    assert.ok(Object.keys(eager).length > 0);
    for (const [key, expected] of Object.entries(eager)) {
      const off = difference(expected, compiled[key]);
      assert.ok(
        off <= tolerance,
        `${key} is off by ${off}:\n${[...expected].slice(0, 8)}\n${[...compiled[key]].slice(0, 8)}`,
      );
    }
  });

test('a step of thousands of little operations is cut into loops that WebAssembly takes', () => {
  const rows = values([2500, 5]);
  const {eager, compiled} = bothWays({rows}, () => {
    const own = core.unstack(rows).map((one, at) => core.tanh(core.mul(one, at % 7)));
    return {stacked: core.stack(own), sum: core.addN(own)};
  });
  for (const name of ['stacked', 'sum']) assert.ok(difference(eager[name], compiled[name]) <= 5e-6, name);
});

test('every kernel with a rule has a case', () => {
  const covered = new Set(Object.values(kernelCases).flatMap(({kernels}) => kernels));
  // A reshape and its like make no kernel call that is kept; they stand for themselves.
  const silent = ['Identity'];
  assert.equal(
    LOWERED_KERNELS.filter(kernel => !covered.has(kernel) && !silent.includes(kernel)),
    [],
  );
});

test.run();
