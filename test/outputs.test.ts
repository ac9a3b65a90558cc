// The output of every command in every form, pinned in fixtures/outputs for the runs in fixtures/runs (made there by
// `tfsweep run before.yaml` and `tfsweep run after.yaml`). To pin new ones after reading them: UPDATE=1 npm test outputs
import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import picocolors from 'picocolors';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {resultsSheet} from '../src/presentation/sheet/results-sheet.js';
import {sheetText} from '../src/presentation/sheet/sheet-text.js';
import {resultsTable} from '../src/results/results-table.js';
import {writeMadeRun} from './made-run.js';
import {Rig, resultsIn, root} from './rig.js';

const pinned = join(root, 'test', 'fixtures', 'outputs');
const rig = new Rig();
rig.copy('test/fixtures/runs', '.');
// `run` notes when it was called; the others are about runs as they are committed.
const running = new Rig();
running.copy('test/fixtures/runs', '.');

/** By the file that holds what is expected; its name ends as the form is called. */
const OUTPUTS: Readonly<Record<string, readonly string[]>> = {
  'check.txt': ['check', 'before.yaml', 'after.yaml'],
  'plan.txt': ['plan', 'before.yaml'],
  'data.txt': ['data', 'before.yaml'],
  'run.txt': ['run', 'before.yaml'],
  'run.json': ['run', 'before.yaml', '--json'],
  'table.txt': ['table', 'before'],
  'table.md': ['table', 'before', '--format', 'md'],
  'table.csv': ['table', 'before', '--format', 'csv'],
  'table.json': ['table', 'before', '--format', 'json'],
  'table-all.txt': ['table', 'before', '--all'],
  'table-by.txt': ['table', 'before', '--by', 'window', '--metric', 'test_r2,validation_mse'],
  'table-by.json': ['table', 'before', '--by', 'window,activation', '--format', 'json'],
  'table-top.txt': ['table', 'before', '--top', '2', '--filter', 'window>=3', '--filter', 'activation=tanh'],
  'table-top.md': ['table', 'after', '--filter', 'test_mae<3', '--sort', 'window', '--format', 'md'],
  'table-trials.txt': ['table', 'before', '--trials', '--filter', 'window=8', '--sort', 'test_mae'],
  'table-trials.md': ['table', 'before', '--trials', '--top', '3', '--format', 'md'],
  'table-trials.csv': ['table', 'before', '--trials', '--format', 'csv'],
  'table-trials.json': ['table', 'before', '--trials', '--filter', 'seed=2', '--all', '--format', 'json'],
  'table-pivot.txt': ['table', 'before', '--pivot', 'activation,window'],
  'table-pivot.md': ['table', 'before', '--pivot', 'window,optimizer', '--format', 'md'],
  'table-pivot.csv': ['table', 'before', '--pivot', 'activation,window', '--format', 'csv'],
  'table-pivot.json': ['table', 'before', '--pivot', 'activation,window', '--metric', 'test_r2', '--format', 'json'],
  'diff.txt': ['diff', 'before', 'after'],
  'diff.md': ['diff', 'before', 'after', '--format', 'md', '--tolerance', '20%'],
  'diff.json': ['diff', 'before', 'after', '--format', 'json', '--metric', 'test_mae'],
  'verify.txt': ['verify', 'before', 'after'],
  'verify.md': ['verify', 'before', '--sample', '3', '--format', 'md'],
  'verify.json': ['verify', 'after', '--sample', '2', '--format', 'json'],
};

/** Without what differs from call to call, or from machine to machine. */
function steady(output: string): string {
  return output
    .replace(/"circumstances": \{.*?\n {4}\},\n/s, '')
    .replace(/^- (not as it was|the same bits are expected).*\n/gm, '')
    .replace(/\n{3,}/g, '\n\n');
}

if (process.env.UPDATE) {
  rmSync(pinned, {recursive: true, force: true});
  mkdirSync(pinned);
}

function matches(file: string, output: string): void {
  if (process.env.UPDATE) writeFileSync(join(pinned, file), output);
  assert.fixture(
    output,
    existsSync(join(pinned, file)) ? readFileSync(join(pinned, file), 'utf8') : 'nothing is pinned',
  );
}

