// Of processes that want a run folder at the same time, with what a dead one left in it, never two have it. ROUNDS=1000 tries it longer.
import {type ChildProcess, fork, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync} from 'node:fs';
import {hostname} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {processStart} from '../src/disk/process-alive.js';
import {lockRun} from '../src/run/store/run-lock.js';
import {Rig} from './rig.js';

const rounds = Number(process.env.ROUNDS ?? 50);
const rig = new Rig();
const host = encodeURIComponent(hostname());
/** A process that has been there. */
const dead = spawnSync(process.execPath, ['-e', '']).pid;

let folders = 0;
function emptyFolder(): string {
  const folder = join(rig.folder, `run${folders++}`);
  mkdirSync(folder);
  return folder;
}

test(`${rounds} times four at once`, async () => {
  const contenders: ChildProcess[] = Array.from({length: 4}, () =>
    fork(fileURLToPath(new URL('./lock-contender.js', import.meta.url))),
  );
  await Promise.all(contenders.map(contender => once(contender, 'message')));
  let owned = 0;
  for (let round = 0; round < rounds; round++) {
    const folder = emptyFolder();
    writeFileSync(join(folder, `.lock.${dead}.1.${host}`), '');
    writeFileSync(join(folder, '.lock'), `${dead} ${hostname()}`);
    const answers = await Promise.all(
      contenders.map(async contender => {
        const answered = once(contender, 'message');
        contender.send(folder);
        return String((await answered)[0]);
      }),
    );
    assert.equal(
      answers.filter(answer => answer !== 'owned' && answer !== 'refused'),
      [],
    );
    assert.ok(answers.includes('owned'), `round ${round}: nobody had it`);
    owned += answers.filter(answer => answer === 'owned').length;
    assert.equal(readdirSync(folder), []);
    rmSync(folder, {recursive: true});
  }
  // Where each one had it after the other, nobody would have met anybody.
  assert.ok(owned < 4 * rounds, `${owned} of ${4 * rounds}`);
  for (const contender of contenders) contender.kill();
});

const start = processStart(process.pid) ?? '';
for (const [what, name, content] of [
  ['a process that is there', `.lock.${process.ppid}.${processStart(process.ppid) ?? ''}.${host}`, ''],
  ['another machine', '.lock.12.34.elsewhere', ''],
  ['an older version that is there', '.lock', `${process.ppid} ${hostname()}`],
  ['an older version that has not said yet whose it is', '.lock', ''],
  ['an older version on another machine', '.lock', '12 elsewhere'],
] as const)
  test(`a lock of ${what} is kept`, () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, name), content);
    assert.throws(() => lockRun(folder), /being trained (by process|on elsewhere).*remove/);
    assert.equal(readdirSync(folder), [name]);
  });

for (const [what, name, content] of [
  ['a process that is gone', `.lock.${dead}.1.${host}`, ''],
  ['an older version that is gone', '.lock', `${dead} ${hostname()}`],
  ...(start === ''
    ? []
    : ([['a process whose number another one has got', `.lock.${process.pid}.1.${host}`, '']] as const)),
] as const)
  test(`a lock of ${what} is removed`, () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, name), content);
    const release = lockRun(folder);
    assert.equal(readdirSync(folder), [`.lock.${process.pid}.${start}.${host}`]);
    release();
    assert.equal(readdirSync(folder), []);
  });

test('a lock of an older version that never said whose it is counts for seconds', () => {
  const folder = emptyFolder();
  const file = join(folder, '.lock');
  writeFileSync(file, '');
  utimesSync(file, new Date(0), new Date(0));
  lockRun(folder)();
  assert.equal(readdirSync(folder), []);
});

test('a process does not lock a folder twice', () => {
  const folder = emptyFolder();
  const release = lockRun(folder);
  assert.throws(() => lockRun(folder), /by this very process/);
  release();
});

test.after(() => rig.remove());
test.run();
