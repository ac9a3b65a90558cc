// A planner is asked for trials and told their results: here lists of trials, and one that decides by what it was told.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import {wasm} from '../src/engine/backends/wasm.js';
import {prepareExperiment} from '../src/files/prepare-file.js';
import type {PlannedOutcome, Planner} from '../src/plan/planner.js';
import type {PreparedExperiment} from '../src/plan/prepare.js';
import type {Trial} from '../src/plan/trial.js';
import {type RunResult, runExperiment} from '../src/run/run-experiment.js';
import {Rig, smallExperiment} from './rig.js';

/** Hands out lists of trials, one after the other, and notes what it is told. */
class ListPlanner implements Planner {
  readonly told = new Map<string, PlannedOutcome>();
  /** How many results it knew when it was asked. */
  readonly known: number[] = [];

  constructor(private readonly lists: readonly (readonly Trial[])[]) {}

  ask(): readonly Trial[] {
    this.known.push(this.told.size);
    return this.lists[this.known.length - 1] ?? [];
  }

  tell({id}: Trial, outcome: PlannedOutcome): void {
    this.told.set(id, outcome);
  }
}

/** Trains the first seed of everything; then the other seeds of what was best. */
class BestFirstPlanner implements Planner {
  private readonly errors = new Map<string, number>();
  private rounds = 0;

  constructor(private readonly prepared: PreparedExperiment) {}

  ask(): readonly Trial[] {
    this.rounds++;
    const firsts = this.prepared.combinations.map(({trials}) => trials);
    if (this.rounds === 1) return firsts.map(([first]) => first);
    if (this.rounds > 2) return [];
    const error = (trials: readonly Trial[]) => this.errors.get(trials[0].id) ?? Number.POSITIVE_INFINITY;
    const [best] = [...firsts].sort((a, b) => error(a) - error(b));
    return best.slice(1);
  }

  tell({id}: Trial, outcome: PlannedOutcome): void {
    if (outcome.status === 'finished') this.errors.set(id, Number(outcome.validation?.rmse));
  }
}

async function prepared(rig: Rig, change: Record<string, unknown> = {}): Promise<PreparedExperiment> {
  const found = await prepareExperiment(rig.write('small.yaml', smallExperiment(change)), []);
  if (!found.ok) throw new Error(found.problems.map(({message}) => message).join());
  return found.value;
}

/** The same planner, which interrupts once it was told so many results. */
function abortingAfter(planner: Planner, count: number, controller: AbortController): Planner {
  let told = 0;
  return {
    ...(planner.asksEarly ? {asksEarly: planner.asksEarly} : {}),
    ask: () => planner.ask(),
    tell(trial, outcome) {
      planner.tell(trial, outcome);
      if (++told === count) controller.abort();
    },
  };
}

async function run(
  rig: Rig,
  experiment: PreparedExperiment,
  planner: Planner | undefined,
  abortAfter = Number.POSITIVE_INFINITY,
): Promise<RunResult & {readonly trained: readonly string[]}> {
  const status = wasm.status();
  if (!status.works) throw new Error(status.reason);
  const controller = new AbortController();
  const trained: string[] = [];
  const options = {
    backend: 'wasm',
    backendVersion: status.version,
    engines: experiment.combinations.map(() => 'compiled' as const),
    chosen: undefined,
    workers: 1,
    out: join(rig.folder, 'results'),
    planner: planner && abortingAfter(planner, abortAfter, controller),
    signal: controller.signal,
  } as const;
  const result = await runExperiment(experiment, options, event => {
    if (event.type !== 'trial-finished') return;
    trained.push(event.trial.id);
  });
  result.folder.release();
  return {...result, trained};
}

const ids = (trials: readonly Trial[]) => trials.map(({id}) => id);
const manifestTrials = (rig: Rig) =>
  JSON.parse(readFileSync(join(rig.runFolder('small'), 'manifest.json'), 'utf8')).trials;

test('lists of trials are trained one after the other, and give the numbers of the grid', async () => {
  const [grid, listed] = [new Rig(), new Rig()];
  await run(grid, await prepared(grid), undefined);
  const experiment = await prepared(listed);
  const [a, b, c, d] = experiment.trials;
  const planner = new ListPlanner([[d, a], [b], [c]]);
  const {trained, failed, interrupted} = await run(listed, experiment, planner);
  assert.equal({failed, interrupted}, {failed: 0, interrupted: false});
  assert.equal([...trained].sort(), ids([...experiment.trials]).sort());
  assert.equal(new Set(trained.slice(0, 2)), new Set(ids([a, d])));
  assert.equal(planner.known, [0, 2, 3, 4]);
  assert.equal(manifestTrials(listed), ids([d, a, b, c]));
  const sorted = (rig: Rig) => [...rig.trials('small')].sort();
  assert.equal(sorted(listed), sorted(grid));
  const told = async (rig: Rig) =>
    (await rig.tfsweep(['table', 'small', '--trials', '--format', 'csv'])).stdout.split('\n').sort();
  assert.is((await told(grid)).length, 6);
  assert.equal(await told(listed), await told(grid));
  for (const rig of [grid, listed]) rig.remove();
});

