// Sweeps by a queue: a real server, real workers, the same bits as without one.
import {spawnSync} from 'node:child_process';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {heard, played, Stage, soon} from './queue-stage.js';
import {freePort, redisPath, WITHOUT_REDIS} from './redis-server.js';
import {Rig, smallExperiment} from './rig.js';

if (!redisPath) process.stdout.write(WITHOUT_REDIS);
const withRedis = redisPath ? test : test.skip;

// A tenth of a second per trial: long enough to be interrupted.
const quick = redisPath ? await played(20, 4) : undefined;

withRedis('two workers train what one machine trains, and nothing stays in the queue but data and names', async () => {
  await Stage.with([], quick, async stage => {
    stage.worker();
    stage.worker();
    stage.expectWhole(await stage.run().finished);
    const left = (await stage.keys()).filter(
      key => !/:parcel:|:(meta|events|id|stalled-check|queues)$|:workers?\b/.test(key),
    );
    assert.equal(left, []);
    const {stdout} = await stage.rig.tfsweep(['queue'], stage.environment);
    assert.match(stdout, /redis:\/\/127\.0\.0\.1:\d+, (Redis|Valkey) [7-9]/);
    assert.match(stdout, /│ wasm-[0-9a-f]{12} │ 0\.\d\.0\s+│ wasm 4\.22\.0 │\s+0 │\s+0 │\s+0 │/);
    assert.is(stdout.match(/ of 1 │/g)?.length, 2);
    // What is there comes back at once; what is trained again comes back, too.
    const again = await stage.run('--again').finished;
    assert.match(again.stderr, /the same .*16 trials trained again/);
    stage.expectWhole(again);
  });
});

withRedis(
  'a run waits for workers, and tells of the queue; Ctrl-C keeps what finished, and ends workers, too',
  async () => {
    await Stage.with([], quick, async stage => {
      const run = stage.run();
      const said = heard(run);
      await soon('nobody trains', () => /no worker is there that fits: tfsweep worker --queue redis:/.test(said()));
      const worker = stage.worker();
      await soon('two trials are there', () => stage.lines() >= 2);
      run.process.kill('SIGINT');
      const ended = await run.finished;
      assert.is(ended.code, 130);
      assert.match(ended.stderr, /interrupted: \d+ of 16 trials are saved/);
      worker.process.kill('SIGINT');
      const gone = await worker.finished;
      assert.is(gone.code, 0, gone.stderr);
      assert.match(gone.stderr, /worker \S+ takes 1 group at a time from redis:\/\/127\.0\.0\.1/);
      assert.equal(
        (await stage.keys()).filter(key => /:workers?\b/.test(key)),
        [],
      );
      stage.worker();
      const whole = await stage.run().finished;
      assert.match(whole.stderr, / trained before/);
      stage.expectWhole(whole);
    });
  },
);

withRedis('a password and TLS, by URL or environment; neither is shown', async () => {
  await Stage.with(['--requirepass', 'se:cr@et'], quick, async stage => {
    const url = (password: string) => `redis://:${encodeURIComponent(password)}@127.0.0.1:${stage.server.port}`;
    for (const [password, reason] of [
      ['wr:ong', /the name or the password is wrong/],
      ['', /it wants a password/],
    ] as const) {
      const {code, stderr} = await stage.rig.tfsweep(['run', 'small.yaml', '--queue', url(password)]);
      assert.is(code, 2);
      assert.match(stderr, reason);
      assert.not.match(stderr, 'wr:ong');
      assert.not.ok(existsSync(join(stage.rig.folder, 'results')));
    }
    const environment = {...stage.environment, TFSWEEP_QUEUE_PASSWORD: 'se:cr@et'};
    const worker = stage.worker(['--queue', url('se:cr@et')]);
    const run = await stage.rig.tfsweep(['run', 'small.yaml', '--queue'], environment);
    stage.expectWhole(run);
    const {stdout} = await stage.rig.tfsweep(['queue', '--json'], environment);
    worker.process.kill('SIGINT');
    const {stderr} = await worker.finished;
    const files = readdirSync(stage.rig.runFolder('small')).map(file =>
      readFileSync(join(stage.rig.runFolder('small'), file), 'utf8'),
    );
    for (const text of [run.stdout, run.stderr, stdout, stderr, ...files]) assert.not.match(text, /se:cr|se%3Acr/);
  });
});

