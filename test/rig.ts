import {type ChildProcess, spawn} from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {disk} from '../src/results/file-tree.js';
import {runIn} from '../src/results/found-run.js';
import {type RunResults, readRun} from '../src/results/run-results.js';
import {RUN_FILES} from '../src/run/store/run-folder.js';

/** The checkout. */
export const root = fileURLToPath(new URL('../..', import.meta.url));
export const program = join(root, 'dist', 'program', 'cli', 'main.js');

export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A temporary folder in which the real binary is called as a user would. */
export class Rig {
  readonly folder = mkdtempSync(join(tmpdir(), 'tfsweep-test-'));

  write(name: string, content: string): string {
    const file = join(this.folder, name);
    mkdirSync(dirname(file), {recursive: true});
    writeFileSync(file, content);
    return file;
  }

  read(...path: string[]): string {
    return readFileSync(join(this.folder, ...path), 'utf8');
  }

  list(folder: string): string[] {
    return readdirSync(join(this.folder, folder));
  }

  copy(from: string, to: string): void {
    cpSync(join(root, from), join(this.folder, to), {recursive: true});
  }

  /** Calls tfsweep and waits for its end. Small sweeps are trained by one worker: a second one takes longer to start. */
  tfsweep(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Finished> {
    const trains = args[0] === 'run' || args[0] === 'verify';
    const isTold = args.includes('--workers') || args.includes('--queue');
    return this.start(trains && !isTold ? [...args, '--workers', '1'] : args, env).finished;
  }

  /** Calls tfsweep, and hands over the process meanwhile. */
  start(args: readonly string[], env: NodeJS.ProcessEnv = {}): {process: ChildProcess; finished: Promise<Finished>} {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: this.folder,
      // A group of its own: a test may kill it with all its workers, as a terminal would.
      detached: true,
      env: {...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, GITHUB_ACTIONS: undefined, ...env},
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', chunk => {
      stdout += chunk;
    });
    child.stderr.on('data', chunk => {
      stderr += chunk;
    });
    const finished = new Promise<Finished>(resolve =>
      child.on('close', (code, signal) => resolve({code, signal, stdout, stderr})),
    );
    return {process: child, finished};
  }

  /** A PATH on which `npx tfsweep` is the program that is tested. */
  pathWithNpx(): string {
    const npx = this.write('bin/npx', `#!/bin/sh\nshift\nexec "${process.execPath}" "${program}" "$@"\n`);
    chmodSync(npx, 0o755);
    return `${dirname(npx)}:${process.env.PATH}`;
  }

  /** The only run folder of an experiment. */
  runFolder(name: string): string {
    const ids = readdirSync(join(this.folder, 'results', name));
    if (ids.length !== 1) throw new Error(`${name} has ${ids.length} runs`);
    return join(this.folder, 'results', name, ids[0]);
  }

  /** Lines of all journals of an experiment so far; 0 while there are none. */
  journalLines(name: string): number {
    const folder = join(this.folder, 'results', name);
    const journals = existsSync(folder) ? readdirSync(folder).map(id => join(folder, id, 'trials.jsonl')) : [];
    return journals
      .filter(existsSync)
      .reduce((sum, file) => sum + readFileSync(file, 'utf8').split('\n').length - 1, 0);
  }

  /** The lines of the journal by trial id, without what differs from call to call. */
  trials(name: string): Map<string, string> {
    const lines = readFileSync(join(this.runFolder(name), 'trials.jsonl'), 'utf8')
      .trim()
      .split('\n');
    return new Map(
      lines.map(line => {
        const {durationSeconds: _, ...trial} = JSON.parse(line);
        return [trial.id, JSON.stringify(trial)];
      }),
    );
  }

  remove(): void {
    rmSync(this.folder, {recursive: true, force: true});
  }
}

/** The files of a run folder once a run has ended, sorted. */
export const RUN_FOLDER = Object.values(RUN_FILES).sort();

/** A sine with some noise. */
export const NOISY_SINE = {
  type: 'synthetic',
  rows: 240,
  components: [
    {type: 'sine', period: 25},
    {type: 'noise', deviation: 0.2},
  ],
} as const;

/** A small experiment on dummy data that trains within a second; `change` lays keys over it. */
export function smallExperiment(change: Record<string, unknown> = {}): string {
  return JSON.stringify({
    version: 1,
    name: 'small',
    data: NOISY_SINE,
    window: {length: 8},
    model: {layers: ['flatten', {type: 'dense', units: 6, activation: '${activation}'}, {type: 'dense', units: 1}]},
    training: {epochs: 3},
    sweep: {parameters: {activation: ['linear', 'tanh']}, seeds: 2},
    comparison: {by: 'activation'},
    ...change,
  });
}

/** Waits until something is so; fails loudly when it never is. */
export async function until(what: string, isSo: () => boolean, seconds = 20): Promise<void> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
    if (isSo()) return;
    await new Promise(resolve => setTimeout(resolve, 10));
  }
  throw new Error(`waited ${seconds} s in vain: ${what}`);
}

/** Trains an experiment called `small` in a folder of its own; gives its trials by id, as Rig.trials does. */
export async function trainSmall(text: string, ...args: readonly string[]): Promise<Map<string, string>> {
  const rig = new Rig();
  rig.write('small.yaml', text);
  const {code, stderr} = await rig.tfsweep(['run', 'small.yaml', ...args]);
  if (code !== 0) throw new Error(stderr);
  const trials = rig.trials('small');
  rig.remove();
  return trials;
}

/** The results in a run folder. */
export function resultsIn(folder: string): RunResults {
  const found = runIn(disk, folder);
  if (!found) throw new Error(`there is no run in ${folder}`);
  return readRun(found);
}

/** The processes that a process has started and that still run; by /proc, so on Linux only. */
export function childrenOf(pid: number | undefined): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter(child => child > 0 && parentOf(child) === pid);
}

/** The workers of a process that trains; not git, which is asked for the commit. */
export function workersOf(pid: number | undefined): number[] {
  return childrenOf(pid).filter(child => {
    const file = `/proc/${child}/cmdline`;
    return existsSync(file) && readFileSync(file, 'utf8').includes('worker.js');
  });
}

function parentOf(pid: number): number | undefined {
  try {
    // PID (name) state parent ...
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')[1]);
  } catch {
    // Gone since it was listed.
    return undefined;
  }
}
