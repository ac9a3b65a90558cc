// Event files, read back by the tensorboard package where a Python here has it; their checksums in any case.
import {spawnSync} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {maskedChecksum} from '../src/presentation/tensorboard/checksum.js';
import {Rig, resultsIn, smallExperiment} from './rig.js';

const rig = new Rig();
const python = process.env.TFSWEEP_TEST_PYTHON ?? 'python3';
const hasTensorboard = spawnSync(python, ['-c', 'import tensorboard']).status === 0;
if (!hasTensorboard)
  process.stdout.write(
    'skipped: no tensorboard here (pip install tensorboard; TFSWEEP_TEST_PYTHON names another Python)\n',
  );

rig.write('small.yaml', smallExperiment({}));
const run = await rig.tfsweep(['run', 'small.yaml']);
assert.is(run.code, 0, run.stderr);
const report = await rig.tfsweep(['report', 'small', '--tensorboard', 'events']);

test('each trial has an event file, of the same bytes each time', async () => {
  assert.is(report.code, 0, report.stderr);
  assert.match(report.stdout, 'tensorboard --logdir events');
  const [folder] = rig.list('events');
  const trials = rig.list(join('events', folder));
  assert.is(trials.length, 4);
  const read = () =>
    trials.map(name => readFileSync(join(rig.folder, 'events', folder, name, 'events.out.tfevents.tfsweep')));
  const before = read();
  await rig.tfsweep(['report', 'small', '--tensorboard', 'events']);
  assert.equal(read(), before);
});

test('checksums are those of RFC 3720, masked', () => {
  // CRC-32C of 32 zeros is 8a9136aa (RFC 3720, B.4).
  const crc = 0x8a9136aa;
  assert.is(maskedChecksum(new Uint8Array(32)), (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0);
});

const READ = `
import json, sys
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
told = EventAccumulator(sys.argv[1], size_guidance={'scalars': 0})
told.Reload()
print(json.dumps({tag: [[e.step, e.value] for e in told.Scalars(tag)] for tag in told.Tags()['scalars']}))
`;

(hasTensorboard ? test : test.skip)('tensorboard reads the losses, layers and metrics of a trial', () => {
  const [folder] = rig.list('events');
  const [trial] = resultsIn(rig.runFolder('small')).trials;
  const own = readdirSync(join(rig.folder, 'events', folder)).find(name => name.endsWith(trial.id));
  if (!own || trial.status === 'failed') throw new Error('no events');
  const {stdout, stderr, status} = spawnSync(python, ['-c', READ, join(rig.folder, 'events', folder, own)], {
    encoding: 'utf8',
  });
  assert.is(status, 0, stderr);
  const scalars: Record<string, [number, number][]> = JSON.parse(stdout);
  const single = Math.fround;
  assert.equal(
    scalars.loss,
    trial.history.map(({epoch, loss}) => [epoch, single(loss ?? Number.NaN)]),
  );
  const {seen, measured_epoch: measured} = trial.diagnostics;
  const [layer] = seen?.layers ?? [];
  assert.equal(
    scalars[`gradient_norm/${layer.name}`],
    layer.gradient_norm.map((value, look) => [seen?.after_epochs[look], single(value ?? Number.NaN)]),
  );
  assert.equal(scalars['test/rmse'], [[measured, single(trial.metrics.test.rmse ?? Number.NaN)]]);
});

test.after(() => rig.remove());
test.run();
