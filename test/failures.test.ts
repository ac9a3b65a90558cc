// Trials that fail; the others go on.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {isAlive, processActivity} from '../src/disk/process-alive.js';
import {Rig, smallExperiment, until, workersOf} from './rig.js';

const diverging = smallExperiment({
  training: {epochs: 5, optimizer: {type: 'sgd', learningRate: '${rate}'}},
  model: {layers: ['flatten', {type: 'dense', units: 6}, {type: 'dense', units: 1}]},
  sweep: {parameters: {rate: [0.01, 1000]}, seeds: 2},
  comparison: {by: 'rate'},
});

test('a trial that diverges is a failed one with its reason; the others are saved; exit 3', async () => {
  const rig = new Rig();
  rig.write('small.yaml', diverging);
  const {code, stdout, stderr} = await rig.tfsweep(['run', 'small.yaml']);
  assert.is(code, 3, stderr);
  assert.match(stderr, /failed rate=1000 seed 42: diverged: the loss became (NaN|Infinity) in epoch 1/);
  assert.match(stderr, '2 of 4 trials failed; the others are saved');
  assert.match(stdout, '0 of 2, 2 failed');
  assert.match(stdout, '0.01 and 1000 have no seed that both finished in every combination');
  assert.match(stdout, /2 of 2 trials of 1000 failed \(diverged: .*; 0\.01 finished all of the same\./);
  const records = readFileSync(join(rig.runFolder('small'), 'trials.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
  assert.equal(records.map(record => record.status).sort(), ['failed', 'failed', 'finished', 'finished']);
  for (const {status, error} of records) if (status === 'failed') assert.is(error.type, 'diverged');

  const again = await rig.tfsweep(['run', 'small.yaml']);
  assert.is(again.code, 3, 'a trial that diverged would diverge again');
  assert.match(again.stderr, 'all trained before');
  rig.remove();
});

// Finding the workers takes /proc.
const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux('a worker that is killed, or stopped, costs nothing: what it trained is trained again at once', async () => {
  const rig = new Rig();
  rig.write(
    'small.yaml',
    smallExperiment({training: {epochs: 5000}, sweep: {parameters: {activation: ['linear', 'tanh']}, seeds: 4}}),
  );
  const run = rig.start(['run', 'small.yaml', '--workers', '2']);
  const workers = () => workersOf(run.process.pid);
  const trains = (pid: number) => (processActivity(pid)?.ticks ?? 0) > 60;
  await until('both workers are there and train', () => workers().filter(trains).length === 2);
  const [killed, stopped] = workers();
  process.kill(killed, 'SIGKILL');
  process.kill(stopped, 'SIGSTOP');
  const {code, stderr} = await run.finished;
  assert.is(code, 0, stderr);
  assert.match(stderr, 'lost the worker was killed by SIGKILL; 1 trial is tried again');
  assert.match(stderr, 'lost the worker was stopped for 10 seconds; 1 trial is tried again');
  const calm = new Rig();
  calm.write('small.yaml', rig.read('small.yaml'));
  assert.is((await calm.tfsweep(['run', 'small.yaml'])).code, 0);
  const [trials, undisturbed] = [rig.trials('small'), calm.trials('small')];
  for (const [id, trial] of undisturbed) assert.is(trials.get(id), trial);
  calm.remove();
  rig.remove();
});

onLinux('a worker that is stopped as it starts gives way to another one', async () => {
  const rig = new Rig();
  rig.write('small.yaml', smallExperiment());
  const run = rig.start(['run', 'small.yaml', '--workers', '1']);
  await until('a worker is there', () => workersOf(run.process.pid).length === 1);
  process.kill(workersOf(run.process.pid)[0], 'SIGSTOP');
  const {code, stderr} = await run.finished;
  assert.is(code, 0, stderr);
  assert.match(stderr, 'lost the worker was stopped for 10 seconds; another one is started');
  assert.is(rig.trials('small').size, 4);
  rig.remove();
});

onLinux(
  'a trial that ends every worker has failed, and costs no other; no worker outlives a parent that is killed',
  async () => {
    const rig = new Rig();
    rig.write(
      'small.yaml',
      smallExperiment({training: {epochs: 20_000}, sweep: {parameters: {activation: ['linear', 'tanh']}, seeds: 1}}),
    );
    const run = rig.start(['run', 'small.yaml', '--workers', '1']);
    const workers = () => workersOf(run.process.pid);
    const seen = new Set<number>();
    while (seen.size < 2) {
      await until('a worker is there', () => workers().some(pid => !seen.has(pid)));
      const [pid] = workers().filter(one => !seen.has(one));
      await until('it has started to train', () => (processActivity(pid)?.ticks ?? 0) > 60);
      seen.add(pid);
      process.kill(pid, 'SIGKILL');
    }
    await until('a third worker is there', () => workers().some(pid => !seen.has(pid)));
    const [third] = workers().filter(one => !seen.has(one));
    // Before that it is setpriv, which has nothing set yet.
    await until('it is Node', () => (processActivity(third)?.ticks ?? 0) > 20);
    process.kill(third, 'SIGSTOP');
    run.process.kill('SIGKILL');
    await until('the stopped worker is gone', () => !isAlive(third));
    const before = rig.trials('small');
    assert.is(before.size, 1);
    assert.match([...before.values()][0], 'the worker was killed by SIGKILL');
    rig.remove();
  },
);

test.run();
