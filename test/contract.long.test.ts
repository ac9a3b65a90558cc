// A vector more that comes back for every epoch, here the mean squares of each weight's gradient: declared in the contract and
// worked out in the session, in a copy of the sources, it comes back from every engine, and none of them is touched.
import {join} from 'node:path';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {SourceCopy} from './source-copy.js';

const copy = new SourceCopy();

test('a vector is declared once', () => {
  copy.replace(
    'src/training/contract.ts',
    ['EpochVectorName = EpochLoss', "EpochVectorName = EpochLoss | 'gradient_squares'"],
    [
      "{name: NAMES.lossSum, shape: [], kind: 'epoch sum'},",
      "{name: NAMES.lossSum, shape: [], kind: 'epoch sum'}, {name: 'squares', shape: [weightPlaces.length], kind: 'epoch sum'},",
    ],
    [
      'epochVectors: [',
      "epochVectors: [{name: 'gradient_squares', length: weightPlaces.length, from: {kind: 'sum', state: 'squares', over: sizes.steps}, mustBeFinite: false},",
    ],
  );
  copy.replace('src/training/training-session.ts', [
    'const sum = this.rest[NAMES.lossSum];',
    `const {squares} = this.rest;
      squares.assign(core.add(squares, core.stack(this.weights.map(({name}) => core.sum(core.square(grads[name]))))));
      const sum = this.rest[NAMES.lossSum];`,
  ]);
  // What is compared of an epoch is more, too.
  copy.replace('test/training-output.test.ts', [
    'await forecastsAreOfWeights(setup, output);',
    `const squares = ({history}: Finished) => history.flatMap(({gradient_squares}) => gradient_squares);
      assert.is(squares(output).length, output.history.length * output.weights.length);
      assert.ok(squares(output).every(square => square > 0));
      close(squares(output), squares(reference), 1e-4, 'squares of gradients');
      await forecastsAreOfWeights(setup, output);`,
  ]);
  copy.build();
});

test('it comes back from every engine', () => {
  const told = copy.call(process.execPath, join('dist', 'test', 'training-output.test.js'));
  assert.match(told, /Passed:\s+\d\d/);
});

test.after(() => copy.remove());
test.run();
