// A worker of a queue that trains nothing: it sends back what a small training came to at once, with the id of each trial.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {backends} from '../../src/engine/backends/index.js';
import {tfsweepVersion} from '../../src/engine/versions.js';
import {announce} from '../../src/run/queue/announcements.js';
import {groupQueue} from '../../src/run/queue/group-jobs.js';
import {parseGroupMessage} from '../../src/run/queue/group-message.js';
import {measuredBits} from '../../src/run/queue/measured-bits.js';
import {queueAddress} from '../../src/run/queue/queue-address.js';
import {connectQueue, PREFIX} from '../../src/run/queue/queue-connection.js';
import {ResultStream} from '../../src/run/queue/result-stream.js';
import {queueName} from '../../src/run/queue/toolchain-match.js';
import {Rig} from '../rig.js';
import {manyTrials} from './many-trials.js';

const SLOTS = 100;

/** What a real training has left of one of these trials: its line in the journal, and how many forecasts there are. */
async function someResult(): Promise<{readonly record: Record<string, unknown>; readonly count: number}> {
  const rig = new Rig();
  rig.write('many.yaml', manyTrials(20));
  await rig.tfsweep(['run', 'many.yaml']);
  const first = (file: string) => JSON.parse(readFileSync(join(rig.runFolder('many'), file), 'utf8').split('\n')[0]);
  const found = {record: first('trials.jsonl'), count: first('forecasts.jsonl').values.length};
  rig.remove();
  return found;
}

const {record, count} = await someResult();
const status = backends.wasm.status();
if (!status.works) throw new Error(status.reason);
const toolchain = {
  tfsweep: tfsweepVersion(),
  backend: 'wasm',
  backendVersion: status.version,
  bits: await measuredBits('wasm'),
} as const;
const connection = await connectQueue(queueAddress(process.argv[2], process.env));
const {redis, bullmq} = connection;
const forecasts = Buffer.from(new Float32Array(count).buffer).toString('base64');
groupQueue(connection, queueName(toolchain));
const worker = new bullmq.Worker(
  queueName(toolchain),
  async job => {
    const parsed = parseGroupMessage(job.data);
    if ('refused' in parsed) throw new Error(parsed.refused);
    const {trials, run} = parsed.group;
    const trained = trials.map(({id, seed}) => ({
      record: {...record, id, seed, parameters: {}},
      forecasts,
      compileSeconds: 0,
    }));
    await new ResultStream(redis, queueName(toolchain), run).send(
      JSON.stringify({group: job.id, worker: 'simulated', trained}),
    );
    return null;
  },
  {connection: redis, prefix: PREFIX, concurrency: SLOTS},
);
worker.on('error', ({message}) => process.stderr.write(`${message}\n`));
const say = () =>
  announce(redis, 'worker', `simulated-${process.pid}`, {
    host: 'simulated',
    pid: process.pid,
    toolchain,
    slots: SLOTS,
    busy: 0,
    trained: 0,
    steps: {},
    since: new Date().toISOString(),
  });
await say();
setInterval(() => void say(), 3000);
process.send?.('ready');
