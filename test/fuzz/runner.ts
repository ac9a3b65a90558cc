// Reads the inputs of one seed after the other; another process looks whether it goes on. The last line of its file is what it reads.
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setImmediate} from 'node:timers/promises';
import fc from 'fast-check';
import {CSV} from './corpus.js';
import {TARGETS} from './targets.js';

/** What a text may take of the processor, and of memory beyond what is in use. */
const MOST_SECONDS = 2;
const INPUTS_PER_SEED = 50;

export interface FuzzFault {
  readonly target: string;
  readonly seed: number;
  readonly why: string;
  readonly input: string;
}

const [first, seconds] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), 'tfsweep-fuzz-'));
writeFileSync(join(folder, 'prices.csv'), CSV);
const names = Object.entries(TARGETS).flatMap(([name, {weight}]) => Array<string>(weight).fill(name));
const end = performance.now() + seconds * 1000;
for (let seed = first; performance.now() < end; seed++) {
  const name = names[seed % names.length];
  const {inputs, run} = TARGETS[name];
  for (const input of fc.sample(inputs, {seed, numRuns: INPUTS_PER_SEED})) {
    process.send?.({reading: {target: name, seed, input}});
    // What was said goes out only where the loop of events turns.
    await setImmediate();
    const began = process.cpuUsage();
    const why = await fault(() => run(input, folder));
    const {user, system} = process.cpuUsage(began);
    const took = (user + system) / 1e6;
    const found = why ?? (took > MOST_SECONDS ? `took ${took.toFixed(1)} s of the processor` : undefined);
    if (found !== undefined) process.send?.({fault: {target: name, seed, why: found, input} satisfies FuzzFault});
  }
  process.send?.({done: INPUTS_PER_SEED});
}
rmSync(folder, {recursive: true, force: true});
process.disconnect?.();

async function fault(run: () => Promise<void> | void): Promise<string | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}
