// Parts of a sweep that several machines trained, put together: the same as one machine's, or a reason why not; and the files for clusters.
import {spawnSync} from 'node:child_process';
import {cpSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {parse} from 'yaml';
import {Rig, root, smallExperiment} from './rig.js';

const rig = new Rig();
test.after(() => rig.remove());

const text = smallExperiment({
  window: {length: '${window}'},
  sweep: {parameters: {activation: ['linear', 'tanh'], window: [4, 8]}, seeds: 2},
});
rig.write('small.yaml', text);

const runIn = (out: string) => join(out, 'small', readdirSync(join(rig.folder, out, 'small'))[0]);
const lines = (folder: string, file: string) =>
  rig
    .read(folder, file)
    .trim()
    .split('\n')
    .map(line => line.replace(/"durationSeconds":[^,}]*,?/, ''))
    .sort();

async function shard(part: string, out: string): Promise<void> {
  const {code, stderr} = await rig.tfsweep(['run', 'small.yaml', '--shard', part, '--out', out]);
  assert.is(code, 0, stderr);
  assert.match(stderr, 'trials are here; tfsweep merge puts those of several machines together');
}

/** A copy of a run folder with another text in one of its files. */
function changed(from: string, out: string, file: string, change: (text: string) => string): string {
  const to = join(out, from.split('/').slice(1).join('/'));
  cpSync(join(rig.folder, from), join(rig.folder, to), {recursive: true});
  const path = join(rig.folder, to, file);
  writeFileSync(path, change(readFileSync(path, 'utf8')));
  return to;
}

