// Data flows one way: a station imports only from itself and from those before it.
import {readdirSync, readFileSync} from 'node:fs';
import {dirname, join, normalize, sep} from 'node:path';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {root} from './rig.js';

const STATIONS = [
  'document',
  'random',
  'sweep',
  'data',
  'model',
  'training',
  'experiment',
  'plan',
  'disk',
  'engine',
  'files',
  'run',
  'results',
  'presentation',
  'library',
  'cli',
];

/** What trains in a browser: it imports nothing of Node, and nothing that does. */
const CORE = [
  'document',
  'random',
  'sweep',
  'data',
  'model',
  'training',
  'experiment',
  'plan',
  join('engine', 'common'),
  join('engine', 'eager'),
  join('engine', 'webassembly'),
  join('engine', 'breathe.ts'),
  join('engine', 'local-trainer.ts'),
  join('engine', 'trained.ts'),
  join('run', 'executor', 'executor.ts'),
  join('engine', 'double'),
  join('engine', 'polished.ts'),
  join('engine', 'refits.ts'),
  join('run', 'executor', 'in-process.ts'),
];
const isCore = (file: string) => CORE.some(part => file === part || file.startsWith(part + sep));
const sources = join(root, 'src');
const files = readdirSync(sources, {recursive: true, encoding: 'utf8'}).filter(file => file.endsWith('.ts'));
const text = (file: string) => readFileSync(join(sources, file), 'utf8');
const imports = (file: string) => [...text(file).matchAll(/(?:from|import\() ?'([^']+)'/g)].map(match => match[1]);
const relative = (file: string) =>
  imports(file)
    .filter(path => path.startsWith('.'))
    .map(path => normalize(join(dirname(file), path)));

test('every file stands in a station', () => {
  assert.ok(files.length > 80);
  assert.equal(
    files.filter(file => !STATIONS.includes(file.split(sep)[0])),
    [],
  );
});

test('no import goes back', () => {
  const back = files.flatMap(file =>
    relative(file)
      .filter(imported => STATIONS.indexOf(imported.split(sep)[0]) > STATIONS.indexOf(file.split(sep)[0]))
      .map(imported => `${file} imports ${imported}`),
  );
  assert.equal(back, []);
});

test('the core takes nothing of Node, neither imports nor globals, and imports nothing that is no core', () => {
  const core = files.filter(isCore);
  assert.ok(core.length > 150);
  assert.equal(
    core.flatMap(file =>
      imports(file)
        .filter(path => path.startsWith('node:'))
        .map(path => `${file} imports ${path}`),
    ),
    [],
  );
  assert.equal(
    core.flatMap(file =>
      [...text(file).matchAll(/(?<![\w.])(?:Buffer|process|setImmediate|require|__dirname)(?=\.|\?\.|\()/g)].map(
        ([name]) => `${file} uses ${name}`,
      ),
    ),
    [],
  );
  const outside = core.flatMap(file =>
    runtimeImports(file)
      .filter(imported => !isCore(imported.replace(/\.js$/, '.ts')))
      .map(imported => `${file} imports ${imported}`),
  );
  assert.equal(outside, []);
});

test('no station before the command line prints, and none has a default export, any or a non-null assertion', () => {
  const printing = files.filter(
    file => !file.startsWith(`cli${sep}`) && /console\.|process\.std(out|err)\.write/.test(text(file)),
  );
  assert.equal(printing, []);
  assert.equal(
    files.filter(file => /export default|: any\b|as any\b/.test(text(file))),
    [],
  );
});

test('TensorFlow.js is loaded by backends only; the others take types from it', () => {
  const loading = files.filter(file =>
    /(?<!typeof )(?:require|import)\('@tensorflow|^import (?!type)[^;]*'@tensorflow/m.test(text(file)),
  );
  assert.equal(
    loading.filter(file => !file.startsWith(join('engine', 'backends'))),
    [],
  );
});

test('no import goes round in a circle, not even one of types', () => {
  const graph = new Map(files.map(file => [file.replace(/\.ts$/, '.js'), relative(file)]));
  const state = new Map<string, 'open' | 'done'>();
  const circles: string[] = [];
  const visit = (file: string): void => {
    if (state.get(file) === 'open') circles.push(file);
    if (state.has(file)) return;
    state.set(file, 'open');
    for (const next of graph.get(file) ?? []) visit(next);
    state.set(file, 'done');
  };
  for (const file of graph.keys()) visit(file);
  assert.equal(circles, []);
});

/** Imports that are there when the program runs; those of types alone are not. */
function runtimeImports(file: string): string[] {
  return [...text(file).matchAll(/^import (?!type\b)[^;]*? from '(\.[^']+)'/gms)].map(match =>
    normalize(join(dirname(file), match[1])),
  );
}

test.run();