for (const [file, args] of Object.entries(OUTPUTS))
  test(`tfsweep ${args.join(' ')}`, async () => {
    const {stdout, stderr} = await (args[0] === 'run' ? running : rig).tfsweep(args);
    assert.not.equal(stdout, '', stderr);
    matches(file, steady(stdout));
  });

for (const format of ['csv', 'json'])
  test(`${format} holds every trial in full precision`, async () => {
    const {stdout} = await rig.tfsweep(['table', 'before', '--trials', '--all', '--format', format]);
    const journal = readFileSync(join(rig.runFolder('before'), 'trials.jsonl'), 'utf8');
    for (const line of journal.trim().split('\n')) {
      const trial = JSON.parse(line);
      assert.match(stdout, trial.id);
      if (trial.status === 'finished') assert.match(stdout, String(trial.metrics.test.mae));
    }
  });

test('a narrow terminal gets fewer and narrower columns, and is told which are missing', () => {
  const results = resultsIn(rig.runFolder('before'));
  const sheet = resultsSheet(resultsTable(results, {metrics: ['test_mae', 'test_rmse', 'test_r2'], all: true}));
  const texts = [200, 110, 70, 50, 20].map(width => {
    const text = sheetText(sheet, picocolors.createColors(false), {width});
    const table = text.split('\n').filter(line => /^[┌│├└]/.test(line));
    if (width > 30) assert.ok(Math.max(...table.map(line => line.length)) <= width, text);
    return `--- ${width} columns\n${text}`;
  });
  matches('table-narrow.txt', texts.join('\n'));
});

test('a long table is one table, and ends where nobody reads further unless more is asked for', async () => {
  writeMadeRun(join(rig.folder, 'results', 'made', 'run'), 1200, 1, 1);
  const table = async (...args: readonly string[]) => {
    const {stdout} = await rig.tfsweep(['table', 'made', ...args]);
    return stdout.split('\n').filter(line => /^[┌│├└]/.test(line));
  };
  const lines = await table();
  assert.is(lines.length, 1004);
  assert.is(new Set(lines.map(line => line.length)).size, 1);
  assert.equal(
    lines.flatMap((line, index) => (line.startsWith('│') ? [] : [index])),
    [0, 2, 1003],
  );
  assert.is((await table('--top', '1100')).length, 1104);
  assert.match((await rig.tfsweep(['table', 'made'])).stdout, 'the first 1,000 of 1,200 rows');
  const told = async (...args: readonly string[]) =>
    (await rig.tfsweep(['table', 'made', ...args])).stdout.match(/the first .*? (rows|trials)/gi);
  assert.equal(await told('--top', '3'), ['the first 3 of 1,200 rows']);
  assert.equal(await told('--top', '3', '--format', 'md'), ['The first 3 of 1,200 rows']);
  assert.equal(await told('--trials'), ['the first 1,000 of 1,200 trials']);
  assert.equal(await told('--trials', '--top', '3', '--format', 'md'), ['The first 3 of 1,200 trials']);
  assert.match((await told('--top', '1199', '--format', 'md'))?.join() ?? '', /^The first \d+ of 1,200 rows$/);
  assert.is((await rig.tfsweep(['table', 'made', '--format', 'csv'])).stdout.split('\n').length, 1202);
});

test('the page of a report, but for its scripts and its style', async () => {
  const {code} = await rig.tfsweep(['report', 'before', '--file', 'report.html']);
  assert.is(code, 0);
  const page = rig
    .read('report.html')
    .replace(/<script( type="module")?>.*?<\/script>\n/gs, '')
    .replace(/sha256-[\w+/]+=*/g, 'sha256-')
    .replace(/<style>.*?<\/style>/s, '');
  matches('report.html', page);
});

test('nothing is pinned that no command says any more', () => {
  const expected = [...Object.keys(OUTPUTS), 'table-narrow.txt', 'report.html'];
  assert.equal(readdirSync(pinned).sort(), expected.sort());
});

test.after(() => {
  rig.remove();
  running.remove();
});
test.run();
