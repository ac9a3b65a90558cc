// npm run fuzz -- --seconds N --seed S: reads texts that are nearly right, and some that are not at all. Whatever throws, hangs,
// or takes too much memory is written into fuzz-faults/, and ends it with code 1.
import {fork} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import type {FuzzFault} from './runner.js';

const {values} = parseArgs({options: {seconds: {type: 'string', default: '60'}, seed: {type: 'string', default: '1'}}});
const [seconds, seed] = [Number(values.seconds), Number(values.seed)];
/** A process that reads one text for so many looks hangs, however busy the machine is; one that slept has not looked. */
const MOST_LOOKS = 20;
const MILLISECONDS_BETWEEN_LOOKS = 1000;
const MOST_MEBIBYTES = 500;

interface Reading {
  readonly target: string;
  readonly seed: number;
  readonly input: string;
}

const faults: FuzzFault[] = [];
let inputs = 0;
const end = performance.now() + seconds * 1000;
for (let next = seed; performance.now() < end; ) next = await readFrom(next, (end - performance.now()) / 1000);
for (const [index, one] of faults.entries()) {
  mkdirSync('fuzz-faults', {recursive: true});
  writeFileSync(`fuzz-faults/${index}.txt`, one.input);
  process.stdout.write(`${one.target}, seed ${one.seed}, fuzz-faults/${index}.txt: ${one.why}\n\n`);
}
process.stdout.write(`${inputs} inputs, ${faults.length} faults\n`);
process.exitCode = faults.length > 0 ? 1 : 0;

/** Has a process read from a seed on; gives the seed behind the one that it ended with. */
function readFrom(first: number, forSeconds: number): Promise<number> {
  const runner = fork(fileURLToPath(new URL('./runner.js', import.meta.url)), [String(first), String(forSeconds)], {
    execArgv: [`--max-old-space-size=${MOST_MEBIBYTES}`],
    stdio: ['ignore', 'inherit', 'ignore', 'ipc'],
  });
  let reading: Reading | undefined;
  let looks = 0;
  let hung = false;
  const watch = setInterval(() => {
    hung = ++looks > MOST_LOOKS;
    if (hung) runner.kill('SIGKILL');
  }, MILLISECONDS_BETWEEN_LOOKS);
  runner.on('message', (said: {reading?: Reading; fault?: FuzzFault; done?: number}) => {
    looks = 0;
    inputs += said.done ?? 0;
    if (said.fault) faults.push(said.fault);
    reading = said.reading ?? reading;
  });
  return new Promise(resolve =>
    runner.on('close', (code, signal) => {
      clearInterval(watch);
      if ((code !== 0 || signal !== null) && reading)
        faults.push({...reading, why: hung ? 'hangs' : `ended the process: ${signal ?? code}`});
      resolve((reading?.seed ?? first) + 1);
    }),
  );
}
