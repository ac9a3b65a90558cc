// What the runner itself costs: per trial of a sweep of 20,000, by processes of this machine and by a queue on loopback; what a
// second worker gains; and how many results a second a coordinator takes from workers that take no time. It starts a server of its own.
// node dist/test/bench/overheads.js [trials] [rounds] [results]
import {type ChildProcess, fork} from 'node:child_process';
import {mkdirSync, readFileSync} from 'node:fs';
import {cpus} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {RedisServer, redisPath} from '../redis-server.js';
import {type Finished, Rig, until} from '../rig.js';
import {manyTrials} from './many-trials.js';

const [trials = 20_000, rounds = 5, results = trials] = process.argv.slice(2).map(Number);

/** Trials of some tenths of a second, as small networks on real data take. */
const usual = JSON.stringify({
  name: 'usual',
  data: {type: 'csv', path: 'npm:vega-datasets/data/sp500-2000.csv', time: 'date', columns: ['close'], target: 'close'},
  window: 10,
  model: {
    layers: [
      'flatten',
      {type: 'dense', units: 20, activation: '${activation}'},
      {type: 'dense', units: 20, activation: '${activation}'},
      {type: 'dense', units: 1},
    ],
  },
  training: {epochs: 100},
  sweep: {parameters: {activation: ['linear', 'tanh']}, seeds: 120},
});

interface Timed {
  /** Of the whole call. */
  readonly seconds: number;
  /** While workers trained. */
  readonly wallSeconds: number;
  /** Of all trials together, as each tells its own. */
  readonly trialSeconds: number;
  /** Of the processor, in the process that was called. */
  readonly ownSeconds: number;
}

function timed(rig: Rig, name: string, seconds: number, ownSeconds: number): Timed {
  const folder = rig.runFolder(name);
  const {timing} = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  const lines = readFileSync(join(folder, 'trials.jsonl'), 'utf8').trim().split('\n');
  const trialSeconds = lines.reduce((sum, line) => sum + JSON.parse(line).durationSeconds, 0);
  return {seconds, wallSeconds: timing.trainSeconds + timing.compileSeconds / timing.workers, trialSeconds, ownSeconds};
}

/** Runs an experiment in a folder of its own. */
async function run(name: string, text: string, args: readonly string[], environment = {}): Promise<Timed> {
  const rig = new Rig();
  rig.write(`${name}.yaml`, text);
  const begun = performance.now();
  const {process: child, finished} = rig.start(['run', `${name}.yaml`, ...args], environment);
  let own = 0;
  const look = setInterval(() => {
    own = processorSeconds(child.pid) ?? own;
  }, 50);
  const {code, stderr}: Finished = await finished;
  clearInterval(look);
  if (code !== 0) throw new Error(stderr.slice(-2000));
  const answer = timed(rig, name, (performance.now() - begun) / 1000, own);
  rig.remove();
  return answer;
}

/** What a process has taken of the processor, by /proc; undefined where it is gone, or where there is no /proc. */
function processorSeconds(pid: number | undefined): number | undefined {
  try {
    // PID (name) state ... utime stime, in hundredths of a second.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return undefined;
  }
}

/** Does something while so many workers wait at a queue, and gives what it gives. */
async function withWorkers<T>(count: number, work: (environment: NodeJS.ProcessEnv) => Promise<T>): Promise<T> {
  const server = await RedisServer.start();
  const rig = new Rig();
  const environment = {TFSWEEP_QUEUE: server.url, TFSWEEP_CACHE: join(rig.folder, 'cache')};
  mkdirSync(join(rig.folder, 'cache'));
  const workers = Array.from({length: count}, () => rig.start(['worker', '--workers', '1'], environment));
  let there = 0;
  for (const {process: child} of workers)
    child.stderr?.on('data', chunk => {
      if (/takes 1 group/.test(chunk)) there++;
    });
  try {
    await until('the workers are there', () => there === count, 60);
    return await work(environment);
  } finally {
    for (const {process: child} of workers) child.kill('SIGKILL');
    await server.remove();
    rig.remove();
  }
}

