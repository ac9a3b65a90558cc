// What npm publishes, installed into another project.
import {execFileSync, spawnSync} from 'node:child_process';
import {chmodSync, existsSync, mkdirSync, readdirSync, readlinkSync, rmSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {currentInstallation, tfjsNodeFolder} from '../src/engine/backends/install/installation.js';
import {Rig, root, smallExperiment} from './rig.js';

const rig = new Rig();
const npm = (args: readonly string[], cwd: string) =>
  execFileSync('npm', [...args], {cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe']});
const [packed]: {filename: string; files: {path: string}[]}[] = JSON.parse(
  npm(['pack', '--json', '--ignore-scripts', '--pack-destination', rig.folder], root),
);
const paths = packed.files.map(({path}) => path);

test('the package holds the program, the schema, the experiments and their data, and nothing else', () => {
  for (const path of [
    'dist/program/cli/main.js',
    'dist/program/run/executor/worker.js',
    'dist/program/client/charts.js',
    'dist/program/library/index.js',
    'dist/program/library/index.d.ts',
    'dist/program/tensorflow/tfjs-core.cjs',
    'dist/program/tensorflow/tfjs-backend-wasm-simd.wasm',
    'docs/library.md',
    'dist/program/THIRD-PARTY.txt',
    'src/presentation/html/page.css',
    'schema/experiment.schema.json',
    'experiments/data/seattle-weather.csv',
    'README.md',
    'LICENSE',
  ])
    assert.ok(paths.includes(path), path);
  const odd = paths.filter(
    path =>
      !/^(dist\/program\/.*\.js|dist\/program\/library\/(index|errors|results|training|types)\.d\.ts|dist\/program\/tensorflow\/.*\.(cjs|wasm|json)|dist\/program\/THIRD-PARTY\.txt|src\/presentation\/html\/page\.css|schema\/.*\.json|experiments\/.*\.(yaml|csv)|docs\/.*|\.github\/workflows\/tfsweep\.yml|CONTRIBUTING\.md|README(\.ja)?\.md|LICENSE|package\.json)$/.test(
        path,
      ),
  );
  assert.equal(odd, []);
});

rig.write('package.json', '{"private": true}');
rig.write('small.yaml', smallExperiment({training: {epochs: 1}}));
npm(
  ['install', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error', join(rig.folder, packed.filename)],
  rig.folder,
);
const npx = (args: readonly string[]) =>
  spawnSync('npx', ['--no-install', 'tfsweep', ...args], {
    cwd: rig.folder,
    encoding: 'utf8',
    env: {...process.env, TFSWEEP_CACHE: join(rig.folder, 'cache'), NO_COLOR: '1'},
  });

test('npx tfsweep works where the package is installed', () => {
  const run = npx(['run', 'small.yaml']);
  assert.is(run.status, 0, run.stderr);
  assert.match(run.stdout, '* best mean validation_rmse');
  const report = npx(['report', 'small', '--file', 'report.html']);
  assert.is(report.status, 0, report.stderr);
  assert.match(rig.read('report.html'), '<title>small · tfsweep</title>');
  const weather = npx([
    'check',
    'node_modules/tfsweep/experiments/weather.yaml',
    'node_modules/tfsweep/experiments/dummy-sine.yaml',
  ]);
  assert.is(weather.status, 0, weather.stderr);
});

test('it is a package that Node, bundlers and TypeScript resolve: publint and attw find nothing', () => {
  const tarball = join(rig.folder, packed.filename);
  for (const args of [
    ['publint', tarball, '--strict'],
    ['attw', tarball, '--profile', 'esm-only'],
  ]) {
    const {status, stdout, stderr} = spawnSync('npx', ['--no-install', ...args], {cwd: root, encoding: 'utf8'});
    assert.is(status, 0, stdout + stderr);
  }
});

test('the example of the library runs where the package is installed, and its types fit', () => {
  const [, example] = /```ts\n([\s\S]*?)```/.exec(rig.read('node_modules/tfsweep/docs/library.md')) ?? [];
  rig.write('example.mts', example ?? '');
  rig.write('example.mjs', example ?? '');
  const ran = spawnSync(process.execPath, ['example.mjs'], {cwd: rig.folder, encoding: 'utf8'});
  assert.is(ran.status, 0, ran.stderr);
  assert.match(ran.stdout, '12 trained now, 12 of 12 are there');
  const compiler = join(root, 'node_modules', '.bin', 'tsc');
  const args = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', '--types', '', 'example.mts'];
  const checked = spawnSync(compiler, args, {cwd: rig.folder, encoding: 'utf8'});
  // Without the types of Node `console` is none of its names; nothing else is unknown.
  assert.equal(
    checked.stdout.split('\n').filter(line => line.includes('error') && !/Cannot find name 'console'/.test(line)),
    [],
  );
  rig.write('wrong.mts', "import {runExperiment} from 'tfsweep';\nawait runExperiment('a.yaml', {worker: 2});\n");
  const wrong = spawnSync(compiler, [...args.slice(0, -1), 'wrong.mts'], {cwd: rig.folder, encoding: 'utf8'});
  assert.match(wrong.stdout, "'worker' does not exist in type 'RunOptions'");
});

test('every link of README leads to a file of the package', () => {
  const linked = [...rig.read('node_modules/tfsweep/README.md').matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)];
  assert.ok(linked.length > 10);
  for (const [, path] of linked) assert.ok(existsSync(join(rig.folder, 'node_modules', 'tfsweep', path)), path);
});

test('what is installed for it is small', () => {
  const kilobytes = Number(
    /^\d+/.exec(execFileSync('du', ['-sk', 'node_modules'], {cwd: rig.folder, encoding: 'utf8'})),
  );
  assert.ok(kilobytes < 50_000, `${kilobytes} KB`);
});

test('npx tfsweep works in a checkout, as README.md says', () => {
  const made = spawnSync(process.execPath, [join(root, 'src', 'ready.mjs')], {encoding: 'utf8'});
  assert.is(made.status, 0, made.stderr);
  const cache = join(rig.folder, 'npm-cache');
  const help = () => {
    const {status, stdout, stderr} = spawnSync('npx', ['--no-install', 'tfsweep', '--help'], {
      cwd: root,
      encoding: 'utf8',
      env: {...process.env, npm_config_cache: cache},
    });
    assert.is(status, 0, stderr);
    assert.match(stdout, 'Usage: tfsweep');
  };
  help();
  // npx keeps a link to the program by the checkout's path, and doesn't ask again where the program is.
  const [remembered = ''] = readdirSync(join(cache, '_npx'));
  const link = join(cache, '_npx', remembered, 'node_modules', '.bin', 'tfsweep');
  assert.match(readlinkSync(link), '/dist/program/cli/main.js');
  rmSync(link);
  symlinkSync(join('..', 'tfsweep', 'dist', 'src', 'cli', 'main.js'), link);
  const compiled = join(root, 'dist', 'src', 'cli', 'main.js');
  chmodSync(compiled, 0o644);
  help();
  // Nor does it make one later where nothing was built at its first call.
  rmSync(link);
  help();
});

test('an npm: file of a package that is not installed is told with the way out', () => {
  const {status, stderr} = npx(['check', 'node_modules/tfsweep/experiments/linear-vs-tanh.yaml']);
  assert.is(status, 2);
  assert.match(stderr, "error the npm package 'vega-datasets' is not installed");
  assert.match(stderr, 'hint npm install vega-datasets');
});

test('a queue without BullMQ is told with the way out', () => {
  for (const args of [
    ['queue', 'redis://127.0.0.1:1'],
    ['worker', '--queue', 'redis://127.0.0.1:1'],
    ['run', 'small.yaml', '--queue', 'redis://127.0.0.1:1'],
  ]) {
    const {status, stderr} = npx(args);
    assert.is(status, 2, stderr);
    assert.match(stderr, 'error BullMQ, which keeps the queue, is not installed');
    assert.match(stderr, 'hint npm install bullmq ioredis');
  }
});

const installation = currentInstallation();
if (!installation) process.stdout.write('skipped: the native backend is not installed (tfsweep backend install)\n');
(installation ? test : test.skip)('a tfjs-node that npm could install is found beside us', () => {
  assert.match(npx(['backend']).stdout, /│ native +│ no /);
  mkdirSync(join(rig.folder, 'node_modules', '@tensorflow'), {recursive: true});
  const target = join(rig.folder, 'node_modules', '@tensorflow', 'tfjs-node');
  if (installation && !existsSync(target)) symlinkSync(tfjsNodeFolder(installation), target);
  const {stdout} = npx(['backend']);
  assert.match(stdout, /│ native +│ works │ 4\.22\.0 with TensorFlow of its own/);
});

test.after(() => rig.remove());
test.run();
