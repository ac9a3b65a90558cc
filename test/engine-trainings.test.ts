// Every layer, activation, loss, optimizer and schedule: some 50 compiled steps against the same ones eagerly.
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import type {TrainingSetup} from '../src/training/setup.js';
import {distance, trainCompiled, trainOnCpu} from './compiled-training.js';
import {sameDiagnostics} from './seen.js';
import {diverging, trainingCases} from './training-cases.js';

const TOLERANCE = 1e-5;

for (const [name, setup] of Object.entries(trainingCases)) test(`50 steps of ${name}`, () => compare(setup));

test('what diverges, diverges alike', async () => {
  const [compiled, eager] = [await trainCompiled(diverging), await trainOnCpu(diverging)];
  assert.is(compiled.status, 'failed');
  assert.is(eager.status, 'failed');
  if (compiled.status === 'failed' && eager.status === 'failed') {
    assert.is(compiled.error.message, eager.error.message);
    assert.is(compiled.history.length, eager.history.length);
  }
});

async function compare(setup: TrainingSetup): Promise<void> {
  const [compiled, eager] = [await trainCompiled(setup), await trainOnCpu(setup)];
  const off = distance(compiled, eager);
  assert.ok(off <= TOLERANCE, `off by ${off}`);
  if (compiled.status === 'finished' && eager.status === 'finished')
    sameDiagnostics(compiled.diagnostics, eager.diagnostics);
}

test.run();
