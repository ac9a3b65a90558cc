import {execFileSync, spawnSync} from 'node:child_process';
import {appendFileSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {cpus, tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

export const root = fileURLToPath(new URL('../../..', import.meta.url));
const binary = join(root, 'dist', 'program', 'cli', 'main.js');

/** What a command prints last, as JSON. Throws where it fails. */
export function printedJson(command: string, args: readonly string[]): Record<string, number> {
  const {status, stdout, stderr, error} = spawnSync(command, args, {encoding: 'utf8', maxBuffer: 2 ** 26});
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr.slice(-2000)}`);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}

/** Peers that can't be imported or started, and why. */
export const missingPeers = new Map<string, string>();

/** What test/bench/peers.py measures of another library; undefined where that can't be imported or started: told once. */
export function peerJson(
  python: string,
  name: string,
  work: string,
  trials: number,
  steps: number,
): Record<string, number> | undefined {
  if (missingPeers.has(name)) return undefined;
  try {
    return printedJson(python, [join(root, 'test', 'bench', 'peers.py'), name, work, String(trials), String(steps)]);
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).trim().split('\n').at(-1) ?? '';
    missingPeers.set(name, reason);
    process.stderr.write(`${name} is left out: ${reason}\n`);
    return undefined;
  }
}

/** A line for each peer that was left out. */
export function missingPeersText(): string {
  return [...missingPeers].map(([name, reason]) => `left out: ${name}: ${reason}\n`).join('');
}

/** Lets tfsweep run an experiment in a folder of its own; gives what its manifest says of the time, and the wall's time. */
export function tfsweep(experiment: Record<string, unknown>, args: readonly string[]): Record<string, number> {
  const folder = mkdtempSync(join(tmpdir(), 'tfsweep-bench-'));
  const file = join(folder, 'bench.yaml');
  writeFileSync(file, JSON.stringify({version: 1, name: 'bench', ...experiment}));
  const begun = performance.now();
  const {status, stdout, stderr} = spawnSync(
    process.execPath,
    [binary, 'run', file, '--json', '--out', join(folder, 'results'), ...args],
    {encoding: 'utf8', maxBuffer: 2 ** 28},
  );
  const processSeconds = (performance.now() - begun) / 1000;
  rmSync(folder, {recursive: true, force: true});
  if (status !== 0) throw new Error(stderr);
  return {...JSON.parse(stdout).timing, processSeconds};
}

/** Adds what was measured, and where, to test/bench/history.jsonl. */
export function addToHistory(measured: Record<string, unknown>): void {
  const line = {
    date: new Date().toISOString(),
    commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], {cwd: root, encoding: 'utf8'}).trim(),
    node: process.versions.node,
    processor: cpus()[0]?.model,
    cores: cpus().length,
    ...measured,
  };
  appendFileSync(join(root, 'test', 'bench', 'history.jsonl'), `${JSON.stringify(line)}\n`);
}

/** A sine under noise. */
export const series = (rows: number, split: {train: number; validation: number; test: number}) => ({
  type: 'synthetic',
  rows,
  components: [
    {type: 'sine', period: 25},
    {type: 'noise', deviation: 0.2},
  ],
  split,
});

export const median = (numbers: readonly number[]) =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
