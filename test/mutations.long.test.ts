// Whatever a slip of the hand makes of an experiment, the answer is a trial or a problem with a place, never an exception.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {prepareExperiment} from '../src/files/prepare-file.js';
import {problemsText} from '../src/presentation/problems-text.js';
import {styleFor} from '../src/presentation/style.js';
import {generator} from '../src/random/generator.js';
import {BAD_INPUTS, FILES, GOOD} from './bad-inputs.js';
import {Rig, root} from './rig.js';

const rig = new Rig();
for (const [name, content] of Object.entries(FILES)) rig.write(name, content);
const weather = readFileSync(join(root, 'experiments', 'weather.yaml'), 'utf8');
rig.copy('experiments/data', 'data');
const sources = [
  GOOD,
  weather.replace(/^#.*\n/gm, ''),
  readFileSync(join(root, 'experiments', 'dummy-sine.yaml'), 'utf8'),
];
const words = [...new Set([...sources, ...BAD_INPUTS.map(({text}) => text)].join(' ').split(/[\s,:{}[\]]+/))].filter(
  word => word.length < 40,
);
const odd = [
  'null',
  '~',
  'true',
  '-1',
  '0',
  '1e400',
  '.nan',
  '.inf',
  '""',
  '[]',
  '{}',
  '[[1]]',
  '{a: 1}',
  '&a',
  '*a',
  '!!int',
  '?',
  '|',
  '>',
  '#',
  '\t',
  '${',
  '${}',
  '${activation}',
  '"${window} x"',
  '2020-01-01',
  '日本',
];

function mutate(text: string, seed: number): string {
  const random = generator(seed, 'mutation');
  let mutated = text;
  for (let change = 0; change <= random.integer(3); change++) {
    const lines = mutated.split('\n');
    const line = random.integer(lines.length);
    const tokens = lines[line].split(/(\s+|[,:{}[\]])/);
    const token = random.integer(tokens.length);
    const replacement = random.integer(2) === 0 ? words[random.integer(words.length)] : odd[random.integer(odd.length)];
    switch (random.integer(6)) {
      case 0:
        lines.splice(line, 1);
        break;
      case 1:
        lines.splice(line, 0, lines[random.integer(lines.length)]);
        break;
      case 2:
        lines[line] = `${' '.repeat(random.integer(5))}${lines[line].trimStart()}`;
        break;
      case 3:
        tokens.splice(token, 1);
        lines[line] = tokens.join('');
        break;
      default:
        tokens[token] = replacement;
        lines[line] = tokens.join('');
    }
    mutated = lines.join('\n');
  }
  return mutated;
}

test('1500 mutated experiments', async () => {
  let fine = 0;
  for (let seed = 0; seed < 1500; seed++) {
    const text = mutate(sources[seed % sources.length], seed);
    const file = rig.write('mutated.yaml', text);
    try {
      const prepared = await prepareExperiment(file, []);
      if (prepared.ok) {
        fine++;
        assert.ok(prepared.value.trials.length > 0);
        continue;
      }
      assert.ok(prepared.problems.length > 0);
      assert.match(problemsText({problems: prepared.problems}, {style: styleFor({isTTY: false})}), /\d+ problem/);
      for (const {message, place} of prepared.problems)
        assert.ok(message.length > 0 && place.line >= 1 && place.column >= 1 && place.length >= 1);
    } catch (error) {
      throw new Error(`seed ${seed}: ${error instanceof Error ? error.stack : error}\n${text}`);
    }
  }
  // Some changes, such as another number, are no mistakes.
  assert.ok(fine > 50 && fine < 1000, `${fine} are fine`);
});

test.after(() => rig.remove());
test.run();
