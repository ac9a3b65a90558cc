import {type ChildProcess, spawn, spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

/** A server of queues on this machine: Redis or Valkey; undefined where none is. */
export const redisPath = ['redis-server', 'valkey-server'].find(name => spawnSync(name, ['--version']).status === 0);

export const WITHOUT_REDIS = 'skipped: no Redis here (apt-get install redis-server)\n';

/** A real server on loopback, which a test starts, kills and starts again; its data lie in a folder of their own. */
export class RedisServer {
  private readonly folder = mkdtempSync(join(tmpdir(), 'tfsweep-redis-'));
  private process: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    private readonly options: readonly string[],
  ) {}

  static async start(...options: readonly string[]): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), options);
    await server.begin();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Starts it, with what is left of its data. */
  async begin(): Promise<void> {
    const port = this.options.includes('--port') ? [] : ['--port', String(this.port)];
    const options = [...port, '--bind', '127.0.0.1', '--dir', this.folder, '--save', '', ...this.options];
    this.process = spawn(redisPath ?? '', options, {stdio: ['ignore', 'pipe', 'ignore']});
    let said = '';
    await new Promise<void>((resolve, reject) => {
      this.process?.stdout?.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (/Ready to accept connections/.test(said)) resolve();
      });
      this.process?.once('exit', () => reject(new Error(`the server ended: ${said}`)));
    });
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const {process} = this;
    if (!process || process.exitCode !== null || process.signalCode !== null) return;
    const gone = new Promise(resolve => process.once('exit', resolve));
    process.kill(signal);
    await gone;
  }

  /** What it has taken of the processor, by a function that says so of a process. */
  processorSeconds(of: (pid: number | undefined) => number | undefined): number {
    return of(this.process?.pid) ?? 0;
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.folder, {recursive: true, force: true});
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
