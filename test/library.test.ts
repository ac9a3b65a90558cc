// The library: its example as docs/library.md shows it, and against what the commands print.
import {execFileSync} from 'node:child_process';
import {mkdirSync, readFileSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {
  compare,
  diff,
  ExperimentError,
  loadExperiment,
  readRun,
  runExperiment,
  TfsweepError,
  table,
  verdict,
} from '../src/library/index.js';
import type {Progress} from '../src/library/types.js';
import {Rig, root, smallExperiment} from './rig.js';

const rig = new Rig();
const out = join(rig.folder, 'results');
const options = {out, workers: 1};
const written = (change: Record<string, unknown> = {}) => ({
  text: smallExperiment({training: {epochs: 2}, ...change}),
  folder: rig.folder,
});

const thrown = async (work: () => Promise<unknown>): Promise<unknown> => {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
};

test('the example of the documentation runs as it stands there', () => {
  const [, example] = /```ts\n([\s\S]*?)```/.exec(readFileSync(join(root, 'docs', 'library.md'), 'utf8')) ?? [];
  const own = new Rig();
  mkdirSync(join(own.folder, 'node_modules'));
  symlinkSync(root, join(own.folder, 'node_modules', 'tfsweep'));
  // No syntax of it is TypeScript's alone, so that Node runs it.
  own.write('example.mjs', example ?? '');
  const said = execFileSync(process.execPath, ['example.mjs'], {cwd: own.folder, encoding: 'utf8'});
  assert.match(
    said,
    /^sine: 12 trials, \d+ steps\n12 trained now, 12 of 12 are there, in results\/sine\/[0-9a-f]{12}\n/,
  );
  assert.match(said, /^(linear|tanh) \d\.\d{4}$/m);
  assert.match(said, /^activation: .*seeds/m);
  assert.match(said, '\ntrue\n');
  assert.match(said, "unknown key 'lenght' did you mean 'length'?");
  own.remove();
});

test('a run of the library is that of the command: same folder, same files, same bits', async () => {
  const events: Progress[] = [];
  const run = await runExperiment(await loadExperiment(written()), {...options, onProgress: one => events.push(one)});
  const other = new Rig();
  other.write('experiment.yaml', written().text);
  await other.tfsweep(['run', 'experiment.yaml']);
  assert.is(join(other.folder, 'results', 'small', run.id), other.runFolder('small'));
  for (const file of ['table.csv', 'table.md', 'comparison.json', 'baselines.json'])
    assert.is(readFileSync(join(run.folder, file), 'utf8'), readFileSync(join(other.runFolder('small'), file), 'utf8'));
  const losses = [...other.trials('small').values()].map(line => JSON.parse(line).history.at(-1).loss);
  assert.equal(
    run.trials.map(({history}) => history.at(-1)?.loss),
    losses,
  );
  assert.equal(
    events.map(({type}) => type).filter(type => type !== 'steps'),
    ['opened', 'started', 'trial', 'trial', 'trial', 'trial', 'ended'],
  );
  other.remove();
});

test('tables, comparisons, verdicts and differences say what the commands print', async () => {
  const run = await readRun('small', {out});
  const json = async (...args: string[]) => JSON.parse((await rig.tfsweep([...args, '--format', 'json'])).stdout);
  const printed = await json('table', 'small');
  const own = table(run);
  assert.equal(own.metrics, printed.table.metrics);
  assert.equal(
    own.rows.map(({metrics}) => metrics),
    printed.table.rows.map(({metrics}: {metrics: unknown}) => metrics),
  );
  assert.equal(
    compare(run).levels.map(({value}) => value),
    printed.comparison.levels.map(({value}: {value: unknown}) => value),
  );
  assert.equal(
    verdict(run).map(({text}) => text),
    printed.verdict.map(({text}: {text: string}) => text),
  );
  assert.is(table(run, {filter: ['activation=tanh'], metrics: ['test_mae']}).rows.length, 1);
  const [first] = table(run, {by: ['activation'], metrics: ['test_rmse'], top: 1}).rows;
  const rmses = run.trials.filter(({parameters}) => parameters.activation === first.parameters.activation);
  const mean = rmses.reduce((sum, {metrics}) => sum + Number(metrics.test_rmse), 0) / rmses.length;
  assert.ok(Math.abs(Number(first.metrics.test_rmse.mean) - mean) < 1e-12);

  const longer = await runExperiment(await loadExperiment(written(), {set: ['training.epochs=3']}), options);
  const changed = diff(run, longer);
  assert.equal(changed.experiment, [{path: 'training.epochs', old: 2, now: 3}]);
  assert.is(changed.rows.length, 2);
  assert.is(diff(run, run).differs, false);
});

test('an experiment may be trained twice; the second time nothing is left to do', async () => {
  const experiment = await loadExperiment(written({name: 'twice'}));
  const first = await runExperiment(experiment, options);
  const trained: string[] = [];
  const second = await runExperiment(experiment, {
    ...options,
    onProgress: one => {
      if (one.type === 'trial') trained.push(one.id);
    },
  });
  assert.equal([trained, second.id], [[], first.id]);
  assert.equal(second.trials, first.trials);
});

test('a signal ends it; the same call goes on from there', async () => {
  const controller = new AbortController();
  const experiment = await loadExperiment(
    written({name: 'ended', sweep: {parameters: {activation: ['linear', 'tanh']}, seeds: 8}}),
  );
  const partly = await runExperiment(experiment, {
    ...options,
    signal: controller.signal,
    onProgress: one => {
      if (one.type === 'trial') controller.abort();
    },
  });
  assert.ok(partly.trials.length >= 1 && partly.trials.length < partly.planned, `${partly.trials.length}`);
  assert.is((await runExperiment(experiment, options)).trials.length, 16);
});

test('what a listener throws ends the training and is thrown by the call; other flags of Node start no copies of a script', async () => {
  for (const type of ['opened', 'steps', 'trial']) {
    const error = await thrown(() =>
      loadExperiment(written({name: `throws-${type}`})).then(experiment =>
        runExperiment(experiment, {
          ...options,
          onProgress: one => {
            if (one.type === type) throw new Error(`mine at ${type}`);
          },
        }),
      ),
    );
    assert.is(error instanceof Error ? error.message : error, `mine at ${type}`);
  }
  const script = `import {loadExperiment, runExperiment} from ${JSON.stringify(join(root, 'dist', 'program', 'library', 'index.js'))};
const run = await runExperiment(await loadExperiment({text: ${JSON.stringify(written({name: 'evaluated'}).text)}}), {out: ${JSON.stringify(out)}, workers: 2});
console.log(run.trials.length);`;
  assert.is(execFileSync(process.execPath, ['--input-type=module', '-e', script], {encoding: 'utf8'}), '4\n');
});

test('an experiment stays what it was when its file changes, and clean keeps a run that was made of a text', async () => {
  const file = rig.write('changing.yaml', written({name: 'changing'}).text);
  const experiment = await loadExperiment(file);
  const first = await runExperiment(experiment, options);
  rig.write('changing.yaml', 'name: other\n');
  assert.is((await runExperiment(experiment, options)).id, first.id);
  const {stderr} = await rig.tfsweep(['clean', '--yes']);
  assert.match(stderr, /small\/[0-9a-f]{12} stays: it was made of a text/);
  assert.ok((await readRun('small', {out})).trials.length > 0);
});

test('mistakes are errors with places, and other errors have a hint', async () => {
  const error = await thrown(() => loadExperiment({text: 'name: wrong\nwindow: {lenght: 3}\n', folder: rig.folder}));
  assert.ok(error instanceof ExperimentError && error instanceof TfsweepError);
  const lenght = error.problems.find(({message}) => message.includes('lenght'));
  assert.equal([lenght?.line, lenght?.column, lenght?.hint?.startsWith("did you mean 'length'")], [2, 10, true]);
  assert.equal(error.unchecked, ['data', 'shapes']);
  const run = await readRun('small', {out});
  for (const [work, message] of [
    [() => readRun('nothing', {out}), /there is no run of 'nothing'/],
    [async () => table(run, {metrics: ['test_rsme']}), /there is no metric 'test_rsme'/],
    [async () => table(run, {metrics: ['test_rmse@9']}), /no trial has 'test_rmse@9'/],
    [async () => compare(run, 'activation', 'test_rmse@best'), /no trial has 'test_rmse@best'/],
    [async () => diff(run, run, {metrics: ['test_rmse@other']}), /no trial has 'test_rmse@other'/],
    [async () => table(run, {filter: ['windw=3']}), /there is no column 'windw'/],
    [async () => table(run, {metrics: []}), /metrics names at least one/],
    [async () => table(run, {top: -1}), /top is a whole number/],
    [() => readRun('a\0b', {out}), /null bytes/],
    [async () => compare(run, 'windw'), /there is no parameter 'windw'/],
    [async () => diff(run, run, {tolerance: ['much']}), /'much' is no tolerance/],
    [async () => table({...run}), /was not made by readRun/],
    [async () => runExperiment(await loadExperiment(written()), {...options, workers: 0}), /workers is a whole number/],
  ] as const) {
    const other = await thrown(work);
    assert.ok(other instanceof TfsweepError, String(other));
    assert.match(other.message, message);
  }
});

test.after(() => rig.remove());
test.run();
