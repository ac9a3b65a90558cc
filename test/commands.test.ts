// The commands as a user meets them.
import {spawnSync} from 'node:child_process';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {stringify} from 'yaml';
import {ENGINE_CHOICES} from '../src/engine/choose/choose-engine.js';
import {BACKEND_CHOICES} from '../src/experiment/experiment-file.js';
import {program, Rig, root, smallExperiment} from './rig.js';

const rig = new Rig();
rig.copy('experiments', 'experiments');
rig.write('small.yaml', smallExperiment());
const smallYaml = stringify(JSON.parse(smallExperiment()));
rig.write(
  'spy.cjs',
  `const loaded = name => Object.keys(require.cache).filter(file => name.test(file)).length;
process.on('exit', () => process.stderr.write('tfjs: ' + loaded(/.tensorflow.*c?js$/) + '\\najv: ' + loaded(/.ajv./) + '\\n'));`,
);
const spied = (args: readonly string[]) =>
  rig.tfsweep(args, {NODE_OPTIONS: `--require ${join(rig.folder, 'spy.cjs')}`});
assert.is((await rig.tfsweep(['run', 'small.yaml'])).code, 0);

test('an older Node says so, in the program and in a clone', () => {
  const {engines} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const older = 'Object.defineProperty(process, "versions", {value: {...process.versions, node: "18.20.8"}});';
  for (const file of [program, join(root, 'src', 'ready.mjs')]) {
    const {status, stderr} = spawnSync(process.execPath, ['--import', `data:text/javascript,${older}`, file], {
      encoding: 'utf8',
    });
    assert.is(stderr, `tfsweep needs Node ${engines.node.slice(2)} or newer, and this is Node 18.20.8\n`);
    assert.is(status, 2);
  }
});

