// Every bad input of bad-inputs.ts, checked by the real binary; what it says is pinned in fixtures/bad-inputs.txt, problem
// by problem. To pin new words after reading them: UPDATE=1 npm test bad-inputs
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {BAD_INPUTS, FILES, GOOD} from './bad-inputs.js';
import {Rig, root} from './rig.js';

const pinned = join(root, 'test', 'fixtures', 'bad-inputs.txt');
const rig = new Rig();
for (const [name, content] of Object.entries(FILES)) rig.write(name, content);
for (const {name, text} of BAD_INPUTS) rig.write(`${name}.yaml`, text);
rig.write('good.yaml', GOOD);

// One call for all files: each file's problems end with a line that counts them, and tells what was not checked.
const {code, stdout, stderr} = await rig.tfsweep(['check', 'good.yaml', ...BAD_INPUTS.map(({name}) => `${name}.yaml`)]);
const told = [...stderr.matchAll(/([\s\S]*?)^\d+ problems?(?:, \d+ of them shown)?(?:; (.*))?\n/gm)].map(
  ([, problems, unchecked]) => problems.trim() + (unchecked ? `\n\n${unchecked}` : ''),
);
const said = new Map(BAD_INPUTS.map(({name}, index) => [name, told[index]]));
if (process.env.UPDATE)
  writeFileSync(pinned, BAD_INPUTS.map(({name}) => `=== ${name}\n${said.get(name)}\n`).join('\n'));
const expected = new Map(
  (existsSync(pinned) ? readFileSync(pinned, 'utf8') : '')
    .split(/^=== /m)
    .slice(1)
    .map(part => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n')).trim()]),
);

test('the experiment that they are changes of is fine, and all of them are bad input', () => {
  assert.is(stdout, 'fine good.yaml: 2 trials\n');
  assert.is(code, 2);
  assert.is(told.length, BAD_INPUTS.length);
  assert.ok(BAD_INPUTS.length >= 40);
});

for (const {name} of BAD_INPUTS)
  test(`${name} is told with its place`, () => {
    assert.fixture(said.get(name) ?? '', expected.get(name) ?? 'nothing is pinned');
  });

test('nothing was written', () => {
  assert.not.ok(existsSync(join(rig.folder, 'results')));
});

test.after(() => rig.remove());
test.run();