const milliseconds = (seconds: number) => (1000 * seconds).toFixed(2);
const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const say = (line: string) => process.stdout.write(`${line}\n`);

async function overheads(): Promise<void> {
  say(`overhead per trial of ${trials}, one worker: seconds of the whole call but for those of the trials`);
  const local = await run('many', manyTrials(trials), ['--workers', '1']);
  say(
    `  processes  ${milliseconds((local.seconds - local.trialSeconds) / trials)} ms (${local.seconds.toFixed(1)} s, trials ${local.trialSeconds.toFixed(1)} s)`,
  );
  const queued = await withWorkers(1, environment => run('many', manyTrials(trials), ['--queue'], environment));
  say(
    `  queue      ${milliseconds((queued.seconds - queued.trialSeconds) / trials)} ms (${queued.seconds.toFixed(1)} s, trials ${queued.trialSeconds.toFixed(1)} s)`,
  );
}

/** Contestants take turns; of each the time in which workers trained. */
async function gains(): Promise<void> {
  const contestants: Record<string, () => Promise<Timed>> = {
    'one process': () => run('usual', usual, ['--workers', '1']),
    'two processes': () => run('usual', usual, ['--workers', '2']),
    'one worker': () => withWorkers(1, environment => run('usual', usual, ['--queue'], environment)),
    'two workers': () => withWorkers(2, environment => run('usual', usual, ['--queue'], environment)),
  };
  const seconds = new Map(Object.keys(contestants).map(name => [name, [] as number[]]));
  for (let round = 0; round < rounds; round++)
    for (const [name, contestant] of Object.entries(contestants))
      seconds.get(name)?.push((await contestant()).wallSeconds);
  const of = (name: string) => seconds.get(name) ?? [];
  say(`two workers beside one, 240 trials, ${rounds} rounds in turns: seconds of training`);
  for (const [name, own] of seconds) say(`  ${name.padEnd(14)} ${own.map(value => value.toFixed(2)).join(' ')}`);
  for (const [what, one, two] of [
    ['processes', 'one process', 'two processes'],
    ['queue', 'one worker', 'two workers'],
  ]) {
    const ratios = of(one).map((value, round) => value / of(two)[round]);
    say(
      `  ${what.padEnd(10)} ${median(ratios).toFixed(2)} times as fast (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`,
    );
  }
}

/** Workers that send a result at once: what is left is the coordinator and the server. */
async function saturation(): Promise<void> {
  const server = await RedisServer.start();
  const simulated: ChildProcess[] = [];
  try {
    const file = fileURLToPath(new URL('./simulated-worker.js', import.meta.url));
    for (let count = 0; count < 2; count++) simulated.push(fork(file, [server.url], {stdio: 'inherit'}));
    await Promise.all(simulated.map(child => new Promise(resolve => child.once('message', resolve))));
    const before = server.processorSeconds(processorSeconds);
    const {wallSeconds, ownSeconds} = await run('many', manyTrials(results), ['--queue'], {TFSWEEP_QUEUE: server.url});
    const serverSeconds = server.processorSeconds(processorSeconds) - before;
    say(`a coordinator with workers that take no time, ${results} results:`);
    say(`  ${Math.round(results / wallSeconds)} results a second on ${cpus().length} cores that all of them share`);
    say(
      `  of the processor: coordinator ${milliseconds(ownSeconds / results)} ms a trial, server ${milliseconds(serverSeconds / results)} ms a trial`,
    );
  } finally {
    for (const child of simulated) child.kill('SIGKILL');
    await server.remove();
  }
}

if (!redisPath) throw new Error('there is no Redis here (apt-get install redis-server)');
say(`${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node ${process.versions.node}`);
await saturation();
await overheads();
await gains();
