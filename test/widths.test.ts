// In terminals of 40, 80 and 120 columns no line is wider than the terminal, and no word is torn.
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {Rig, smallExperiment} from './rig.js';
import {hasTerminal, inTerminal} from './terminal.js';

const rig = new Rig();
rig.copy('test/fixtures/runs', '.');
rig.write('small.yaml', smallExperiment());
rig.write('wrong.yaml', smallExperiment({trainig: {epochs: 3, optimiser: 'adam'}, data: {type: 'csv'}}));
rig.write(
  'ventes.csv',
  `日付,気温の平均,ventes de l'année\n${[...Array(60).keys()].map(day => `${2000 + day}-01-01,${20 + (day % 7)},${day}`).join('\n')}\n`,
);

const COMMANDS: readonly (readonly string[])[] = [
  ['--help'],
  ['table', '--help'],
  ['tabel', 'before'],
  ['table', 'before', '--frmat', 'md'],
  ['check', 'before.yaml', 'wrong.yaml'],
  ['plan', 'before.yaml'],
  ['plan', 'before.yaml', '--set', 'training.epochs=0'],
  ['plan', 'small.yaml', '--graph', '1'],
  ['data', 'before.yaml'],
  ['data', 'ventes.csv'],
  ['activations'],
  ['activations', 'tanh', '--plot'],
  ['backend'],
  ['table', 'before'],
  ['table', 'before', '--trials'],
  ['table', 'before', '--pivot', 'activation,window'],
  ['table', 'before', '--filter', 'windw=3'],
  ['table', 'nothing'],
  ['diff', 'before', 'after'],
  ['list'],
];

/** Commands that train or write, whose words differ from call to call. */
const TRAINING: readonly (readonly string[])[] = [
  ['run', 'small.yaml', '--again'],
  ['verify', 'before', '--sample', '2'],
  ['merge', 'before', 'after'],
  ['report', 'before'],
];

const WIDTHS = [40, 80, 120];

const inTerminals = hasTerminal ? test : test.skip;

for (const args of COMMANDS)
  inTerminals(`tfsweep ${args.join(' ')}`, async () => {
    const wide = await inTerminal(rig, 1000, args);
    assert.ok(wide.lines.some(line => line !== ''));
    const whole = wide.lines.join('\n');
    for (const [columns, shown] of await Promise.all(
      WIDTHS.map(async one => [one, await inTerminal(rig, one, args)] as const),
    )) {
      assert.equal(
        shown.tooWide.filter(line => !isOneWord(line)),
        [],
        `at ${columns} columns`,
      );
      const torn = shown.lines.flatMap(wordsOf).filter(word => !isWordOf(word, whole));
      assert.equal([...new Set(torn)], [], `torn at ${columns} columns`);
    }
  });

for (const args of TRAINING)
  inTerminals(`tfsweep ${args.join(' ')}`, async () => {
    for (const columns of WIDTHS)
      assert.equal(
        (await inTerminal(rig, columns, args)).tooWide.filter(line => !isOneWord(line)),
        [],
        `at ${columns}`,
      );
  });

/** A hash or a path stays whole, to be copied. */
function isOneWord(line: string): boolean {
  return !line.trim().includes(' ');
}

/**
 * Words with a letter or a digit in them, without what punctuates them. Curves and lines of a file are as wide as there
 * is room, and what doesn't fit is told only where it doesn't.
 */
function wordsOf(line: string): readonly string[] {
  if (/[⠀-⣿█▁-▇░•]|^ +\d* \| |^too wide to show/.test(line)) return [];
  return line
    .split(/[\s│┌┐└┘├┤┬┴┼─,;:|]+/)
    .map(word => word.replace(/^[^\p{L}\d]+|[^\p{L}\d]+$/gu, ''))
    .filter(word => word !== '');
}

function isWordOf(word: string, text: string): boolean {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\d])${escaped}(?![\\p{L}\\d])`, 'u').test(text);
}

test.run();
