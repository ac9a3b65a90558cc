// Runs every test file in a process of its own, two at a time, and adds up what uvu counts.
import {spawn} from 'node:child_process';
import {readdirSync} from 'node:fs';
import {availableParallelism} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import PQueue from 'p-queue';

interface Counted {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const folder = dirname(fileURLToPath(import.meta.url));
const wanted = process.argv.slice(2);
const files = readdirSync(folder)
  .filter(file => file.endsWith('.test.js'))
  .filter(file => wanted.length === 0 || wanted.some(part => file.includes(part)));

function runFile(file: string): Promise<Counted> {
  return new Promise(resolve => {
    const started = performance.now();
    const child = spawn(process.execPath, ['--enable-source-maps', join(folder, file)], {
      stdio: ['ignore', 'pipe', 'pipe'],
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
      process.stdout.write(
        `${file.replace('.test.js', '')}: ${passed} passed in ${((performance.now() - started) / 1000).toFixed(1)} s${note ? `, ${note}` : ''}\n`,
      );
      if (failed > 0) process.stdout.write(`${output}\n`);
      resolve({passed, failed, skipped: count('Skipped')});
    });
  });
}

function plain(text: string): string {
  return text.replace(new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g'), '');
}

const queue = new PQueue({concurrency: Math.max(2, availableParallelism())});
const counted = await Promise.all(files.map(file => queue.add(() => runFile(file))));
const sum = (name: keyof Counted) => counted.reduce((total, one) => total + (one?.[name] ?? 0), 0);
const skipped = sum('skipped');
process.stdout.write(
  `\n${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`,
);
process.exitCode = sum('failed') > 0 || files.length === 0 ? 1 : 0;
