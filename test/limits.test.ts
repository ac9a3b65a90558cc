// Small files that would cost much: done, or refused by a limit, in little time and memory.
import {spawnSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {program, Rig, smallExperiment} from './rig.js';

const rig = new Rig();
rig.write('small.yaml', smallExperiment());
const HEAD = 'version: 1\nname: small\n';
const dense = {type: 'dense', units: 4};

/** Seconds that nobody waits for: what took minutes before takes less even on a machine that is busy. */
const PATIENCE = 15_000;
const MEBIBYTES = 300;

/** Calls the program with a heap that is no larger than what such a file may cost. */
function limited(args: readonly string[]): {readonly code: number | null; readonly said: string} {
  const {status, stderr} = spawnSync(process.execPath, [`--max-old-space-size=${MEBIBYTES}`, program, ...args], {
    cwd: rig.folder,
    encoding: 'utf8',
    timeout: PATIENCE,
    killSignal: 'SIGKILL',
    env: {...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, GITHUB_ACTIONS: undefined},
  });
  return {code: status, said: stderr};
}

const refused: readonly (readonly [what: string, text: string, said: string | RegExp])[] = [
  ['an alias of what it stands in', 'model: &a [*a]\n', 'an alias stands inside of what its anchor names'],
  ['20,000 aliases of one anchor', `a: [&x 1${', *x'.repeat(20_000)}]\n`, 'the file has too many aliases'],
  [
    '5,000 aliases of their own anchors',
    `${Array.from({length: 5000}, (_, at) => `k${at}: &a${at} 1\n`).join('')}z: [${Array.from({length: 5000}, (_, at) => `*a${at}`)}]\n`,
    'the file has too many aliases',
  ],
  [
    'aliases that grow by tens',
    Array.from({length: 20}, (_, at) => `k${at}: &a${at} [${Array(10).fill(at === 0 ? 1 : `*a${at - 1}`)}]\n`).join(''),
    'the aliases of this file expand to too much',
  ],
  ['10,000 unknown keys', Array.from({length: 10_000}, (_, at) => `key${at}: 1\n`).join(''), '50 of them shown'],
  ['a megabyte of quotes', '"'.repeat(1_048_000), 'the file has too many parts'],
  ['600 kB of tags', '! '.repeat(300_000), /too many parts|50 of them shown/],
  ['100,000 open brackets', '['.repeat(100_000), 'this is nested too deeply'],
  ['lists in lists in lists', `z:\n  ${'- '.repeat(100_000)}`, 'the file is nested too deeply'],
  ['a megabyte of one word', `model: ${'x'.repeat(1_000_000)}\n`, 'expected a mapping of keys'],
  ['a megabyte of one key', `${'x'.repeat(1_000_000)}: 1\n`, /unknown key '|implicit/],
  [
    '3,000 layers',
    smallExperiment({model: {layers: [...Array(3000).fill(dense), dense]}}),
    'must have at most 200 entries, found 3001',
  ],
  ['a window of a billion rows', smallExperiment({window: {length: 1e9}}), 'must be at most 100000, found 1000000000'],
  [
    'a horizon of a billion rows',
    smallExperiment({window: {length: 4, horizon: 1e9, samplingRate: 1e9}}),
    'no window fits into the splits train, validation and test',
  ],
  [
    '20,000 combinations with 500 problems',
    smallExperiment({
      window: '${window}',
      model: {
        layers: [
          {type: 'dense', units: '${units}'},
          {type: 'dense', units: 1},
        ],
      },
      data: {type: 'synthetic', rows: 200, components: [{type: 'sine', period: 25}]},
      sweep: {
        parameters: {
          window: Array.from({length: 500}, (_, at) => at + 200),
          units: Array.from({length: 40}, (_, at) => at + 1),
        },
      },
      comparison: {by: 'units'},
    }),
    'for window=200\n',
  ],
  [
    'a range of 1e9 values beside a listed one that names another parameter',
    smallExperiment({
      training: {epochs: '${epochs}'},
      sweep: {
        strategy: 'halving',
        trials: 5,
        parameters: {epochs: {from: 1, to: 1e9, integer: true}, few: [1, 2]},
        include: [{epochs: '${few}'}],
      },
    }),
    'strategy halving decides how long to train',
  ],
  [
    'thirty lines of which each takes over the one before twice',
    `m0: &m0 {a: {x: 1}}\n${Array.from({length: 30}, (_, at) => `m${at + 1}: &m${at + 1} {p: {<<: *m${at}}, q: {<<: *m${at}}}\n`).join('')}`,
    'the file takes over more than 100000 parts by <<',
  ],
  [
    '20,000 texts with a wrong escape',
    `${Array.from({length: 20_000}, (_, at) => `k${at}: "a\\q"\n`).join('')}`,
    'invalid escape sequence',
  ],
  ['a quote that is not closed before 200,000 lines', `zz: "\n${'a: b\n'.repeat(200_000)}`, 'this quote is not closed'],
  [
    'wrong features beside 1,000 combinations of one source, which is read once',
    smallExperiment({
      data: {type: 'synthetic', rows: 500_000, components: [{type: 'noise'}]},
      features: ['lag'],
      model: {layers: [{type: 'flatten'}, {type: 'dense', units: '${units}'}, {type: 'dense', units: 1}]},
      sweep: {parameters: {units: {from: 1, to: 1000, integer: true}}},
    }),
    'expected a mapping of keys, found a list',
  ],
  [
    'a hundred million made rows',
    smallExperiment({data: {type: 'synthetic', rows: 1e8, components: [{type: 'sine', period: 25}]}}),
    'must be at most 5000000, found 100000000',
  ],
];
for (const [what, text, said] of refused)
  test(`${what}: refused by a limit`, () => {
    rig.write('large.yaml', text.startsWith('{') ? text : HEAD + text);
    for (const command of what.includes('layers') ? ['check', 'plan'] : ['check']) {
      const answer = limited([command, 'large.yaml']);
      assert.is(answer.code, 2, answer.said.slice(0, 1000));
      assert.match(answer.said, said);
      // A frame of a long line is cut, and so is a word.
      assert.ok(answer.said.length < 50_000, `${answer.said.length} characters`);
    }
  });

for (const [what, set, said] of [
  ['an entry behind the end of a list', 'model.layers.9999999=dense', 'the last entry of model.layers is 2'],
  ['brackets', `model.layers=${'['.repeat(50_000)}`, 'the file is nested too deeply'],
  ['blanks', `training.epochs=${' '.repeat(100_000)}x`, 'expected a whole number'],
] as const)
  test(`--set of ${what}: refused`, () => {
    const {code, said: told} = limited(['check', 'small.yaml', '--set', set]);
    assert.is(code, 2, told.slice(0, 1000));
    assert.match(told, said);
  });

test('what the machine has no memory for is refused with the number', () => {
  const data = {type: 'synthetic', rows: 400_000, components: [{type: 'sine', period: 25}]};
  rig.write('vast.yaml', smallExperiment({data, window: {length: 100_000}, training: {epochs: 1, batchSize: 100_000}}));
  for (const command of ['check', 'plan', 'run']) {
    const {code, said} = limited([command, 'vast.yaml']);
    assert.is(code, 2, said);
    assert.match(said, /a training would take at least \d+ GiB of memory, and there are [\d.]+ GiB/);
  }
});

test('an alias whose anchor --set has replaced says so', () => {
  rig.write('anchor.yaml', `${HEAD}seed: &seed 3\nwindow: *seed\n`);
  const {code, said} = limited(['check', 'anchor.yaml', '--set', 'seed=5']);
  assert.is(code, 2);
  assert.match(said, 'this stands for what --set has replaced');
});

for (const [what, file, content, said] of [
  [
    'rows of 5,001 fields',
    'wide.csv',
    `t${',1'.repeat(5000)}\n`.repeat(3),
    'this row has 5001 fields, and may have 5000',
  ],
  [
    'a gzipped line of 300 MB',
    'bomb.csv.gz',
    gzipSync(Buffer.alloc(300_000_000, '1'), {level: 1}),
    'it holds more than 256 MiB',
  ],
  ['one line of 30 MB', 'line.csv', `t,a\n${'1'.repeat(30_000_000)}\n1,2\n`, 'has no row of 2 fields below its header'],
] as const)
  test(`data: ${what}: refused`, () => {
    writeFileSync(join(rig.folder, file), content);
    const {code, said: told} = limited(['data', file]);
    assert.is(code, 2, told);
    assert.match(told, said);
    assert.ok(told.length < 5000, told.slice(0, 300));
  });

test('as many aliases as there may be are read', () => {
  const numbers = [1, ...Array(999).fill('*a')].join(', ');
  rig.write('aliases.yaml', `${HEAD}numbers: [&a ${numbers}]\n`);
  const {code, said} = limited(['check', 'aliases.yaml']);
  assert.is(code, 2);
  assert.match(said, "unknown key 'numbers'");
});

test('conditions and tolerances with 40,000 blanks are read at once', () => {
  const blanks = ' '.repeat(40_000);
  assert.is(limited(['run', 'small.yaml', '--workers', '1']).code, 0);
  for (const [args, code] of [
    [['table', 'small', '--filter', `activation${blanks}=${blanks}tanh${blanks}`], 0],
    [['table', 'small', '--filter', `activation=${blanks}tanh\n${blanks}`], 0],
    [['table', 'small', '--filter', `${blanks}x${blanks}`], 2],
    [['diff', 'small', 'small', '--tolerance', `test_rmse=${blanks}1${blanks}x`], 2],
    [['diff', 'small', 'small', '--tolerance', `${blanks}1%${blanks}`], 0],
  ] as const) {
    const answer = limited(args);
    assert.is(answer.code, code, `${args[0]} ${args[2]?.slice(0, 20)}: ${answer.said.slice(-500)}`);
  }
});

test.after(() => rig.remove());
test.run();
