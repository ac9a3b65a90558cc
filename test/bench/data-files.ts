// How long `data` takes for large CSV files and how much memory, beside pandas and DuckDB, which only read them: whole
// processes that alternate, medians. node dist/test/bench/data-files.js [--python PATH] [--rounds N] [--rows 1000000]
import {spawnSync} from 'node:child_process';
import {createWriteStream, statSync} from 'node:fs';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {Rig, root} from '../rig.js';

const {values: options} = parseArgs({
  options: {
    python: {type: 'string', default: 'python3'},
    rounds: {type: 'string', default: '5'},
    rows: {type: 'string', default: '1000000'},
  },
});
const rows = Number(options.rows);
const rounds = Number(options.rounds);
const rig = new Rig();
const file = join(rig.folder, 'prices.csv');
await writePrices();
rig.write(
  'prices.yaml',
  JSON.stringify({
    name: 'prices',
    data: {type: 'csv', path: 'prices.csv', time: 'time', target: 'close'},
    window: 10,
    model: {layers: ['flatten', {type: 'dense', units: 1}]},
  }),
);
rig.write(
  'small.yaml',
  JSON.stringify({
    name: 'small',
    data: {type: 'synthetic', rows: 1000, components: [{type: 'noise', deviation: 1}]},
    window: 10,
    model: {layers: ['flatten', {type: 'dense', units: 1}]},
  }),
);

/** Minutes of candles: a time, four prices of four digits, a volume. */
async function writePrices(): Promise<void> {
  const stream = createWriteStream(file);
  stream.write('time,open,high,low,close,volume\n');
  let price = 100;
  for (let begin = 0; begin < rows; begin += 10_000) {
    let text = '';
    for (let row = begin; row < Math.min(rows, begin + 10_000); row++) {
      price += Math.sin(row * row) / 10;
      const time = new Date(Date.UTC(1990, 0, 1) + row * 60_000).toISOString().slice(0, 19).replace('T', ' ');
      const [high, low] = [price + 0.2, price - 0.2];
      text += `${time},${price.toFixed(4)},${high.toFixed(4)},${low.toFixed(4)},${(price + 0.05).toFixed(4)},${1000 + (row % 9973)}\n`;
    }
    if (!stream.write(text)) await new Promise<void>(resolve => stream.once('drain', () => resolve()));
  }
  await new Promise<void>(resolve => stream.end(() => resolve()));
}

const program = join(root, 'dist', 'program', 'cli', 'main.js');
// GNU time tells the peak of a process' memory.
const contestants: Readonly<Record<string, readonly string[]>> = {
  'tfsweep data (experiment)': [process.execPath, program, 'data', 'prices.yaml'],
  'tfsweep data (bare file)': [process.execPath, program, 'data', 'prices.csv'],
  'pandas read_csv': [options.python, join(root, 'test', 'bench', 'read_peers.py'), 'pandas', 'prices.csv'],
  'DuckDB read_csv': [options.python, join(root, 'test', 'bench', 'read_peers.py'), 'duckdb', 'prices.csv'],
  'tfsweep check (small experiment)': [process.execPath, program, 'check', 'small.yaml'],
};
const seconds = new Map<string, number[]>();
const megabytes = new Map<string, number[]>();
for (let round = 0; round < rounds; round++)
  for (const [name, command] of Object.entries(contestants)) {
    const begun = performance.now();
    const {status, stderr} = spawnSync('/usr/bin/time', ['-f', 'peak %M', ...command], {
      cwd: rig.folder,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    if (status !== 0) {
      process.stderr.write(`${name} is left out: ${stderr.trim().split('\n').at(-2) ?? ''}\n`);
      continue;
    }
    seconds.set(name, [...(seconds.get(name) ?? []), (performance.now() - begun) / 1000]);
    megabytes.set(name, [...(megabytes.get(name) ?? []), Number(/peak (\d+)/.exec(stderr)?.[1]) / 1024]);
  }
const median = (all: readonly number[]) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)];
process.stdout.write(`${rows} rows, ${(statSync(file).size / 1e6).toFixed(0)} MB, ${rounds} rounds\n`);
for (const [name, all] of seconds)
  process.stdout.write(`${name}: ${median(all).toFixed(2)} s, ${median(megabytes.get(name) ?? []).toFixed(0)} MB\n`);
rig.remove();