test('parts put together are the run of one machine', async () => {
  await shard('1/3', 'a');
  await shard('2/3', 'b');
  await shard('3/3', 'c');
  const whole = await rig.tfsweep(['run', 'small.yaml', '--out', 'whole']);
  const first = await rig.tfsweep(['merge', runIn('b'), runIn('a'), '--out', 'merged']);
  assert.is(first.code, 3);
  assert.match(first.stderr, /merged 2 runs: 6 of 8 trials; merged\/small\//);
  assert.match(first.stderr, 'missing activation=linear, window=8, seed 42');
  const {code, stdout, stderr} = await rig.tfsweep(['merge', runIn('c'), runIn('a'), '--out', 'merged']);
  assert.is(code, 0, stderr);
  assert.match(stderr, 'merged 3 runs: 8 of 8 trials; 3 trials in several of them, and the same; merged');
  const timing = () => JSON.parse(rig.read(runIn('merged'), 'manifest.json')).timing;
  const before = timing();
  const repeated = await rig.tfsweep([
    'merge',
    runIn('c'),
    join(rig.folder, runIn('c')),
    runIn('merged'),
    '--out',
    'merged',
  ]);
  assert.match(repeated.stderr, 'merged 2 runs: 8 of 8 trials');
  assert.equal(timing(), before);
  assert.is(stdout, whole.stdout);
  const [merged, one] = [runIn('merged'), runIn('whole')];
  assert.equal(rig.list(merged).sort(), rig.list(one).sort());
  for (const file of ['trials.jsonl', 'forecasts.jsonl']) assert.equal(lines(merged, file), lines(one, file));
  for (const file of ['baselines.json', 'data.json', 'table.csv', 'table.md', 'comparison.json'])
    assert.is(rig.read(merged, file), rig.read(one, file), file);
  const manifest = (folder: string) => {
    const {ranAt: _, timing, ...rest} = JSON.parse(rig.read(folder, 'manifest.json'));
    return {...rest, trained: timing.trials, steps: timing.trialSteps};
  };
  assert.equal(manifest(merged), manifest(one));
  const again = await rig.tfsweep(['run', 'small.yaml', '--out', 'merged']);
  assert.match(again.stderr, 'all trained before');
});

test('parts that say different things of a trial are refused, and nothing is written', async () => {
  const other = changed(runIn('a'), 'other', 'trials.jsonl', journal =>
    journal.replace(/"rmse":0\.(\d)/, '"rmse":1.$1'),
  );
  const {code, stderr} = await rig.tfsweep(['merge', runIn('a'), other, '--out', 'nowhere']);
  assert.is(code, 1);
  assert.match(stderr, "the runs don't agree on 1 trial; nothing was written");
  assert.match(stderr, /activation=linear, window=4, seed 42: \w+_rmse: 0\.\d+ in a\/small.*, 1\.\d+ in other\/small/);
  assert.throws(() => rig.list('nowhere'));
});

test('what only watches must agree, too', async () => {
  const other = changed(runIn('a'), 'watched', 'trials.jsonl', journal =>
    journal.replace('"weight_norm":[', '"weight_norm":[7,'),
  );
  const {code, stderr} = await rig.tfsweep(['merge', runIn('a'), other, '--out', 'nowhere']);
  assert.is(code, 1);
  assert.match(stderr, 'seed 42: diagnostics: one in');
});

test('a crash gives way to a result', async () => {
  const crash = changed(runIn('a'), 'crashed', 'trials.jsonl', journal => {
    const [first, ...rest] = journal.split('\n');
    const {id, parameters, seed, format} = JSON.parse(first);
    const error = {type: 'crashed', message: 'the worker was killed by SIGKILL'};
    return [
      JSON.stringify({format, id, parameters, seed, history: [], durationSeconds: 1, status: 'failed', error}),
      ...rest,
    ].join('\n');
  });
  for (const runs of [
    [crash, runIn('a')],
    [runIn('a'), crash],
  ]) {
    const {stderr} = await rig.tfsweep(['merge', ...runs, '--out', 'given']);
    assert.match(stderr, 'merged 2 runs: 3 of 8 trials');
    assert.equal(lines(runIn('given'), 'trials.jsonl'), lines(runIn('a'), 'trials.jsonl'));
    rmSync(join(rig.folder, 'given'), {recursive: true});
  }
});

test('parts of another run are refused, with what differs', async () => {
  rig.write('other.yaml', text.replace('"epochs":3', '"epochs":2'));
  await rig.tfsweep(['run', 'other.yaml', '--shard', '1/3', '--out', 'fewer']);
  const {code, stderr} = await rig.tfsweep(['merge', runIn('a'), runIn('fewer')]);
  assert.is(code, 2);
  assert.match(stderr, /a\/small\/\w+ and fewer\/small\/\w+ are not parts of one run/);
  assert.match(stderr, 'training.epochs: 3 → 2');
});

test('results without a manifest are not written over', async () => {
  const folder = runIn('a');
  const lost = changed(folder, 'lost', 'manifest.json', () => '{');
  const before = rig.read(lost, 'trials.jsonl');
  const {code, stderr} = await rig.tfsweep(['merge', folder, '--out', 'lost']);
  assert.is(code, 2);
  assert.match(stderr, 'has results, but no manifest that can be read');
  assert.is(rig.read(lost, 'trials.jsonl'), before);
});

/** Runs a shell script as a cluster would, with `npx tfsweep` being the program that is tested. */
function shell(script: string, env: Readonly<Record<string, string>>, ...args: readonly string[]): string {
  const shell = spawnSync('bash', ['-euc', script, 'script', ...args], {
    cwd: rig.folder,
    env: {...process.env, NO_COLOR: '1', GITHUB_ACTIONS: undefined, ...env, PATH: rig.pathWithNpx()},
    encoding: 'utf8',
  });
  assert.is(shell.status, 0, shell.stderr);
  return shell.stderr;
}

const machines = (file: string) => readFileSync(join(root, 'docs', 'machines', file), 'utf8');

/** The merged run of parts in a folder is the one of one machine. */
function isWhole(stderr: string, parts: number): void {
  assert.match(stderr, `merged ${parts} runs: 8 of 8 trials; results/small`);
  assert.equal(lines(runIn('results'), 'trials.jsonl'), lines(runIn('whole'), 'trials.jsonl'));
  for (const folder of ['results', 'parts']) rmSync(join(rig.folder, folder), {recursive: true});
}

test('the matrix for GitHub Actions trains and merges', () => {
  const {jobs} = parse(machines('github-actions.yml'));
  const step = (job: string, name: string) => jobs[job].steps.find((one: {name?: string}) => one.name === name);
  const {shard} = jobs.train.strategy.matrix;
  const {run, env} = step('train', 'train a part');
  for (const index of shard) {
    const SHARD = env.SHARD.replace('${{ matrix.shard }}', index).replace('${{ strategy.job-total }}', shard.length);
    shell(run, {EXPERIMENT: 'small.yaml', SHARD});
    // Each runner's folder becomes an artifact of its own, and these are downloaded beside one another.
    shell(`mkdir -p artifacts && mv parts artifacts/part-${index}`, {});
  }
  shell('mv artifacts parts', {});
  isWhole(shell(step('merge', 'put them together').run, {}), shard.length);
});

test('the array of Slurm trains what merge takes', () => {
  const script = machines('slurm.sh');
  const [, last] = /--array=1-(\d+)/.exec(script) ?? [];
  for (let task = 1; task <= Number(last); task++)
    shell(
      script,
      {SLURM_ARRAY_TASK_ID: String(task), SLURM_ARRAY_TASK_COUNT: last, SLURM_CPUS_PER_TASK: '1'},
      'small.yaml',
    );
  const [, merge] = /any node that sees the folder: (.+)/.exec(script) ?? [];
  isWhole(shell(merge, {}), Number(last));
});

test('the indexed job of Kubernetes trains what merge takes', () => {
  const {spec} = parse(machines('kubernetes.yaml'));
  const [container] = spec.template.spec.containers;
  const env = Object.fromEntries(container.env.map(({name, value}: {name: string; value: string}) => [name, value]));
  assert.is(env.SHARDS, String(spec.completions));
  for (let index = 0; index < spec.completions; index++)
    shell(container.args[0], {...env, EXPERIMENT: 'small.yaml', PARTS: 'parts', JOB_COMPLETION_INDEX: String(index)});
  isWhole(shell('npx tfsweep merge parts/*/*/*', {}), spec.completions);
});

test.run();