test('what --set lays over a file is read as strictly as the file', async () => {
  for (const [set, said] of [
    ['training={epochs: 1, epochs: 7}', /--set:1:22 error this key is written twice/],
    ['seed=@1', /--set:1:6 error a text can't begin with @/],
    ['name="a\\q"', /--set:1:\d+ error invalid escape sequence/],
    ['training={epochs: *a}', /--set:1:19 error there is no anchor '&a' before this/],
    ['training={epochs: 1,000}', /--set:1:19 error a number is written without a comma/],
    ['seed="\\0"', /--set:1:6 error a text can't hold the character U\+0000/],
  ] as const) {
    const {code, stderr} = await rig.tfsweep(['run', 'small.yaml', '--set', set]);
    assert.is(code, 2, set);
    assert.match(stderr, said);
  }
  rig.write('null.yaml', smallYaml.replace(/^seed: .*\n/m, '').concat('seed: "${\\0}"\n'));
  assert.match((await rig.tfsweep(['run', 'null.yaml'])).stderr, /error a text can't hold the character U\+0000/);
});

test('what is set in a mapping that takes over keys is set there alone', async () => {
  rig.write(
    'merged.yaml',
    `name: merged
data: {type: synthetic, rows: 100, components: [{type: sine, period: 20}]}
window: 5
model:
  layers: [flatten, &d {type: dense, units: 4}, {<<: *d, units: 6}, {<<: *d}, {type: dense, units: 1}]
`,
  );
  const {stdout} = await rig.tfsweep(['plan', 'merged.yaml', '--set', 'model.layers.3.units=9']);
  const units = [...stdout.matchAll(/dense-\d .*\[(\d+)\] +│ +\d+ │/g)].map(([, one]) => Number(one));
  assert.equal(units, [4, 6, 9, 1]);
});

for (const args of [
  ['--help'],
  ['--version'],
  ['check', 'small.yaml'],
  ['plan', 'small.yaml', '--engine', 'eager'],
  ['data', 'small.yaml'],
  ['table', 'small'],
  ['diff', 'small', 'small'],
  ['report', 'small'],
])
  test(`${args.join(' ')} answers without TensorFlow.js, and with schemas that were compiled before`, async () => {
    const {code, stderr} = await spied(args);
    assert.is(code, 0, stderr);
    assert.match(stderr, /^tfjs: 0$/m);
    assert.match(stderr, /^ajv: 0$/m);
  });

test('the spy sees TensorFlow.js and ajv where they are loaded', async () => {
  const {stderr} = await spied(['backend']);
  assert.match(stderr, /^tfjs: 0$/m);
  const script = join(rig.folder, 'load.mjs');
  rig.write(
    'load.mjs',
    `import {wasm} from ${JSON.stringify(join(root, 'dist/src/engine/backends/wasm.js'))}; await wasm.load();
import ${JSON.stringify(join(root, 'dist/src/document/compiled-schema.js'))};`,
  );
  const loaded = spawnSync(process.execPath, ['--require', join(rig.folder, 'spy.cjs'), script], {encoding: 'utf8'});
  assert.match(loaded.stderr, /^tfjs: [1-9]/m);
  assert.match(loaded.stderr, /^ajv: [1-9]/m);
});

test('help of commands that train names every backend and engine', async () => {
  for (const command of ['run', 'plan', 'verify']) {
    const {stdout} = await rig.tfsweep([command, '--help']);
    for (const name of [...BACKEND_CHOICES, ...ENGINE_CHOICES]) assert.match(stdout, new RegExp(`\\b${name}\\b`));
  }
});

test('help names every command', async () => {
  const {code, stdout} = await rig.tfsweep(['--help']);
  assert.is(code, 0);
  for (const command of ['check', 'plan', 'run', 'table', 'diff', 'verify', 'report', 'data', 'backend'])
    assert.match(stdout, new RegExp(`^  ${command}\\b`, 'm'));
  assert.is((await rig.tfsweep([])).stdout, stdout);
});

const usage: readonly [readonly string[], string][] = [
  [['rum', 'small.yaml'], '(Did you mean run?)'],
  [['run'], "missing required argument 'file'"],
  [['run', 'small.yaml', '--worker', '2'], '(Did you mean --workers?)'],
  [['run', 'small.yaml', '--workers', '0'], 'It must be a whole number from 1 to 1024.'],
  [['run', 'small.yaml', '--workers', 'two'], 'It must be a whole number from 1 to 1024.'],
  [['run', 'small.yaml', '--shard', '3/2'], 'It must be I/N, such as 2/5, with I from 1 to N.'],
  [['run', 'small.yaml', '--backend', 'wsam'], "there is no backend 'wsam'"],
  [['run', 'small.yaml', '--engine', 'fast'], "there is no engine 'fast'"],
  [['run', 'nowhere.yaml'], 'nowhere.yaml error no such file'],
  [['run', 'experiments'], 'experiments error this is a folder, not an experiment file'],
  [['run', 'small.yaml', '--set', 'epochs'], '--set:1:1 error expected key=value, such as training.epochs=5'],
  [['run', 'small.yaml', '--set', 'training.epoch=5'], "--set:1:16 error unknown key 'epoch'"],
  [['run', 'small.yaml', '--set', 'training.epochs=five'], "--set:1:17 error expected a whole number, found 'five'"],
  [['run', 'small.yaml', '--set', '__proto__.x=1'], "'__proto__.x' is not a path of keys"],
  [['run', 'small.yaml', '--out', 'small.yaml'], "results can't be written: "],
  [['table', 'nothing'], "there is no run of 'nothing' in results"],
  [['table', 'nothing.yaml'], "'nothing.yaml' stands for no run: it has problems"],
  [['table', 'small', '--by', 'activaton'], "did you mean 'activation'?"],
  [['table', 'small', '--metric', 'rmse'], "there is no metric 'rmse'"],
  [['table', 'small', '--sort', 'loss'], "there is no column 'loss'"],
  [['table', 'small', '--format', 'html'], "there is no format 'html'"],
  [['table', 'small', '--filter', 'activation'], "'activation' is no condition"],
  [['table', 'small', '--filter', 'units>3'], "there is no column 'units'"],
  [['table', 'small', '--top', '0'], 'It must be a whole number from 1 on.'],
  [['table', 'small', '--pivot', 'activation'], '--pivot takes two parameters'],
  [['table', 'small', '--pivot', 'activation,activation'], '--pivot takes two parameters'],
  [['table', 'small', '--pivot', 'activation,window'], "there is no parameter 'window'"],
  [['table', 'small', '--trials', '--by', 'activation'], '--trials shows every trial, --by means over them'],
  [['report', 'nothing'], "there is no run of 'nothing' in results"],
  [['report', 'small', '--file', 'small.yaml/report.html'], "results can't be written: "],
  [['backend', 'instal'], "there is no 'backend instal'"],
  [['backend', 'install', '--from', 'experiments'], 'no libtensorflow in experiments'],
];
for (const [args, message] of usage)
  test(`tfsweep ${args.join(' ')} is bad input`, async () => {
    const {code, stdout, stderr} = await rig.tfsweep(args);
    assert.is(code, 2, stderr);
    assert.is(stdout, '');
    assert.match(stderr, message);
  });

test('bad input leaves no folder behind', () => {
  assert.equal(readdirSync(join(rig.folder, 'results')), ['small']);
  assert.is(readdirSync(join(rig.folder, 'results', 'small')).length, 1);
});

test('plan lists combinations, windows, layers, weights and steps, and trains nothing', async () => {
  const {code, stdout} = await rig.tfsweep(['plan', 'experiments/linear-vs-tanh.yaml']);
  assert.is(code, 0);
  assert.match(stdout, 'linear-vs-tanh: 4 combinations x seeds 42 to 51 = 40 trials, 134,400 steps, on wasm');
  assert.match(stdout, /│ tanh +│ 20 +│ +3,553, 766, 766 │ +861 │ +3,360 │/);
  assert.match(stdout, /│ dense-1 +│ linear +│ flatten-0 │ \[10\] +│ \[20\] +│ +220 │/);
  assert.not.ok(existsSync(join(rig.folder, 'results', 'linear-vs-tanh')));
});

test('plan tells of the means that auto would take, and why', async () => {
  const {stdout} = await rig.tfsweep(['plan', 'small.yaml', '--backend', 'auto'], {
    TFSWEEP_CACHE: join(rig.folder, 'cache'),
  });
  assert.match(stdout, 'on wasm (auto: native is not installed)');
});

test('data shows columns, splits and first windows, before and after standardization', async () => {
  const {code, stdout} = await rig.tfsweep(['data', 'experiments/weather.yaml']);
  assert.is(code, 0);
  assert.match(stdout, 'weather: seattle-weather.csv, 1461 rows, 2012-01-01 to 2015-12-31');
  assert.match(stdout, 'columns, z-score fitted on the 1022 training rows');
  assert.match(stdout, /│ precipitation │ input +│ as it is +│ +0 │ +3\.029 │/);
  assert.match(stdout, /│ train +│ +0 to 1021 +│ +1022 │ 2012-01-01 to 2014-10-18 │/);
  // By hand: 219 validation rows from 1022, the first window looks back 14 rows.
  assert.match(stdout, /│ validation, 219 │ 1008 to 1021 │/);
});

test('table prints the same again, and in other forms', async () => {
  const text = await rig.tfsweep(['table', 'small']);
  assert.match(text.stdout, '* best mean validation_rmse');
  const byFolder = await rig.tfsweep(['table', rig.runFolder('small')]);
  const byFile = await rig.tfsweep(['table', 'small.yaml']);
  const byParent = await rig.tfsweep(['table', join(rig.folder, 'results', 'small')]);
  assert.is(byFolder.stdout, text.stdout);
  assert.is(byParent.stdout, text.stdout);
  assert.is(byFile.stdout, text.stdout);
  const csv = await rig.tfsweep([
    'table',
    'small',
    '--format',
    'csv',
    '--metric',
    'test_mae',
    '--metric',
    'validation_r2',
  ]);
  assert.match(
    csv.stdout,
    /^activation,planned,finished,failed,test_mae_mean,test_mae_deviation,validation_r2_mean,validation_r2_deviation\nlinear,2,2,0,/,
  );
  const md = await rig.tfsweep(['table', 'small', '--format', 'md']);
  assert.match(md.stdout, /^\| activation \| validation_rmse \| test_rmse \|/);
  const json = JSON.parse((await rig.tfsweep(['table', 'small', '--format', 'json'])).stdout);
  assert.is(json.comparison.by, 'activation');
});

test('table sorts by a metric, best first, or by a parameter', async () => {
  rig.write(
    'grid.yaml',
    smallExperiment({
      name: 'grid',
      window: {length: '${window}'},
      sweep: {parameters: {window: [12, 4, 8], activation: ['linear', 'tanh']}},
      training: {epochs: 1},
    }),
  );
  assert.is((await rig.tfsweep(['run', 'grid.yaml'])).code, 0);
  const column = async (args: readonly string[], index: number) => {
    const {stdout} = await rig.tfsweep(['table', 'grid', '--format', 'csv', ...args]);
    return stdout
      .trim()
      .split('\n')
      .slice(1)
      .map(line => Number(line.split(',')[index]));
  };
  assert.equal(await column(['--by', 'window'], 0), [12, 4, 8]);
  assert.equal(await column(['--by', 'window', '--sort', 'window'], 0), [4, 8, 12]);
  const rmse = await column(['--sort', 'test_rmse', '--metric', 'test_rmse'], 5);
  assert.equal(
    rmse,
    [...rmse].sort((a, b) => a - b),
  );
  const r2 = await column(['--sort', 'test_r2', '--metric', 'test_r2'], 5);
  assert.equal(
    r2,
    [...r2].sort((a, b) => b - a),
  );
});

test('NO_COLOR leaves no escape codes, FORCE_COLOR brings them', async () => {
  const plain = await rig.tfsweep(['table', 'small']);
  assert.not.match(plain.stdout, '\u001b');
  const coloured = await rig.tfsweep(['table', 'small'], {NO_COLOR: undefined, FORCE_COLOR: '1'});
  assert.match(coloured.stdout, '\u001b[32m');
});

test('backend tells which work here', async () => {
  const {code, stdout} = await rig.tfsweep(['backend'], {TFSWEEP_CACHE: join(rig.folder, 'cache')});
  assert.is(code, 0);
  assert.match(stdout, /│ wasm +│ works │ 4\.22\.0/);
  assert.match(stdout, /│ cpu +│ works │ 4\.22\.0/);
  assert.match(stdout, /│ native +│ no +│ +│ not installed; tfsweep backend install/);
});

test('a backend that was asked for by name is never replaced in silence', async () => {
  const {code, stderr} = await rig.tfsweep(['run', 'small.yaml', '--backend', 'native'], {
    TFSWEEP_CACHE: join(rig.folder, 'cache'),
  });
  assert.is(code, 2);
  assert.match(stderr, "the native backend can't be used: not installed\n  hint tfsweep backend install");
  rig.write('native.yaml', `backend: native\n${smallYaml}`);
  const written = await rig.tfsweep(['run', 'native.yaml'], {TFSWEEP_CACHE: join(rig.folder, 'cache')});
  assert.is(written.code, 2);
  assert.match(
    written.stderr,
    "native.yaml:1:10 error the native backend can't be used: not installed\n  1 | backend: native\n    |          ^^^^^^",
  );
});

test('the cpu backend trains as well, close to wasm', async () => {
  const json = async (backend: string) =>
    JSON.parse((await rig.tfsweep(['run', 'small.yaml', '--backend', backend, '--json', '--out', backend])).stdout);
  const [cpu, wasm] = [await json('cpu'), await json('wasm')];
  assert.not.equal(cpu.run, wasm.run);
  cpu.table.rows.forEach((row: {metrics: {test_rmse: {mean: number}}}, index: number) => {
    const other = wasm.table.rows[index].metrics.test_rmse.mean;
    assert.ok(Math.abs(row.metrics.test_rmse.mean / other - 1) < 1e-4);
  });
});

test.after(() => rig.remove());
test.run();
