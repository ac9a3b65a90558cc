// Sweeps by a queue whose workers, coordinator, server and data come to harm: the same bits all the same.
import {spawn} from 'node:child_process';
import {readdirSync, readFileSync, utimesSync, writeFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {Queue} from 'bullmq';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {parse} from 'yaml';
import {heard, played, playedWith, Stage, soon} from './queue-stage.js';
import {redisPath, WITHOUT_REDIS} from './redis-server.js';
import {childrenOf, NOISY_SINE, Rig, root} from './rig.js';

if (!redisPath) process.stdout.write(WITHOUT_REDIS);
const withRedis = redisPath ? test : test.skip;

// A tenth of a second per trial, and half of one.
const [quick, slow] = redisPath ? [await played(20, 4), await played(150, 3)] : [];

withRedis('a coordinator that is killed finds what finished meanwhile, and nobody else may have its run', async () => {
  await Stage.with([], slow, async stage => {
    stage.worker();
    const first = stage.run();
    await soon('a trial is there', () => stage.lines() >= 1);
    const second = new Rig();
    second.write('small.yaml', stage.played.text);
    const refused = await second.tfsweep(['run', 'small.yaml', '--queue'], stage.environment);
    assert.is(refused.code, 2);
    assert.match(refused.stderr, /run [0-9a-f]{12} is being coordinated by process \d+ on /);
    second.remove();
    first.process.kill('SIGKILL');
    await first.finished;
    const before = stage.lines();
    // The worker goes on with what is in the queue.
    const results = stage.redis();
    const run = basename(stage.rig.runFolder('small'));
    const groups = async () => Number(await results.xlen((await results.keys(`tfsweep:results:*:${run}`))[0] ?? ''));
    for (let tries = 0; (await groups()) < stage.played.trials.size - before; tries++) {
      assert.ok(tries < 1000, 'the worker trains without a coordinator');
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    stage.killWorkers();
    const found = await stage.run().finished;
    assert.not.match(found.stderr, /no worker/);
    stage.expectWhole(found);
  });
});

withRedis('workers are killed, and what they train, and stopped for longer than their locks last', async () => {
  await Stage.with([], slow, async stage => {
    const [killed, stopped, kept] = [stage.worker(), stage.worker(), stage.worker()];
    const run = stage.run();
    await soon('two trials are there', () => stage.lines() >= 2);
    for (const child of childrenOf(kept.process.pid)) process.kill(child, 'SIGKILL');
    killed.process.kill('SIGKILL');
    stopped.process.kill('SIGSTOP');
    const ended = await run.finished;
    stopped.process.kill('SIGCONT');
    stage.expectWhole(ended);
    // What the stopped one had finished comes twice, or too late: nobody wants it any more.
    await new Promise(resolve => setTimeout(resolve, 1500));
    assert.is(stage.lines(), stage.played.trials.size);
    kept.process.kill('SIGINT');
    assert.match((await kept.finished).stderr, /crashed .*the worker was killed by SIGKILL; it is trained again/);
  });
});

for (const [title, options] of [
  ['without its data', []],
  ['with its data', ['--appendonly', 'yes', '--appendfsync', 'always']],
] as const)
  withRedis(`a server that is killed and started again ${title} costs no trial`, async () => {
    await Stage.with(options, quick, async stage => {
      stage.worker();
      stage.worker();
      const run = stage.run();
      await soon('three trials are there', () => stage.lines() >= 3);
      await stage.server.kill();
      await new Promise(resolve => setTimeout(resolve, 500));
      await stage.server.begin();
      const ended = await run.finished;
      assert.match(ended.stderr, /the queue does not answer; waiting for it\nthe queue answers again/);
      stage.expectWhole(ended);
    });
  });

withRedis('hostile and torn groups are refused by name, and the worker goes on', async () => {
  await Stage.with([], slow, async stage => {
    const worker = stage.worker();
    const name = await queueOf(stage);
    const redis = stage.redis();
    const queue = new Queue(name, {connection: redis, prefix: 'tfsweep'});
    const kept = stage.run();
    // One that is real, to be changed.
    await soon('a trial is there', () => stage.lines() >= 1);
    const [real] = await queue.getJobs(['waiting']);
    const data = real.data;
    const changed = (change: (copy: typeof data) => void) => {
      const copy = structuredClone(data);
      change(copy);
      return copy;
    };
    const hostile: Record<string, unknown> = {
      empty: {},
      'another version': {...data, format: 2},
      'another epoch count': changed(copy => {
        copy.trials[0].experiment.training.epochs = 1;
      }),
      'a path': {
        ...data,
        datasets: Object.fromEntries(Object.keys(data.datasets).map(key => [key, '../../../etc/passwd'])),
      },
      'an unknown layer': changed(copy => {
        copy.trials[0].experiment.model.layers[0].type = 'lambda';
      }),
      'no data set': {...data, datasets: {}},
      'nested keys': changed(copy => {
        copy.trials[0].experiment.more = JSON.parse(`${'['.repeat(2000)}${']'.repeat(2000)}`);
      }),
      proto: JSON.parse(`{"__proto__": {"format": 1}, "format": 1}`),
    };
    for (const [id, value] of Object.entries(hostile))
      await queue.add('group', value, {jobId: id.replaceAll(' ', '-')});
    await redis.hset(`tfsweep:${name}:torn`, {
      name: 'group',
      data: '{"format": 1, "tri',
      opts: '{}',
      timestamp: 1,
      delay: 0,
      priority: 0,
    });
    await redis.rpush(`tfsweep:${name}:wait`, 'torn');
    stage.expectWhole(await kept.finished);
    for (let tries = 0; (await queue.getJobCounts('failed')).failed < Object.keys(hostile).length; tries++) {
      assert.ok(tries < 600, JSON.stringify(await queue.getJobCounts()));
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    const {stdout} = await stage.rig.tfsweep(['queue'], stage.environment);
    for (const id of Object.keys(hostile)) assert.match(stdout, new RegExp(`${id.replaceAll(' ', '-')}: refused by `));
    worker.process.kill('SIGINT');
    const {stderr, code} = await worker.finished;
    assert.is(code, 0);
    for (const id of Object.keys(hostile)) assert.match(stderr, `refused ${id.replaceAll(' ', '-')}: `);
  });
});

/** The name of the only queue. */
async function queueOf(stage: Stage): Promise<string> {
  for (let tries = 0; tries < 200; tries++) {
    const {stdout} = await stage.rig.tfsweep(['queue', '--json'], stage.environment);
    const {queues} = JSON.parse(stdout);
    if (queues.length > 0) return queues[0].name;
  }
  throw new Error('no worker came');
}

withRedis('who is told to end ends, also where the server is gone', async () => {
  await Stage.with([], slow, async stage => {
    const worker = stage.worker();
    const run = stage.run();
    await soon('a trial is there', () => stage.lines() >= 1);
    await stage.server.kill();
    const begun = Date.now();
    for (const {process} of [run, worker]) process.kill('SIGINT');
    const ended = await run.finished;
    assert.is(ended.code, 130, ended.stderr);
    assert.match(ended.stderr, /interrupted: \d+ of 12 trials are saved/);
    assert.is((await worker.finished).code, 0);
    assert.ok(Date.now() - begun < 40_000, `${Date.now() - begun} ms`);
  });
});

withRedis('what a server has lost of a run is put there again', async () => {
  await Stage.with([], slow, async stage => {
    stage.worker();
    const run = stage.run();
    const said = heard(run);
    await soon('a trial is there', () => stage.lines() >= 1);
    const redis = stage.redis();
    const [wait] = await redis.keys('tfsweep:wasm-*:wait');
    const [job] = await redis.lrange(wait, 0, 0);
    // One group is empty now, and of the others nobody knows.
    await redis.del(wait.replace(/wait$/, job));
    await soon('two trials are there', () => stage.lines() >= 2);
    await redis.del(wait);
    stage.expectWhole(await run.finished);
    assert.match(said(), /the queue no longer had \d+ groups of trials: put into it again/);
  });
});

withRedis('a server that is full ends the run with its reason, and the next one goes on', async () => {
  await Stage.with([], slow, async stage => {
    stage.worker();
    const run = stage.run();
    await soon('a trial is there', () => stage.lines() >= 1);
    await stage.redis().config('SET', 'maxmemory', '1mb');
    const {code, stderr} = await run.finished;
    assert.is(code, 2);
    assert.match(stderr, /the queue refused: OOM command not allowed[\s\S]*what has finished is saved/);
    await stage.redis().config('SET', 'maxmemory', '0');
    stage.expectWhole(await stage.run().finished);
  });
});

withRedis('hostile results and announcements change nothing, and steer no terminal', async () => {
  await Stage.with([], slow, async stage => {
    stage.worker();
    const run = stage.run();
    await soon('a trial is there', () => stage.lines() >= 1);
    const redis = stage.redis();
    const [wait] = await redis.keys('tfsweep:wasm-*:wait');
    const [group] = (await redis.lrange(wait, -1, -1)) as [string];
    const {trials} = JSON.parse((await redis.hget(wait.replace(/wait$/, group), 'data')) ?? '');
    const [{id, seed}] = trials;
    const failed = (error: unknown, more = {}) => ({
      group,
      worker: 'evil\x1b[2J',
      trained: [
        {
          record: {id, seed, status: 'failed', parameters: {}, history: [], durationSeconds: 0, error, ...more},
          forecasts: null,
          compileSeconds: 0,
        },
      ],
    });
    const nested = JSON.parse(`${'['.repeat(2000)}${']'.repeat(2000)}`);
    const results = [
      'no JSON',
      '['.repeat(100_000),
      JSON.stringify({...failed(0), trained: []}),
      JSON.stringify(failed({type: 'invented', message: ''})),
      JSON.stringify(failed({type: 'diverged', message: ''}, {nested})),
      JSON.stringify(failed({type: 'diverged', message: ''}, {id: '000000000000'})).replace(
        '"group"',
        '"__proto__":{"a":1},"group"',
      ),
    ];
    for (const result of results)
      await redis.xadd(
        wait.replace(/(wasm-\w+):wait$/, `results:$1:${basename(stage.rig.runFolder('small'))}`),
        '*',
        'result',
        result,
      );
    const told = {host: '\x1b[2J\u202e', pid: 1, slots: 1e300, busy: 0, trained: 0, steps: {}, since: 'never', name: 5};
    await redis.sadd(
      'tfsweep:workers',
      'evil\nworker',
      'other',
      ...Array.from({length: 50}, (_, index) => `old-${index}`),
    );
    await redis.set('tfsweep:worker:evil\nworker', JSON.stringify(told));
    await redis.rpush('tfsweep:worker:other', 'a list');
    const ended = await run.finished;
    assert.match(ended.stderr, `refused what worker evil␛[2J sent back of group ${group}: it is no result`);
    await redis.del('tfsweep:worker:other');
    const json = await stage.rig.tfsweep(['queue', '--json'], stage.environment);
    JSON.parse(json.stdout);
    const text = await stage.rig.tfsweep(['queue'], stage.environment);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there.
    for (const {stdout, stderr} of [ended, json, text]) assert.not.match(stdout + stderr, /[\x1b\x9b\u202e]/);
    // What was refused three times is given up; the next call trains it.
    stage.expectWhole(ended.code === 0 ? ended : await stage.run().finished);
  });
});

withRedis('data travel once, and what is not what its hash says is fetched again', async () => {
  await Stage.with([], quick, async stage => {
    const worker = stage.worker();
    const run = stage.run();
    await soon('a trial is there', () => stage.lines() >= 1);
    run.process.kill('SIGINT');
    await run.finished;
    worker.process.kill('SIGINT');
    await worker.finished;
    const cache = join(stage.rig.folder, 'cache', 'queue');
    const files = readdirSync(cache);
    assert.ok(files.length > 0 && files.every(name => /^[0-9a-f]{64}$/.test(name)), files.join());
    for (const file of files) writeFileSync(join(cache, file), 'torn');
    // Somebody began to load it, and never ended; the number is another process' now.
    const [claim] = files.map(file => join(cache, `${file}.loading`));
    writeFileSync(claim, String(process.pid));
    utimesSync(claim, new Date(0), new Date(0));
    // In the queue they are damaged, too: whoever sent them sends them again.
    for (const key of await stage.redis().keys('tfsweep:parcel:*:0')) await stage.redis().set(key, 'torn');
    stage.worker();
    stage.expectWhole(await stage.run().finished);
  });
});

withRedis('a search comes to the same combinations by a queue, folds and shared rows included', async () => {
  const search = await playedWith({
    data: {...NOISY_SINE, split: {folds: 2, validation: 40, test: 40}},
    window: {length: '${length}'},
    training: {epochs: 4, optimizer: {type: 'adam', learningRate: '${rate}'}},
    sweep: {
      strategy: {type: 'bayesian', parallel: 3},
      trials: 14,
      parameters: {activation: ['linear', 'tanh'], length: [6, 9], rate: {from: 0.001, to: 0.1, scale: 'log'}},
      seeds: 2,
    },
  });
  await Stage.with([], search, async stage => {
    stage.worker();
    stage.worker();
    stage.expectWhole(await stage.run().finished);
  });
});

withRedis('the file for containers starts a server, a coordinator and two workers that train', async () => {
  const {services} = parse(readFileSync(join(root, 'docs', 'machines', 'compose.yaml'), 'utf8'));
  const [, ...options] = services.queue.command.split(' ');
  await Stage.with(options, quick, async stage => {
    const url = new URL(services.worker.environment.TFSWEEP_QUEUE);
    assert.equal(
      [url.hostname, services.coordinator.environment.TFSWEEP_QUEUE],
      ['queue', url.href.replace(/\/$/, '')],
    );
    const env = {...process.env, ...stage.environment, EXPERIMENT: 'small.yaml', PATH: stage.rig.pathWithNpx()};
    const start = ([command, ...args]: string[]) =>
      spawn(
        command,
        args.map(arg => arg.replaceAll('$$', '$')),
        {cwd: stage.rig.folder, env, stdio: 'ignore'},
      );
    const workers = Array.from({length: services.worker.deploy.replicas}, () => start(services.worker.command));
    assert.is(workers.length, 2);
    const coordinator = start(services.coordinator.command);
    const code = await new Promise(resolve => coordinator.on('exit', resolve));
    for (const worker of workers) worker.kill('SIGKILL');
    stage.expectWhole({code: Number(code), signal: null, stdout: '', stderr: ''});
  });
});

test.run();
