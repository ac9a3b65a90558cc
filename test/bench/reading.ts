// How long a run of 20,000 trials takes to be read and tabled, diffed, reported, and its report to be opened in a browser:
// whole processes, the median of 5 rounds in which they alternate. node dist/test/bench/reading.js
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {chromium} from 'playwright-core';
import {chromiumPath} from '../browser.js';
import {addMadeBaselines, writeMadeRun} from '../made-run.js';
import {Rig} from '../rig.js';

const ROUNDS = 5;
const rig = new Rig();
const shapes = {
  '4,000 combinations, 5 seeds': join(rig.folder, 'results', 'few'),
  '20,000 combinations, 1 seed': join(rig.folder, 'results', 'many'),
} as const;
writeMadeRun(join(shapes['4,000 combinations, 5 seeds'], 'run'), 4000, 5, 30);
writeMadeRun(join(shapes['20,000 combinations, 1 seed'], 'run'), 20_000, 1, 30);
for (const folder of Object.values(shapes)) addMadeBaselines(join(folder, 'run'));

const seconds = new Map<string, number[]>();
async function timed(name: string, work: () => Promise<unknown>): Promise<void> {
  const begun = performance.now();
  await work();
  seconds.set(name, [...(seconds.get(name) ?? []), (performance.now() - begun) / 1000]);
}

async function called(...args: readonly string[]): Promise<void> {
  const {code, stderr} = await rig.tfsweep(args);
  if (code !== 0) throw new Error(`${args[0]} ended with ${code}: ${stderr}`);
}

const browser = chromiumPath
  ? await chromium.launch({executablePath: chromiumPath, args: ['--no-sandbox']})
  : undefined;

for (let round = 0; round < ROUNDS; round++)
  for (const [shape, run] of Object.entries(shapes)) {
    const file = join(rig.folder, 'report.html');
    await timed(`${shape}: table`, () => called('table', run));
    await timed(`${shape}: table, csv`, () => called('table', run, '--format', 'csv'));
    await timed(`${shape}: diff with itself`, () => called('diff', run, run));
    await timed(`${shape}: report`, () => called('report', run, '--file', file));
    if (!browser) continue;
    const page = await browser.newPage({viewport: {width: 1200, height: 900}});
    await timed(`${shape}: report opened, its table and first chart there`, async () => {
      await page.goto(pathToFileURL(file).href);
      await page.locator('tbody tr').first().waitFor();
      await page.locator('.chart').first().scrollIntoViewIfNeeded();
      await page.locator('.chart[data-drawn]').first().waitFor();
    });
    await page.close();
  }
await browser?.close();
rig.remove();

for (const [name, times] of seconds) {
  const sorted = [...times].sort((a, b) => a - b);
  const [median, ...ends] = [sorted[Math.floor(ROUNDS / 2)], sorted[0], sorted[ROUNDS - 1]];
  process.stdout.write(`${name}: ${median.toFixed(2)} s (${ends.map(end => end.toFixed(2)).join(' to ')})\n`);
}
