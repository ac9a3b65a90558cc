// Where the answer goes: closed and full streams, and what steers a terminal.
import {spawnSync} from 'node:child_process';
import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {program, Rig, smallExperiment} from './rig.js';

const rig = new Rig();
rig.write('small.yaml', smallExperiment());

/** Calls the program within a command of the shell, as $TFSWEEP. */
function shell(
  command: string,
  folder = rig.folder,
): {readonly code: number | null; readonly stdout: string; readonly stderr: string} {
  const {status, stdout, stderr} = spawnSync('bash', ['-c', command], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      ...process.env,
      TFSWEEP: `${process.execPath} ${program}`,
      NO_COLOR: undefined,
      FORCE_COLOR: '1',
      GITHUB_ACTIONS: undefined,
    },
  });
  return {code: status, stdout, stderr};
}

test('a reader of messages that goes away ends nothing', () => {
  const {stdout} = shell('$TFSWEEP run small.yaml --workers 1 2>&1 | head -1; echo "exit ${PIPESTATUS[0]}"');
  assert.match(stdout, 'exit 0');
  assert.is(rig.trials('small').size, 4);
});

const onLinux = existsSync('/dev/full') ? test : test.skip;

onLinux('messages that nobody can take end nothing; an answer that nobody can take has an exit code of its own', () => {
  const unheard = shell('$TFSWEEP run small.yaml --again --workers 1 2>/dev/full');
  assert.is(unheard.code, 0);
  assert.match(unheard.stdout, 'test_rmse');
  for (const command of [
    'table small',
    'run small.yaml --workers 1',
    '--help',
    'plan small.yaml',
    'table small --format json',
  ]) {
    const {code, stderr} = shell(`$TFSWEEP ${command} >/dev/full`);
    assert.is(code, 74, command);
    assert.is(stderr.match(/the answer can't be written to stdout: the disk is full/g)?.length, 1, stderr);
  }
  assert.is(shell('$TFSWEEP table small >/dev/full 2>/dev/full').code, 74);
});

test('a long answer to a reader that goes away keeps the exit code of the command', () => {
  assert.match(shell('$TFSWEEP table small --all --trials | head -1; echo "exit ${PIPESTATUS[0]}"').stdout, 'exit 0');
  assert.match(shell('$TFSWEEP table other | head -1; echo "exit ${PIPESTATUS[0]}"').stdout, 'exit 2');
});

/** What clears a screen, names a window, and turns the direction of text. */
const HOSTILE = '\u001b]0;owned\u0007\u001b[2J\u009b2J\u202e\u200f\u061c';
/** The same in a value of a parameter, and in a line of its own what GitHub's runner takes for a command. */
const HOSTILE_VALUE = `${HOSTILE}\n::error::owned\n`;
const CONTROLS = '\\u0000-\\u0008\\u000b-\\u001a\\u001c-\\u001f\\u007f-\\u009f\\p{Bidi_Control}';
const STEERING = new RegExp(`${String.fromCharCode(27)}(?!\\[\\d{1,2}m)|[${CONTROLS}]|^::error::owned`, 'mu');

function assertHarmless(text: string, what: string): void {
  const at = STEERING.exec(text)?.index;
  assert.is(at, undefined, `${what}: ${JSON.stringify(text.slice(Math.max(0, (at ?? 0) - 80), (at ?? 0) + 20))}`);
}

/** Writes a text in the place of a parameter's value into the files of a run, as somebody else's run may hold it. */
function renameValue(folder: string, name: string, old: string, now: string): void {
  const before = JSON.stringify({[name]: old}).slice(1, -1);
  const after = JSON.stringify({[name]: now}).slice(1, -1);
  for (const [file, begin] of [
    ['manifest.json', ''],
    ['trials.jsonl', '"parameters":{'],
  ]) {
    const text = readFileSync(join(folder, file), 'utf8');
    assert.ok(text.includes(begin + before), file);
    writeFileSync(join(folder, file), text.replaceAll(begin + before, begin + after));
  }
}

test('nothing in headers, parameters, names of files and foreign run folders steers a terminal, a table or a log', () => {
  const hostile = new Rig();
  const name = `x${HOSTILE}.yaml`;
  hostile.write(
    `data${HOSTILE}.csv`,
    `t,a${HOSTILE}\n${Array.from({length: 90}, (_, row) => `${row},${Math.sin(row)}`).join('\n')}\n`,
  );
  const data = {type: 'csv', path: `data${HOSTILE}.csv`, columns: [`a${HOSTILE}`]};
  const layers = ['flatten', {type: 'dense', units: 2, activation: '${activation}'}, {type: 'dense', units: 1}];
  const change = {data, description: HOSTILE, window: {length: 3}, model: {layers}};
  hostile.write(name, smallExperiment(change));
  hostile.write('wrong.yaml', `version: 1\nna\u009b2J\u202eme: "\u202e"\n\tx\n`);
  hostile.write('named.yaml', smallExperiment({...change, name: 'named'}));
  const commands = [
    ['check', name],
    ['check', 'wrong.yaml'],
    ['check', `no${HOSTILE}`],
    ['plan', name],
    ['data', name],
    ['data', name, '--plot'],
    ['data', name, '--json'],
    ['run', name, '--workers', '1'],
    ['run', 'named.yaml', '--workers', '1'],
    ['run', name, '--workers', '1', '--json'],
    ['table', 'small'],
    ['table', 'named'],
    ['table', 'named', '--format', 'md'],
    ['table', 'named', '--format', 'csv'],
    ['table', 'small', '--filter', `${HOSTILE}=1`],
    ['table', HOSTILE.replaceAll('/', '')],
    ['diff', 'small', 'named'],
    ['diff', 'small', 'named', '--format', 'md'],
    ['verify', 'small', '--sample', '1', '--workers', '1'],
    ['table', 'named', '--all', '--trials'],
    ['report', 'named', '--file', `r${HOSTILE}.html`],
    ['report', 'named', '--file', 'report.html'],
    ['check', name, '--junit', 'junit.xml'],
    ['init', `data${HOSTILE}.csv`],
    ['init', `none${HOSTILE}`],
    ['merge', `none${HOSTILE}`],
    ['queue', `redis://${HOSTILE}`],
    ['activations', HOSTILE],
    ['backend'],
    ['backend', HOSTILE],
    [HOSTILE],
    ['worker', '--queue', `x${HOSTILE}`],
  ];
  let isNew = true;
  for (const args of commands) {
    if (args[1] === 'named' && isNew) {
      isNew = false;
      renameValue(hostile.runFolder('named'), 'activation', 'tanh', HOSTILE_VALUE);
    }
    const {status, stdout, stderr} = spawnSync(process.execPath, [program, ...args], {
      cwd: hostile.folder,
      encoding: 'utf8',
      env: {
        ...process.env,
        NO_COLOR: undefined,
        FORCE_COLOR: '1',
        GITHUB_ACTIONS: 'true',
        GITHUB_STEP_SUMMARY: join(hostile.folder, 'summary.md'),
        TFSWEEP_QUEUE: '',
      },
    });
    assert.is.not(status, 70, stderr);
    assert.not.match(stderr, 'is no result');
    if (args[1] === 'named') assert.is(status, 0, stderr);
    for (const text of [stdout, stderr]) assertHarmless(text, args[0]);
  }
  for (const file of [
    'summary.md',
    'junit.xml',
    'report.html',
    ...['small', 'named'].map(one =>
      join('results', one, readdirSync(join(hostile.folder, 'results', one))[0], 'table.md'),
    ),
  ])
    assertHarmless(readFileSync(join(hostile.folder, file), 'utf8'), file);
  hostile.remove();
});

test('cells of a CSV that would be formulas are text', async () => {
  const odd = new Rig();
  odd.write('small.yaml', smallExperiment());
  for (const [value, cell] of [
    ['=1+1', "'=1+1"],
    ['+x', "'+x"],
    ['-x', "'-x"],
    ['@sum', "'@sum"],
    ['\tx', "'\tx"],
    ['\t', "'\t"],
    ['two\nlines', 'two\u240alines'],
    ['-1', '-1'],
    ['a=b', 'a=b'],
  ]) {
    assert.is((await odd.tfsweep(['run', 'small.yaml', '--again'])).code, 0);
    renameValue(odd.runFolder('small'), 'activation', 'tanh', value);
    const {stdout} = await odd.tfsweep(['table', 'small', '--format', 'csv']);
    const first = stdout.split('\n').map(line => line.split(',')[0]);
    // On a terminal a tab stays one.
    assert.ok(first.includes(cell), `${JSON.stringify(value)}: ${JSON.stringify(first)}`);
    renameValue(odd.runFolder('small'), 'activation', value, 'tanh');
  }
  odd.remove();
});

test.after(() => rig.remove());
test.run();
