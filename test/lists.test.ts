// `list` and `clean`: which runs there are, which file each is of, and which go.
import {spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, readFileSync, renameSync, symlinkSync, unlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {program, Rig, smallExperiment} from './rig.js';
import {hasTerminal, typedInTerminal} from './terminal.js';

const once = {training: {epochs: 1}, sweep: {parameters: {activation: ['linear', 'tanh']}, seeds: 1}};

/** A folder with two runs of one file: it was changed between them. */
async function twoRuns(): Promise<Rig> {
  const rig = new Rig();
  rig.write('small.yaml', smallExperiment(once));
  await rig.tfsweep(['run', 'small.yaml']);
  rig.write('small.yaml', smallExperiment({...once, training: {epochs: 2}}));
  await rig.tfsweep(['run', 'small.yaml']);
  return rig;
}

test('each run is listed with its file, its trials, its best mean, and what has changed since', async () => {
  const rig = await twoRuns();
  const {code, stdout} = await rig.tfsweep(['list']);
  assert.is(code, 0);
  assert.match(stdout, /small\/[0-9a-f]{12} │ small\.yaml │ .* │ +2 │ test_rmse [\d.]+ │ nothing changed/);
  assert.match(stdout, /small\/[0-9a-f]{12} │ small\.yaml │ .* │ training\.epochs: 1 → 2/);
  const rows = JSON.parse((await rig.tfsweep(['runs', '--json'])).stdout);
  assert.equal(
    rows.map((row: {name: string; standing: {type: string}; trials: unknown}) => [
      row.name,
      row.standing.type,
      row.trials,
    ]),
    [
      ['small', 'as now', {planned: 2, finished: 2, failed: 0}],
      ['small', 'differs', {planned: 2, finished: 2, failed: 0}],
    ],
  );
  // The best of the list is the row with the star.
  const {table} = JSON.parse((await rig.tfsweep(['table', rows[1].run.slice(0, 6), '--format', 'json'])).stdout);
  type Row = {best: boolean; metrics: Record<string, {mean: number}>};
  const star = table.rows.find((row: Row) => row.best);
  assert.is(rows[1].best, star.metrics.test_rmse.mean);
  rig.remove();
});

test('clean removes runs that no file stands for, after --yes, and keeps what is not its own', async () => {
  const rig = await twoRuns();
  const [now, old] = JSON.parse((await rig.tfsweep(['list', '--json'])).stdout).map(({run}: {run: string}) =>
    join(rig.folder, 'results', 'small', run),
  );
  const unasked = await rig.tfsweep(['clean']);
  assert.is(unasked.code, 2);
  assert.match(unasked.stderr, 'hint --yes removes them');
  assert.ok(existsSync(join(old, 'manifest.json')));
  writeFileSync(join(old, 'notes.md'), 'my own');
  const cleaned = await rig.tfsweep(['clean', '--yes']);
  assert.is(cleaned.code, 0);
  assert.match(cleaned.stderr, /the folder results\/small\/[0-9a-f]{12} stays: notes\.md in it is none of tfsweep's/);
  assert.match(cleaned.stderr, 'removed 1 run');
  assert.equal([existsSync(join(old, 'manifest.json')), existsSync(join(old, 'notes.md'))], [false, true]);
  assert.ok(existsSync(join(now, 'trials.jsonl')));
  assert.match((await rig.tfsweep(['clean', '--yes'])).stderr, 'nothing in results is removed');
  rig.remove();
});

test('a run whose file is gone goes, one whose file has problems stays, and so does one with --set as long as it is the same', async () => {
  const rig = new Rig();
  rig.write('small.yaml', smallExperiment(once));
  rig.write('other.yaml', smallExperiment({...once, name: 'other'}));
  rig.write('wrong.yaml', smallExperiment({...once, name: 'wrong'}));
  for (const args of [['small.yaml', '--set', 'training.epochs=3'], ['other.yaml'], ['wrong.yaml']])
    await rig.tfsweep(['run', ...args]);
  rig.write('wrong.yaml', 'version: 1\n');
  unlinkSync(join(rig.folder, 'other.yaml'));
  const standings = JSON.parse((await rig.tfsweep(['list', '--json'])).stdout);
  assert.equal(
    standings.map(({name, standing}: {name: string; standing: {type: string}}) => [name, standing.type]),
    [
      ['other', 'no file'],
      ['small', 'as now'],
      ['wrong', 'unsure'],
    ],
  );
  const {stderr} = await rig.tfsweep(['clean', '--yes']);
  assert.match(stderr, /wrong\/[0-9a-f]{12} stays: its file has problems/);
  assert.equal(rig.list('results').sort(), ['small', 'wrong']);
  rig.remove();
});

test('a run whose file is elsewhere, is called otherwise, or made by other options, stays', async () => {
  const rig = new Rig();
  rig.write('deep/small.yaml', smallExperiment(once));
  rig.write('eager.yaml', smallExperiment({...once, name: 'eager'}));
  rig.write('renamed.yaml', smallExperiment({...once, name: 'renamed'}));
  const [deep, out] = [join(rig.folder, 'deep'), join(rig.folder, 'results')];
  await rig.tfsweep(['run', 'eager.yaml', '--engine', 'eager']);
  await rig.tfsweep(['run', 'renamed.yaml']);
  renameSync(join(rig.folder, 'renamed.yaml'), join(rig.folder, 'other-name.yaml'));
  spawnSync(process.execPath, [program, 'run', 'small.yaml', '--out', '../results'], {cwd: deep});
  assert.equal(rig.list('results').sort(), ['eager', 'renamed', 'small']);
  const {stdout, stderr} = await rig.tfsweep(['clean', '--yes']);
  assert.match(stderr, 'nothing in results is removed', stdout);
  // From a folder that has none of these files nobody can tell.
  const elsewhere = new Rig();
  assert.match((await elsewhere.tfsweep(['clean', '--yes', '--out', out])).stderr, 'nothing in');
  assert.equal(rig.list('results').sort(), ['eager', 'renamed', 'small']);
  elsewhere.remove();
  rig.remove();
});

test('clean follows no link, and one run of a newer format is no obstacle to the others', async () => {
  const rig = await twoRuns();
  const [, old] = JSON.parse((await rig.tfsweep(['list', '--json'])).stdout);
  const folder = join(rig.folder, 'results', 'small', old.run);
  const precious = join(rig.folder, 'precious', old.run);
  mkdirSync(join(rig.folder, 'precious'));
  renameSync(folder, precious);
  symlinkSync(precious, folder);
  mkdirSync(join(rig.folder, 'results', 'newer', 'aaaaaaaaaaaa'), {recursive: true});
  const manifest = JSON.parse(readFileSync(join(precious, 'manifest.json'), 'utf8'));
  rig.write('results/newer/aaaaaaaaaaaa/manifest.json', JSON.stringify({...manifest, format: 99}));
  const {code, stderr} = await rig.tfsweep(['clean', '--yes']);
  assert.is(code, 0, stderr);
  assert.match(stderr, 'stays: it is a link');
  assert.match(stderr, /format 99.*: it stays/);
  assert.ok(existsSync(join(precious, 'trials.jsonl')));
  assert.is((await rig.tfsweep(['list'])).code, 0);
  rig.remove();
});

test('where there is no run, that is said', async () => {
  const rig = new Rig();
  mkdirSync(join(rig.folder, 'results'));
  const {code, stdout, stderr} = await rig.tfsweep(['list']);
  assert.equal([code, stdout], [0, '']);
  assert.match(stderr, 'there is no run in results; tfsweep run FILE makes one');
  rig.remove();
});

const inTerminal = hasTerminal ? test : test.skip;
inTerminal('on a terminal clean asks, and only a yes removes', async () => {
  const rig = await twoRuns();
  assert.match(await typedInTerminal(rig, ['clean'], 'n\n'), /remove 1 run\? \[y\/N\][\s\S]*nothing is removed/);
  assert.match(await typedInTerminal(rig, ['clean'], '\n'), 'nothing is removed');
  assert.match(await typedInTerminal(rig, ['clean'], '\u0003'), 'nothing is removed');
  assert.match(await typedInTerminal(rig, ['clean'], '\u0004'), 'nothing is removed');
  assert.match(await typedInTerminal(rig, ['clean'], 'y\n'), 'removed 1 run');
  rig.remove();
});

test.run();
