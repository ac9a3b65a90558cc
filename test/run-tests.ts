// Runs test files, each in a process of its own, some at a time, and adds up what uvu counts. Without --all, those named
// NAME.long.test.ts are left out; with names, only files whose name holds one of them are run.
import {spawn} from 'node:child_process';
import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {availableParallelism} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import PQueue from 'p-queue';
import type {BackendName} from '../src/engine/backends/backend.js';
import {backends} from '../src/engine/backends/index.js';

interface Counted {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** A test file, and the backend that it is run on where it is about backends. */
interface Run {
  readonly file: string;
  readonly backend: BackendName | undefined;
}

const folder = dirname(fileURLToPath(import.meta.url));
const all = process.argv.includes('--all');
const wanted = process.argv.slice(2).filter(argument => !argument.startsWith('--'));
// Named by the sources: what was compiled from a file that is gone must not be run.
const runs = readdirSync(join(folder, '..', '..', 'test'))
  .filter(file => file.endsWith('.test.ts'))
  .filter(file => (wanted.length === 0 ? all || !isLong(file) : wanted.some(part => file.includes(part))))
  .map(file => file.replace(/\.ts$/, '.js'))
  .flatMap((file): Run[] => {
    if (!file.endsWith('.backend.test.js')) return [{file, backend: undefined}];
    return Object.values(backends).map(({name}) => ({file, backend: name}));
  });

function isLong(file: string): boolean {
  return /\.long\.test\.[jt]s$/.test(file);
}

const title = ({file, backend}: Run) =>
  file.replace(/(\.backend|\.long)?\.test\.js$/, '') + (backend ? ` on ${backend}` : '');

// How long each file took the last time that it ran here.
const timesFile = join(folder, '..', 'test-times.json');
const times: Record<string, number> = existsSync(timesFile) ? JSON.parse(readFileSync(timesFile, 'utf8')) : {};

function lastTime(run: Run): number {
  return times[title(run)] ?? (isLong(run.file) ? 60 : 10);
}

function skippedRun(run: Run): Counted | undefined {
  const status = run.backend && backends[run.backend].status();
  if (!status || status.works) return undefined;
  process.stdout.write(`${title(run)}: skipped, the backend is ${status.reason} (${status.remedy})\n`);
  return {passed: 0, failed: 0, skipped: 1};
}

function runFile(run: Run): Promise<Counted> {
  const {file, backend} = run;
  return new Promise(resolve => {
    const started = performance.now();
    const child = spawn(process.execPath, ['--enable-source-maps', join(folder, file)], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {...process.env, ...(backend ? {TFSWEEP_TEST_BACKEND: backend, TF_CPP_MIN_LOG_LEVEL: '2'} : {})},
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', chunk => {
        output += chunk;
      });
    child.on('close', code => {
      const count = (name: string) => Number(new RegExp(`^\\s*${name}:\\s+(\\d+)`, 'm').exec(plain(output))?.[1] ?? 0);
      const total = count('Total');
      const passed = count('Passed');
      // A file that breaks before uvu counts is a failure.
      const failed = total - passed || (code === 0 && total + count('Skipped') > 0 ? 0 : 1);
      const note = /^skipped: .*$/m.exec(output)?.[0];
      const seconds = (performance.now() - started) / 1000;
      times[title(run)] = seconds;
      process.stdout.write(`${title(run)}: ${passed} passed in ${seconds.toFixed(1)} s${note ? `, ${note}` : ''}\n`);
      if (failed > 0) process.stdout.write(`${output}\n`);
      resolve({passed, failed, skipped: count('Skipped')});
    });
  });
}

function plain(text: string): string {
  return text.replace(new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g'), '');
}

// One more than there are cores: who waits for a browser, a disk or the start of a process leaves them idle.
const queue = new PQueue({concurrency: 1 + Math.max(2, availableParallelism())});
// A long file that began last would leave the other cores idle: those that took long the last time begin first.
runs.sort((a, b) => lastTime(b) - lastTime(a));
const counted = await Promise.all(runs.map(run => queue.add(async () => skippedRun(run) ?? runFile(run))));
writeFileSync(timesFile, JSON.stringify(times));
const sum = (name: keyof Counted) => counted.reduce((total, one) => total + (one?.[name] ?? 0), 0);
const skipped = sum('skipped');
process.stdout.write(
  `\n${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`,
);
process.exitCode = sum('failed') > 0 || runs.length === 0 ? 1 : 0;