const withTls = redisPath && spawnSync('openssl', ['version']).status === 0 ? test : test.skip;

withTls('a server that speaks TLS is believed where its certificate is, and only there', async () => {
  const keys = new Rig();
  const [key, certificate] = ['server.key', 'server.crt'].map(name => join(keys.folder, name));
  const made = spawnSync(
    'openssl',
    // biome-ignore format: one option and its value per pair.
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, '-days', '2',
     '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'],
  );
  assert.is(made.status, 0, made.stderr.toString());
  const port = String(await freePort());
  const options = ['--port', '0', '--tls-port', port, '--tls-cert-file', certificate, '--tls-key-file', key];
  await Stage.with([...options, '--tls-ca-cert-file', certificate, '--tls-auth-clients', 'no'], quick, async stage => {
    const url = `rediss://localhost:${port}`;
    const stranger = await stage.rig.tfsweep(['queue', url]);
    assert.is(stranger.code, 2);
    assert.match(stranger.stderr, /can't be used as a queue: .*certificate[\s\S]*NODE_EXTRA_CA_CERTS/);
    const plain = await stage.rig.tfsweep(['queue', `redis://localhost:${port}`]);
    assert.is(plain.code, 2);
    assert.match(plain.stderr, /can't be used as a queue: /);
    const trusting = {NODE_EXTRA_CA_CERTS: certificate, TFSWEEP_QUEUE: url};
    stage.worker([], trusting);
    stage.expectWhole(await stage.rig.tfsweep(['run', 'small.yaml', '--queue'], trusting));
  });
  keys.remove();
});

withRedis('what cannot be a queue is told, and nothing is written', async () => {
  const rig = new Rig();
  rig.write('small.yaml', smallExperiment());
  for (const [url, message] of [
    ['redis://127.0.0.1:1', /redis:\/\/127\.0\.0\.1:1 can't be used as a queue: nobody answers there/],
    ['http://127.0.0.1', /the URL of the queue can't be read\n.*redis:\/\/HOST:PORT/],
    ['redis://u:hidden@[', /the URL of the queue can't be read/],
    ['redis://127.0.0.1:1/first', /no number of a data base/],
  ] as const) {
    const {code, stderr} = await rig.tfsweep(['run', 'small.yaml', '--queue', url]);
    assert.is(code, 2, url);
    assert.match(stderr, message);
    assert.not.match(stderr, 'hidden');
  }
  const none = await rig.tfsweep(['run', 'small.yaml', '--queue'], {TFSWEEP_QUEUE: undefined});
  assert.match(none.stderr, /there is no URL of a queue/);
  const both = await rig.tfsweep(['run', 'small.yaml', '--queue', 'redis://127.0.0.1:1', '--workers', '2']);
  assert.match(both.stderr, /with --queue others train/);
  assert.not.ok(existsSync(join(rig.folder, 'results')));
  rig.remove();
});

withRedis('who does not fit is told so on both sides', async () => {
  await Stage.with([], quick, async stage => {
    const answer = heard(stage.worker(['--backend', 'cpu']));
    const told = JSON.stringify({
      host: 'old-machine',
      pid: 7,
      slots: 8,
      busy: 0,
      trained: 0,
      steps: {},
      since: new Date().toISOString(),
      toolchain: {tfsweep: '0.1.0', backend: 'wasm', backendVersion: '4.22.0', bits: '0'},
    });
    await stage.redis().set('tfsweep:worker:old-machine-7', told);
    await stage.redis().sadd('tfsweep:workers', 'old-machine-7');
    const run = stage.run();
    const said = heard(run);
    for (const reason of ['it is tfsweep 0.1.0, and 0.2.0 is wanted', 'it trains on cpu, and wasm is wanted'])
      await soon(reason, () => said().includes(`trains nothing of this run: ${reason}`));
    const own = 'of small: this worker does not fit, it trains on cpu, and wasm is wanted';
    await soon('the worker says so, too', () => answer().includes(own));
    stage.worker();
    stage.expectWhole(await run.finished);
  });
});

test.run();