test('a trial that the experiment has not prepared is refused', async () => {
  const rig = new Rig();
  const experiment = await prepared(rig);
  const foreign = {...experiment.trials.at(0), id: 'ffffffffffff'};
  try {
    await run(rig, experiment, new ListPlanner([[experiment.trials.at(0)], [foreign]]));
    assert.unreachable();
  } catch (error) {
    assert.match(String(error), 'the planner asked for trial ffffffffffff');
  }
  rig.remove();
});

test('one that was interrupted is told again what is there, and only the rest is trained', async () => {
  const rig = new Rig();
  const experiment = await prepared(rig);
  const [a, b, c, d] = experiment.trials;
  const lists = [[a], [b, c], [d]];
  const first = await run(rig, experiment, new ListPlanner(lists), 2);
  assert.is(first.interrupted, true);
  assert.is(first.trained.length, 2);
  const planner = new ListPlanner(lists);
  const second = await run(rig, experiment, planner);
  assert.is(second.trained.length, 2);
  assert.equal(new Set([...first.trained, ...second.trained]), new Set(ids([...experiment.trials])));
  assert.equal(planner.known, [0, 1, 3, 4]);
  assert.equal(manifestTrials(rig), ids([a, b, c, d]));
  rig.remove();
});

test('what is asked for may depend on what was told, also after an interruption', async () => {
  const change = {sweep: {parameters: {activation: ['linear', 'tanh', 'relu']}, seeds: 3}};
  const rig = new Rig();
  const experiment = await prepared(rig, change);
  const first = await run(rig, experiment, new BestFirstPlanner(experiment), 4);
  const second = await run(rig, experiment, new BestFirstPlanner(experiment));
  assert.is(first.trained.length, 4);
  assert.is(second.trained.length, 1);
  const whole = new Rig();
  const {trained} = await run(whole, await prepared(whole, change), new BestFirstPlanner(experiment));
  assert.equal(trained, [...first.trained, ...second.trained]);
  for (const one of [rig, whole]) one.remove();
});

test('a value or a seed more trains only what is new, with the same bits, and its forecasts are there', async () => {
  const rig = new Rig();
  const sweep = (activation: readonly string[], seeds: number) => ({sweep: {parameters: {activation}, seeds}});
  const trainedBy = async (change: Record<string, unknown>, ...options: string[]) => {
    rig.write('small.yaml', smallExperiment(change));
    const {code, stderr} = await rig.tfsweep(['run', 'small.yaml', ...options]);
    assert.is(code, 0, stderr);
    return Number(/trained (\d+) trials?/.exec(stderr)?.[1] ?? 0);
  };
  assert.is(await trainedBy(sweep(['linear', 'tanh'], 2)), 4);
  assert.is(await trainedBy(sweep(['linear', 'tanh', 'relu'], 2)), 2);
  assert.is(await trainedBy(sweep(['linear', 'tanh', 'relu'], 3)), 3);
  assert.is(await trainedBy(sweep(['tanh', 'linear'], 1)), 0);
  // Somewhere else nothing is there yet.
  assert.is(await trainedBy(sweep(['linear', 'tanh', 'relu'], 3), '--out', 'fresh'), 9);
  const lines = (out: string, file: string) => {
    const [folder] = rig
      .list(join(out, 'small'))
      .filter(id => rig.read(out, 'small', id, 'trials.jsonl').split('\n').length === 10);
    return rig
      .read(out, 'small', folder, file)
      .trim()
      .split('\n')
      .map(line => {
        const {durationSeconds: _, ...own} = JSON.parse(line);
        return JSON.stringify(own);
      })
      .sort();
  };
  assert.equal(lines('results', 'trials.jsonl'), lines('fresh', 'trials.jsonl'));
  assert.equal(lines('results', 'forecasts.jsonl'), lines('fresh', 'forecasts.jsonl'));
  // Other rows are compared beside a longer window: both runs have the first trials, and the fitting ones are found.
  const windows = (lengths: readonly number[], seeds: number) => ({
    window: {length: '${window}', lookBack: false},
    model: {layers: ['flatten', {type: 'dense', units: 1}]},
    sweep: {parameters: {window: lengths}, seeds},
    comparison: undefined,
  });
  assert.is(await trainedBy(windows([8], 2)), 2);
  assert.is(await trainedBy(windows([8, 12], 2)), 4);
  assert.is(await trainedBy(windows([8], 3)), 1);
  assert.is(await trainedBy(windows([8, 12], 3)), 2);
  // Other data or another setting is another trial.
  assert.is(await trainedBy({...sweep(['linear', 'tanh'], 2), training: {epochs: 4}}), 4);
  rig.remove();
});

test.run();
