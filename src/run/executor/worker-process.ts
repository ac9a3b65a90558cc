import {type ChildProcess, fork} from 'node:child_process';
import {bytesOf, type Dataset} from '../../data/dataset.js';
import type {BackendName} from '../../engine/backends/backend.js';
import {programFile} from '../../engine/package-file.js';
import type {Trained} from '../../engine/trained.js';
import type {EngineName} from '../../training/result.js';
import type {TrialGroup} from '../groups/trial-groups.js';
import {nodeThatDiesWithParent} from './dies-with-parent.js';
import type {FromWorker, ToWorker} from './messages.js';

/** A worker that can't go on: it went away, or an exception left it in an unknown state. */
export class WorkerCrashError extends Error {}

/** A worker that has got more of data sets lets go of them: one that serves a queue for months doesn't grow. */
const MOST_BYTES_KEPT = 512 * 2 ** 20;

/** A worker process, seen from the main process: one group of trials at a time. */
export class WorkerProcess {
  private readonly child: ChildProcess;
  private readonly sent = new Set<string>();
  private sentBytes = 0;
  private onSteps: ((steps: number) => void) | undefined;
  private readonly complaints: string[] = [];
  private settle: ((answer: {message: FromWorker} | {lost: string}) => void) | undefined;
  private ended: string | undefined;
  private stoppedBecause: string | undefined;
  /** Resolves once nothing of it is there any more. */
  readonly gone: Promise<void>;

  constructor(backend: BackendName, engines: readonly EngineName[], threads: number) {
    const starter = nodeThatDiesWithParent();
    this.child = fork(programFile('run', 'executor', 'worker.js'), [backend, ...engines], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: workerEnvironment(threads),
      execPath: starter.execPath,
      execArgv: [...starter.execArgv],
    });
    this.child.stderr?.on('data', (chunk: Buffer) => {
      this.complaints.push(chunk.toString());
      if (this.complaints.length > 50) this.complaints.shift();
    });
    this.child.on('message', (message: FromWorker) => {
      if (message.type === 'steps') this.onSteps?.(message.steps);
      else this.settle?.({message});
    });
    this.gone = new Promise(resolve => {
      this.child.once('close', resolve);
    });
    // One that is there but can't be told anything any more says how it ended as it closes.
    this.child.on('error', error =>
      this.child.pid === undefined ? this.end(`could not be started: ${error.message}`) : undefined,
    );
    this.child.on('close', (code, signal) =>
      this.end(this.stoppedBecause ?? (signal ? `was killed by ${signal}` : `ended with code ${code}`)),
    );
  }

  /** Resolves once the backend is loaded; rejects with the reason why it can't be. */
  async ready(): Promise<void> {
    const answer = await this.answer();
    if (answer.type !== 'ready')
      throw new Error(answer.type === 'broken' ? answer.reason : 'the worker said something else');
  }

  /** Trains trials; rejects with a WorkerCrashError when the worker can't go on. */
  async train(
    group: TrialGroup,
    datasets: ReadonlyMap<string, Dataset>,
    onSteps: (steps: number) => void,
  ): Promise<readonly Trained[]> {
    const {trials, sharedRows, engine, room} = group;
    this.send(
      [...new Set(trials.map(({dataset}) => dataset))].map(key => {
        const dataset = datasets.get(key);
        if (!dataset) throw new Error(`no data set ${key}`);
        return dataset;
      }),
    );
    this.onSteps = onSteps;
    this.say({type: 'train', trials, sharedRows, engine, room});
    const answer = await this.answer();
    if (answer.type === 'trained') return answer.trained;
    this.stop();
    throw new WorkerCrashError(answer.type === 'broken' ? answer.reason : 'the worker said something else');
  }

  /** Sends data sets that it hasn't got; one that has got many lets go of them first. */
  private send(datasets: readonly Dataset[]): void {
    if (datasets.every(({key}) => this.sent.has(key))) return;
    if (this.sentBytes > MOST_BYTES_KEPT) {
      this.say({type: 'forget'});
      this.sent.clear();
      this.sentBytes = 0;
    }
    for (const dataset of datasets) {
      if (this.sent.has(dataset.key)) continue;
      this.say({type: 'dataset', dataset});
      this.sent.add(dataset.key);
      this.sentBytes += bytesOf(dataset);
    }
  }

  get alive(): boolean {
    return this.ended === undefined;
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Ends it; `because` is told of what it did. */
  stop(because?: string): void {
    this.stoppedBecause ??= because;
    this.child.kill('SIGKILL');
  }

  private say(message: ToWorker): void {
    if (this.alive) this.child.send(message);
  }

  private async answer(): Promise<FromWorker> {
    const answer = await new Promise<{message: FromWorker} | {lost: string}>(resolve => {
      if (this.ended === undefined) this.settle = resolve;
      else resolve({lost: this.ended});
    });
    this.settle = undefined;
    if ('lost' in answer) throw new WorkerCrashError(answer.lost);
    return answer.message;
  }

  private end(how: string): void {
    if (this.ended !== undefined) return;
    const last = lastWords(this.complaints.join(''));
    this.ended = `the worker ${how}${last ? `: ${last}` : ''}`;
    this.settle?.({lost: this.ended});
  }
}

/** What a process complained of at last; where its memory ran out, that. */
function lastWords(complaints: string): string {
  if (/heap out of memory|Allocation failed|std::bad_alloc/.test(complaints)) return 'its memory ran out';
  return complaints.trim().split('\n').slice(-3).join('; ');
}

/** Threads are set whatever the shell's environment says: who uses which core was decided before. */
function workerEnvironment(threads: number): NodeJS.ProcessEnv {
  // What lets one into a queue is no matter of who trains.
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('TFSWEEP_QUEUE'));
  return {
    TF_CPP_MIN_LOG_LEVEL: '2',
    // Small tensors come and go: LSTM(20) took a tenth longer with the system's allocator.
    TF_CPU_ALLOCATOR_USE_BFC: 'true',
    ...Object.fromEntries(own),
    TF_NUM_INTRAOP_THREADS: String(threads),
    TF_NUM_INTEROP_THREADS: '1',
    OMP_NUM_THREADS: String(threads),
    // XLA's products of small matrices are 4 % faster when they needn't ask who shares the work.
    ...(threads === 1 ? {XLA_FLAGS: `${process.env.XLA_FLAGS ?? ''} --xla_cpu_multi_thread_eigen=false`.trim()} : {}),
  };
}
