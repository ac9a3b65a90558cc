// Learning-rate schedules against Keras, and what doesn't fit in them.
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {exponential} from '../src/random/elementary.js';
import {type ScheduleEntry, scheduleFactor} from '../src/training/schedules/index.js';
import {close} from './numbers.js';
import {references} from './references.js';
import {Rig, smallExperiment} from './rig.js';

interface ScheduleCase {
  readonly entry: ScheduleEntry;
  readonly steps: readonly number[];
  readonly rates: readonly number[];
}

for (const {entry, steps, rates} of references<ScheduleCase>('schedules'))
  test(`${JSON.stringify(entry)} equals Keras`, () => {
    close(
      steps.map(step => 0.01 * scheduleFactor(entry, step, 100)),
      rates,
      1e-6,
      'learning rates',
    );
  });

test('without a schedule the learning rate stays', () => {
  assert.is(scheduleFactor(undefined, 12345, 100), 1);
});

test('the exponential is within 2 ulp of Math.exp, and ends where doubles do', () => {
  for (let index = -7000; index <= 7000; index++) {
    const x = index / 10.03;
    const expected = Math.exp(x);
    assert.ok(Math.abs(exponential(x) - expected) <= 2 * 2 ** -52 * expected, `exp(${x})`);
  }
  assert.equal([-1e9, 0, 1e9].map(exponential), [0, 1, Number.POSITIVE_INFINITY]);
});

test('a schedule in an experiment file changes what is trained, the same in both engines', async () => {
  const rig = new Rig();
  const rmse = async (engine: string, schedule: unknown): Promise<number> => {
    rig.write('small.yaml', smallExperiment({training: {epochs: 3, learningRateSchedule: schedule}}));
    const {code, stdout, stderr} = await rig.tfsweep(['run', 'small.yaml', '--engine', engine, '--json']);
    assert.is(code, 0, stderr);
    return JSON.parse(stdout).table.rows[0].metrics.test_rmse.mean;
  };
  const falling = {type: 'exponential-decay', decaySteps: 4, decayRate: 0.5};
  const [compiled, eager, plain] = [
    await rmse('compiled', falling),
    await rmse('eager', falling),
    await rmse('compiled', undefined),
  ];
  close([compiled], [eager], 1e-5, 'test_rmse');
  assert.not.ok(Math.abs(plain / compiled - 1) < 1e-3);
  rig.remove();
});

test.run();
