// The additions of CONTRIBUTING.md, as they stand there, in a copy of the sources: no other file is touched, and what was recorded before still comes back.
import {readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {root, smallExperiment} from './rig.js';
import {SourceCopy} from './source-copy.js';

const page = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
const copy = new SourceCopy();
const tfsweep = (...args: string[]) => copy.call(process.execPath, join('dist', 'program', 'cli', 'main.js'), ...args);
const git = (...args: string[]) =>
  copy.call('git', '-c', 'user.name=test', '-c', 'user.email=test@example.org', '-c', 'core.excludesFile=', ...args);

/** Files that the page shows, and their lines in the `index.ts` beside them. */
const added = [...page.matchAll(/^`(\S+)`\n\n```(?:ts|json)\n(.*?)^```/gms)].map(([, file, content]) => ({
  file,
  content,
}));

function list(file: string, content: string): void {
  const name = /export const (\w+)/.exec(content)?.[1] ?? '';
  const index = join(dirname(file), 'index.ts');
  const imported = `import {${name}} from './${file.slice(dirname(file).length + 1).replace(/\.ts$/, '.js')}';\n`;
  copy.write(index, imported + copy.read(index).replace(/(= \[[^\]]*)\] as const;/, `$1, ${name}] as const;`));
}

test('kinds are added to a copy of the sources', () => {
  assert.is(added.length, 6);
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'before');
  for (const {file, content} of added) {
    copy.write(file, content);
    if (file.endsWith('.ts')) list(file, content);
  }
  copy.build();
  copy.call('npm', 'run', '--silent', 'schema');
});

test('nothing but these files, their index.ts and what is written from them has changed', () => {
  const indexes = added.map(({file}) => file).filter(file => file.endsWith('.ts'));
  const expected = [
    ...added.map(({file}) => file),
    ...indexes.map(file => join(dirname(file), 'index.ts')),
    join('docs', 'kinds.md'),
    join('schema', 'experiment.schema.json'),
  ];
  const changed = git('status', '--porcelain', '--untracked-files=all').trimEnd().split('\n');
  assert.equal(changed.map(line => line.slice(3)).sort(), expected.sort());
});

test('their numbers are those of the reference, and no test is left red', () => {
  const files = ['reference', 'activations', 'metrics', 'standardization', 'schema', 'readme', 'layers', 'mutations'];
  const told = copy.call(process.execPath, join('dist', 'test', 'run-tests.js'), ...files);
  assert.match(told, /\n\d+ passed, 0 failed/);
});

test('an experiment trains with them, and comes back', () => {
  const experiment = smallExperiment({
    standardization: {type: 'pareto'},
    sweep: {parameters: {activation: ['squareplus', 'tanh']}, seeds: 2},
  });
  copy.write('added.yaml', experiment);
  assert.match(tfsweep('plan', 'added.yaml', '--engine', 'compiled'), 'squareplus');
  assert.match(tfsweep('run', 'added.yaml', '--engine', 'compiled'), 'test_rmse');
  assert.match(tfsweep('table', 'added.yaml', '--metric', 'test_median_absolute_error'), 'test_median_absolute_error');
  assert.match(tfsweep('verify', 'added.yaml'), 'with the same bits');
});

test('a run from before verifies, bit for bit, though it lacks the new metric', () => {
  assert.match(tfsweep('verify', 'dummy-sine'), 'with the same bits');
});

test.after(() => copy.remove());
test.run();
