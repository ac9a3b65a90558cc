// kill -9 and Ctrl-C in the middle of a run, and the run that follows.
import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {appendFileSync, existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {isAlive} from '../src/disk/process-alive.js';
import {childrenOf, program, Rig, RUN_FOLDER, smallExperiment, until} from './rig.js';

// A tenth of a second per trial: long enough to be interrupted.
const experiment = smallExperiment({
  window: {length: 20},
  model: {
    layers: [
      {type: 'lstm', units: 32, activation: '${activation}'},
      {type: 'dense', units: 1},
    ],
  },
  training: {epochs: 30},
  sweep: {parameters: {activation: ['linear', 'tanh']}, seeds: 4},
});
const whole = new Rig();
whole.write('small.yaml', experiment);
assert.is((await whole.tfsweep(['run', 'small.yaml'])).code, 0);
const reference = whole.trials('small');
whole.remove();

function started(): {rig: Rig; run: ReturnType<Rig['start']>; lines: () => number} {
  const rig = new Rig();
  rig.write('small.yaml', experiment);
  const run = rig.start(['run', 'small.yaml', '--workers', '2']);
  const lines = () => rig.journalLines('small');
  return {rig, run, lines};
}

/** Runs again and expects what an undisturbed run gives, bit by bit, and a tidy folder. */
async function expectWhole(rig: Rig, before: number): Promise<void> {
  const again = await rig.tfsweep(['run', 'small.yaml']);
  assert.is(again.code, 0, again.stderr);
  assert.match(again.stderr, `${before} trained before`);
  const trials = rig.trials('small');
  assert.is(trials.size, reference.size);
  for (const [id, trial] of reference) assert.is(trials.get(id), trial);
  assert.equal(readdirSync(rig.runFolder('small')).sort(), RUN_FOLDER);
}

test('kill -9 of everything loses at most the trials in flight', async () => {
  const {rig, run, lines} = started();
  await until('two trials are finished', () => lines() >= 2);
  process.kill(-(run.process.pid ?? 0), 'SIGKILL');
  assert.is((await run.finished).signal, 'SIGKILL');
  await expectWhole(rig, lines());
  rig.remove();
});

test('kill -9 of the main process alone takes its workers along; what a torn write leaves is cleared', async () => {
  const {rig, run, lines} = started();
  await until('a trial is finished', () => lines() >= 1);
  const pid = run.process.pid ?? 0;
  const workers = process.platform === 'linux' ? childrenOf(pid) : [];
  process.kill(pid, 'SIGKILL');
  await run.finished;
  await until('the workers are gone', () => !workers.some(pid => isAlive(pid)));
  const folder = rig.runFolder('small');
  const before = lines();
  appendFileSync(join(folder, 'trials.jsonl'), '{"id":"0123456789ab","parameters":{"activation":"tanh"},"se');
  appendFileSync(join(folder, 'manifest.json.3141592653'), '{"run":');
  await expectWhole(rig, before);
  rig.remove();
});

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  test(`${signal} saves what is finished, says so, and leaves with 130`, async () => {
    const {rig, run, lines} = started();
    await until('a trial is finished', () => lines() >= 1);
    // A terminal sends Ctrl-C to the whole group, as a job scheduler may send SIGTERM.
    process.kill(-(run.process.pid ?? 0), signal);
    const {code, stderr} = await run.finished;
    assert.is(code, 130);
    assert.match(stderr, /interrupted: \d of 8 trials are saved; the same command goes on from here/);
    // Baselines are measured when all is trained: who interrupts wants to leave.
    assert.equal(
      readdirSync(rig.runFolder('small')).sort(),
      RUN_FOLDER.filter(file => file !== 'baselines.json'),
    );
    await expectWhole(rig, lines());
    rig.remove();
  });

/** What hides the cursor and ends the wrapping of lines, and what takes that back (ECMA-48 and xterm's private modes). */
const [TAKEN, AS_IT_WAS] = ['\u001b[?7l', '\u001b[?7h'];
const withTerminal = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0 ? test : test.skip;

withTerminal('SIGQUIT in the middle leaves a terminal as it was', async () => {
  const rig = new Rig();
  rig.write('small.yaml', experiment);
  const command = `exec ${process.execPath} ${program} run small.yaml --workers 1`;
  // script of util-linux gives a command a terminal, and writes down what that shows.
  const terminal = spawn('script', ['-qefc', command, 'shown'], {cwd: rig.folder, stdio: 'ignore'});
  const closed = once(terminal, 'close');
  // Whatever fails: a test that hangs tells nothing.
  const late = setTimeout(() => terminal.kill('SIGKILL'), 60_000);
  const shown = () => (existsSync(join(rig.folder, 'shown')) ? readFileSync(join(rig.folder, 'shown'), 'utf8') : '');
  await until('a bar is shown', () => shown().includes('1/8 trials'), 60);
  const [pid] = childrenOf(terminal.pid);
  process.kill(pid, 'SIGQUIT');
  const [ended] = await closed;
  clearTimeout(late);
  assert.is(ended, 131, shown().slice(-1500));
  assert.ok(shown().lastIndexOf(AS_IT_WAS) > shown().lastIndexOf(TAKEN));
  rig.remove();
});

test('a second run of the same, meanwhile, is refused and disturbs nothing', async () => {
  const {rig, run, lines} = started();
  await until('a trial is finished', () => lines() >= 1);
  // On a busy machine it would be done before the second one has started.
  const group = -(run.process.pid ?? 0);
  process.kill(group, 'SIGSTOP');
  const second = await rig.tfsweep(['run', 'small.yaml']).finally(() => process.kill(group, 'SIGCONT'));
  assert.is(second.code, 2);
  assert.match(second.stderr, `this run is being trained by process ${run.process.pid}`);
  assert.is((await run.finished).code, 0);
  for (const [id, trial] of reference) assert.is(rig.trials('small').get(id), trial);
  rig.remove();
});

test('a finished run returns at once and trains nothing', async () => {
  const rig = new Rig();
  rig.write('small.yaml', experiment);
  const first = await rig.tfsweep(['run', 'small.yaml']);
  const journal = readFileSync(join(rig.runFolder('small'), 'trials.jsonl'), 'utf8');
  const second = await rig.tfsweep(['run', 'small.yaml']);
  assert.is(second.stdout, first.stdout);
  assert.match(second.stderr, 'all trained before');
  assert.not.match(second.stderr, 'workers');
  assert.is(readFileSync(join(rig.runFolder('small'), 'trials.jsonl'), 'utf8'), journal);
  rig.remove();
});

test.run();
