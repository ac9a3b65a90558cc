// What README.md shows is what is there.
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {parse} from 'yaml';
import {kindsPage} from './kinds-page.js';
import {Rig, root} from './rig.js';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const blocks = (language: string) =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))].map(match => match[1]);
const rig = new Rig();

test('the experiment in it is the shipped one', () => {
  const shipped = readFileSync(join(root, 'experiments', 'linear-vs-tanh.yaml'), 'utf8');
  assert.equal(parse(blocks('yaml')[0]), parse(shipped));
});

test('the mistake in it is told like that', async () => {
  rig.write(
    'mine.yaml',
    readFileSync(join(root, 'experiments', 'linear-vs-tanh.yaml'), 'utf8').replace('"${activation}"', 'tanhh'),
  );
  const {stderr} = await rig.tfsweep(['check', 'mine.yaml']);
  const shown = blocks('').find(block => block.startsWith('mine.yaml')) ?? '';
  // What README lists of the activations is those that there were.
  assert.ok(stderr.startsWith(shown.slice(0, shown.lastIndexOf('one of:'))), stderr);
});

test('the page of kinds is that of the kinds', () => {
  assert.is(readFileSync(join(root, 'docs', 'kinds.md'), 'utf8'), kindsPage(), 'npm run schema writes it');
});

test('every command, folder and file in it is there', async () => {
  const {stdout} = await rig.tfsweep(['--help']);
  for (const [, command] of readme.matchAll(/^\| `tfsweep (\w+)/gm))
    assert.match(stdout, new RegExp(`^  ${command}\\b`, 'm'));
  const contributing = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
  for (const folder of readdirSync(join(root, 'src'), {withFileTypes: true}).filter(entry => entry.isDirectory()))
    assert.match(contributing, `\`${folder.name}\``);
  for (const [path] of readme.matchAll(/\b(?:docs|experiments|schema|test)\/[\w./-]+\.\w+/g))
    assert.ok(readFileSync(join(root, path)).length > 0);
});

test('the Japanese README shows the same experiment, output, mistake and commands', () => {
  const japanese = readFileSync(join(root, 'README.ja.md'), 'utf8');
  // What stands between fences, but for the commands of a shell, which have comments.
  const shown = (text: string) => text.split(/^```/m).filter((part, at) => at % 2 === 1 && !part.startsWith('sh'));
  assert.equal(shown(japanese), shown(readme));
  const commands = (text: string) => [...text.matchAll(/^\| `(tfsweep [^`]+)`/gm)].map(([, command]) => command);
  assert.equal(commands(japanese), commands(readme));
});

test('every link within README and docs leads to a file', () => {
  const pages = [
    'README.md',
    'README.ja.md',
    'CONTRIBUTING.md',
    ...readdirSync(join(root, 'docs')).map(name => `docs/${name}`),
  ];
  const broken = pages
    .filter(page => page.endsWith('.md'))
    .flatMap(page => {
      const text = readFileSync(join(root, page), 'utf8').replace(/^```.*?^```/gms, '');
      const links = [...text.matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g)].map(([, link]) => link);
      return links.filter(link => !existsSync(join(root, dirname(page), link))).map(link => `${page}: ${link}`);
    });
  assert.equal(broken, []);
});

test.after(() => rig.remove());
test.run();
