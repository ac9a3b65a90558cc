// npm run kill: kills runs and their workers at random moments, and fills the disk below them; what follows must end with the bits
// of an undisturbed run, and leave nothing behind. Takes some minutes. --kills N --worker-kills N --disks N make it shorter.
import {type SpawnSyncReturns, spawnSync} from 'node:child_process';
import {mkdirSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {parseArgs} from 'node:util';
import {generator} from '../../src/random/generator.js';
import {Rig, RUN_FOLDER, root, smallExperiment, workersOf} from '../rig.js';

const {values} = parseArgs({
  options: {
    kills: {type: 'string', default: '100'},
    'worker-kills': {type: 'string', default: '50'},
    disks: {type: 'string', default: '20'},
    seed: {type: 'string', default: '1'},
  },
});
const random = generator(Number(values.seed), 'kill');
const experiment = smallExperiment({
  training: {epochs: 300},
  sweep: {parameters: {activation: ['linear', 'tanh']}, seeds: 20},
});
let failed = 0;

function expect(what: string, isSo: boolean): void {
  if (!isSo) failed++;
  process.stdout.write(`${isSo ? 'ok' : 'FAILED'}: ${what}\n`);
}

const calm = new Rig();
calm.write('small.yaml', experiment);
await calm.tfsweep(['run', 'small.yaml']);
const reference = calm.trials('small');
const table = readFileSync(join(calm.runFolder('small'), 'table.csv'), 'utf8');
/** Trials that are trained side by side end in any order. */
const forecastsOf = (rig: Rig) =>
  readFileSync(join(rig.runFolder('small'), 'forecasts.jsonl'), 'utf8')
    .split('\n')
    .sort()
    .join('\n');
const forecasts = forecastsOf(calm);

/** Runs to the end, and compares with an undisturbed run. */
async function expectWhole(rig: Rig, what: string): Promise<void> {
  const {code, stderr} = await rig.tfsweep(['run', 'small.yaml']);
  const trials = rig.trials('small');
  expect(`${what}: the run after it ends with 0${code === 0 ? '' : `, not ${code}: ${stderr}`}`, code === 0);
  expect(
    `${what}: the same bits`,
    [...reference].every(([id, trial]) => trials.get(id) === trial),
  );
  expect(`${what}: the same table`, readFileSync(join(rig.runFolder('small'), 'table.csv'), 'utf8') === table);
  expect(`${what}: the same forecasts`, forecastsOf(rig) === forecasts);
  expect(`${what}: nothing stray`, readdirSync(rig.runFolder('small')).sort().join() === RUN_FOLDER.join());
}

async function killRuns(times: number): Promise<void> {
  const rig = new Rig();
  const temporary = join(rig.folder, 'temporary');
  mkdirSync(temporary);
  rig.write('small.yaml', experiment);
  for (let kill = 0; kill < times; kill++) {
    // Every third one is one that trains in a temporary folder first.
    const again = kill % 3 === 2 ? ['--again'] : [];
    const {process: run, finished} = rig.start(['run', 'small.yaml', '--workers', '2', ...again], {TMPDIR: temporary});
    await setTimeout(random.integer(1500));
    run.kill('SIGKILL');
    await finished;
  }
  await expectWhole(rig, `${times} kills of the run`);
  await rig.tfsweep(['run', 'small.yaml', '--again'], {TMPDIR: temporary});
  expect('no temporary folder stays', readdirSync(temporary).length === 0);
  rig.remove();
}

async function killWorkers(times: number): Promise<void> {
  const rig = new Rig();
  rig.write('small.yaml', experiment);
  let kills = 0;
  while (kills < times) {
    const {process: run, finished} = rig.start([
      'run',
      'small.yaml',
      '--workers',
      '2',
      ...(kills > 0 ? ['--again'] : []),
    ]);
    let ended = false;
    finished.then(() => {
      ended = true;
    });
    while (!ended && kills < times) {
      await setTimeout(100 + random.integer(700));
      const victims = workersOf(run.pid);
      const victim = victims[random.integer(Math.max(1, victims.length))];
      if (victim === undefined) continue;
      // A worker that is stopped is found by the run itself.
      process.kill(victim, kills % 10 === 9 ? 'SIGSTOP' : 'SIGKILL');
      kills++;
    }
    await finished;
  }
  await expectWhole(rig, `${kills} kills of workers`);
  rig.remove();
}

/** Runs in a file system of a size of its own, which grows in the middle where it is asked to; another run there follows. */
function onDisk(rig: Rig, kilobytes: number, grows: boolean): SpawnSyncReturns<string> {
  const script = `
mkdir -p disk && mount -t tmpfs -o size=${kilobytes}k tmpfs disk || exit 99
${grows ? '(sleep 1; mount -o remount,size=16m disk) &' : ''}
"$NODE" "$PROGRAM" run small.yaml --workers 1 --out disk
first=$?
wait
mount -o remount,size=16m disk
lines=$(cat disk/small/*/trials.jsonl 2>/dev/null | wc -l)
"$NODE" "$PROGRAM" run small.yaml --workers 1 --out disk > /dev/null 2>&1
second=$?
cp -r disk results
echo "first $first second $second lines $lines"`;
  return spawnSync('unshare', ['-rm', 'sh', '-c', script], {
    cwd: rig.folder,
    encoding: 'utf8',
    env: {
      ...process.env,
      NODE: process.execPath,
      PROGRAM: join(root, 'dist', 'program', 'cli', 'main.js'),
      NO_COLOR: '1',
    },
  });
}

async function fillDisks(times: number): Promise<void> {
  for (let disk = 0; disk < times; disk++)
    for (const grows of [false, true]) {
      const rig = new Rig();
      rig.write('small.yaml', experiment);
      const kilobytes = 8 + Math.round((disk * 600) / times);
      const {status, stdout} = onDisk(rig, kilobytes, grows);
      if (status === 99) {
        process.stdout.write('skipped: no file system can be made here\n');
        rig.remove();
        return;
      }
      const [, first, second, lines] = (/first (\d+) second (\d+) lines (\d+)/.exec(stdout) ?? []).map(Number);
      const what = `a disk of ${kilobytes} kB${grows ? ' that grows' : ''}: exit ${first}, ${lines} of ${reference.size} lines`;
      expect(
        `${what}; ${first === 0 ? 'whole' : 'told'}`,
        first === 0 ? lines === reference.size : first === 2 || first === 3,
      );
      const trials = second === 0 ? rig.trials('small') : new Map<string, string>();
      expect(
        `${what}; whole afterwards`,
        [...reference].every(([id, trial]) => trials.get(id) === trial),
      );
      rig.remove();
    }
}

await killRuns(Number(values.kills));
await killWorkers(Number(values['worker-kills']));
await fillDisks(Number(values.disks));
calm.remove();
process.stdout.write(`${failed} failed\n`);
process.exitCode = failed > 0 ? 1 : 0;
