// The additions of CONTRIBUTING.md, as they stand there, in a copy of the sources: no other file is touched, and what was recorded before still comes back.
import {spawnSync} from 'node:child_process';
import {cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {root, smallExperiment} from './rig.js';

const page = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
const copy = mkdtempSync(join(tmpdir(), 'tfsweep-addition-'));

function call(command: string, ...args: string[]): string {
  const {status, stdout, stderr} = spawnSync(command, args, {cwd: copy, encoding: 'utf8'});
  assert.is(status, 0, `${command} ${args.join(' ')}\n${stdout}\n${stderr}`);
  return stdout;
}
const tfsweep = (...args: string[]) => call(process.execPath, join('dist', 'src', 'cli', 'main.js'), ...args);
const git = (...args: string[]) =>
  call('git', '-c', 'user.name=test', '-c', 'user.email=test@example.org', '-c', 'core.excludesFile=', ...args);

/** Files that the page shows, and their lines in the `index.ts` beside them. */
const added = [...page.matchAll(/^`(\S+)`\n\n```(?:ts|json)\n(.*?)^```/gms)].map(([, file, content]) => ({
  file,
  content,
}));

function list(file: string, content: string): void {
  const name = /export const (\w+)/.exec(content)?.[1] ?? '';
  const index = join(copy, dirname(file), 'index.ts');
  const import_ = `import {${name}} from './${file.slice(dirname(file).length + 1).replace(/\.ts$/, '.js')}';\n`;
  const before = readFileSync(index, 'utf8');
  writeFileSync(index, import_ + before.replace(/(= \[[^\]]*)\] as const;/, `$1, ${name}] as const;`));
}

test('kinds are added to a copy of the sources', () => {
  assert.is(added.length, 6);
  const listed = call('git', '-C', root, 'ls-files', '--cached', '--others', '--exclude-standard', '-z').split('\0');
  for (const file of listed.filter(name => name !== '' && existsSync(join(root, name)))) {
    mkdirSync(dirname(join(copy, file)), {recursive: true});
    cpSync(join(root, file), join(copy, file));
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'before');
  for (const {file, content} of added) {
    mkdirSync(dirname(join(copy, file)), {recursive: true});
    writeFileSync(join(copy, file), content);
    if (file.endsWith('.ts')) list(file, content);
  }
  call('npx', '--no-install', 'tsc', '--build');
  call('npm', 'run', '--silent', 'schema');
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
  const told = call(process.execPath, join('dist', 'test', 'run-tests.js'), ...files);
  assert.match(told, /\n\d+ passed, 0 failed/);
});

test('an experiment trains with them, and comes back', () => {
  const experiment = smallExperiment({
    standardization: {type: 'robust'},
    sweep: {parameters: {activation: ['squareplus', 'tanh']}, seeds: 2},
  });
  writeFileSync(join(copy, 'added.yaml'), experiment);
  assert.match(tfsweep('plan', 'added.yaml', '--engine', 'compiled'), 'squareplus');
  assert.match(tfsweep('run', 'added.yaml', '--engine', 'compiled'), 'test_rmse');
  assert.match(tfsweep('table', 'added.yaml', '--metric', 'test_median_absolute_error'), 'test_median_absolute_error');
  assert.match(tfsweep('verify', 'added.yaml'), 'with the same bits');
});

test('a run from before verifies, bit for bit, though it lacks the new metric', () => {
  assert.match(tfsweep('verify', 'dummy-sine'), 'with the same bits');
});

test.after(() => rmSync(copy, {recursive: true}));
test.run();
