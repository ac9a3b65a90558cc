import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {Redis} from 'ioredis';
import * as assert from 'uvu/assert';
import {RedisServer} from './redis-server.js';
import {type Finished, Rig, smallExperiment, until} from './rig.js';

/** What is trained, and what one machine makes of it. */
export interface Played {
  readonly text: string;
  readonly trials: ReadonlyMap<string, string>;
  readonly tables: ReadonlyMap<string, string>;
}

const FILES = ['table.csv', 'table.md', 'comparison.json', 'baselines.json', 'data.json'] as const;

/** Trains four combinations on this machine: the results that a queue must come to, too. */
export function played(epochs: number, seeds: number): Promise<Played> {
  return playedWith({
    window: {length: '${length}'},
    model: {
      layers: [
        {type: 'lstm', units: 24, activation: '${activation}'},
        {type: 'dense', units: 1},
      ],
    },
    training: {epochs},
    sweep: {parameters: {activation: ['linear', 'tanh'], length: [12, 20]}, seeds},
  });
}

/** The same of a small experiment with other keys. */
export async function playedWith(change: Record<string, unknown>): Promise<Played> {
  const text = smallExperiment(change);
  const rig = new Rig();
  rig.write('small.yaml', text);
  const {code, stderr} = await rig.tfsweep(['run', 'small.yaml', '--workers', '2']);
  assert.is(code, 0, stderr);
  const trials = rig.trials('small');
  const tables = new Map(FILES.map(file => [file, readFileSync(join(rig.runFolder('small'), file), 'utf8')]));
  rig.remove();
  return {text, trials, tables};
}

type Started = ReturnType<Rig['start']>;

/** A server, a folder to run in, and workers; all of them end with the play. */
export class Stage {
  readonly rig = new Rig();
  private readonly workers: Started[] = [];
  private readonly runs: Started[] = [];
  private readonly connections: Redis[] = [];

  private constructor(
    readonly server: RedisServer,
    readonly played: Played,
  ) {
    this.rig.write('small.yaml', played.text);
  }

  static async with(
    options: readonly string[],
    what: Played | undefined,
    play: (stage: Stage) => Promise<void>,
  ): Promise<void> {
    if (!what) throw new Error('nothing was trained');
    const stage = new Stage(await RedisServer.start(...options), what);
    try {
      await play(stage);
    } finally {
      stage.killWorkers();
      for (const {process} of stage.runs) process.kill('SIGKILL');
      for (const redis of stage.connections) redis.disconnect();
      await stage.server.remove();
      stage.rig.remove();
    }
  }

  get environment(): NodeJS.ProcessEnv {
    return {TFSWEEP_QUEUE: this.server.url, TFSWEEP_CACHE: join(this.rig.folder, 'cache')};
  }

  worker(args: readonly string[] = [], environment: NodeJS.ProcessEnv = {}): Started {
    const worker = this.rig.start(['worker', '--workers', '1', ...args], {...this.environment, ...environment});
    this.workers.push(worker);
    return worker;
  }

  killWorkers(): void {
    for (const {process} of this.workers) process.kill('SIGKILL');
  }

  run(...args: readonly string[]): Started {
    const run = this.rig.start(['run', 'small.yaml', '--queue', ...args], this.environment);
    this.runs.push(run);
    return run;
  }

  /** Lines of the journal so far. */
  lines(): number {
    return this.rig.journalLines('small');
  }

  /** Expects what one machine gives, bit for bit. */
  expectWhole({code, stderr}: Finished): void {
    assert.is(code, 0, stderr);
    const trials = this.rig.trials('small');
    assert.is(trials.size, this.played.trials.size);
    for (const [id, trial] of this.played.trials) assert.ok(trials.get(id) === trial, `trial ${id} is the same`);
    for (const [file, text] of this.played.tables)
      assert.is(readFileSync(join(this.rig.runFolder('small'), file), 'utf8'), text, file);
  }

  /** A connection that ends with the play. */
  redis(): Redis {
    const redis = new Redis({port: this.server.port, maxRetriesPerRequest: null});
    redis.on('error', () => {});
    this.connections.push(redis);
    return redis;
  }

  async keys(): Promise<string[]> {
    return (await this.redis().keys('*')).sort();
  }
}

/** Waits until something is so; other tests may keep this machine busy. */
export function soon(what: string, isSo: () => boolean): Promise<void> {
  return until(what, isSo, 120);
}

/** What a process says from now on. */
export function heard({process}: Started): () => string {
  let said = '';
  process.stderr?.on('data', chunk => {
    said += chunk;
  });
  return () => said;
}
