// The core, bundled for a browser, trains shipped experiments there: the same bits as on the command line.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {build} from 'esbuild';
import {chromium} from 'playwright-core';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {trialRecord} from '../src/run/records/trial-record.js';
import type {Outcome} from '../src/training/result.js';
import {chromiumPath} from './browser.js';
import type {trainExperiment} from './browser-core.js';
import {Rig, root, smallExperiment} from './rig.js';

if (!chromiumPath) process.stdout.write('skipped: no Chromium here (apt-get install chromium)\n');
const inBrowser = chromiumPath ? test : test.skip;

declare global {
  interface Window {
    core: {readonly trainExperiment: typeof trainExperiment};
  }
}

/** One script that defines `core`; an import of Node's own would be an error. */
async function bundle(): Promise<string> {
  const {outputFiles} = await build({
    entryPoints: [join(root, 'test', 'browser-core.ts')],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    globalName: 'core',
    logLevel: 'silent',
  });
  return outputFiles[0].text;
}

test('the core is bundled for a browser', async () => {
  assert.ok((await bundle()).length > 100_000);
});

async function trainInBrowser(
  text: string,
  files: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, Outcome>>> {
  const browser = await chromium.launch({executablePath: chromiumPath ?? '', args: ['--no-sandbox']});
  try {
    const page = await browser.newPage();
    await page.addScriptTag({content: await bundle()});
    return await page.evaluate(([yaml, data]) => window.core.trainExperiment(yaml, data), [text, files] as const);
  } finally {
    await browser.close();
  }
}

async function isAlike(name: string, text: string, files: Readonly<Record<string, string>> = {}): Promise<void> {
  const rig = new Rig();
  rig.write('experiment.yaml', text);
  for (const [path, content] of Object.entries(files)) rig.write(path, content);
  const {code, stderr} = await rig.tfsweep(['run', 'experiment.yaml', '--engine', 'compiled']);
  assert.is(code, 0, stderr);
  const expected = rig.trials(name);
  const outcomes = await trainInBrowser(text, files);
  assert.equal(Object.keys(outcomes).sort(), [...expected.keys()].sort());
  for (const [id, line] of expected) {
    const {seed, parameters} = JSON.parse(line);
    const {durationSeconds: _, ...record} = trialRecord({id, seed, parameters}, outcomes[id]);
    assert.is(JSON.stringify(record), line);
  }
  rig.remove();
}

inBrowser('dummy-sine, all trials, bit for bit', () =>
  isAlike('dummy-sine', readFileSync(join(root, 'experiments', 'dummy-sine.yaml'), 'utf8')),
);

inBrowser('a CSV file with gaps, layers that remember and dropout, bit for bit', () => {
  const rows = Array.from({length: 200}, (_, row) =>
    row % 17 === 5 ? `2024-01-01T00:00:00Z,` : `2024-01-01T00:00:00Z,${(Math.sin(row / 5) * 3 + row / 40).toFixed(3)}`,
  );
  const text = smallExperiment({
    data: {type: 'csv', path: 'data.csv', columns: ['value'], target: 'value', missing: 'interpolate'},
    model: {
      layers: [
        {type: 'lstm', units: 4, activation: '${activation}'},
        {type: 'dropout', rate: 0.2},
        {type: 'dense', units: 1},
      ],
    },
  });
  return isAlike('small', text, {'data.csv': `time,value\n${rows.join('\n')}\n`});
});

test.run();
