// How good bayesian is beside Optuna's TPESampler with the same budget: the best value of 60 trials, 30 repetitions each, on standard
// test functions and on a real sweep whose every combination was trained before. PYTHON=python3 node dist/test/bench/searches.js
import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {choosePoints} from '../../src/sweep/choose-points.js';
import type {ParameterEntry} from '../../src/sweep/parameters/index.js';
import type {StrategyEntry} from '../../src/sweep/strategies/index.js';
import {plainSpace} from '../plain-space.js';
import {NOISY_SINE, Rig, root} from '../rig.js';

const TRIALS = 60;
const SEEDS = 30;

type Told =
  | {readonly kind: 'float' | 'int'; readonly from: number; readonly to: number; readonly log: boolean}
  | {readonly kind: 'choice'; readonly choices: readonly (string | number)[]};

interface TestProblem {
  readonly name: string;
  readonly parameters: readonly Told[];
  /** The values of a sweep's combinations, by their parameters with commas between them. */
  readonly table?: Readonly<Record<string, number>>;
  value(parameters: readonly (number | string)[]): number;
}

const float = (from: number, to: number, log = false): Told => ({kind: 'float', from, to, log});
const int = (from: number, to: number, log = false): Told => ({kind: 'int', from, to, log});

const A = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14],
];
const P = [
  [1312, 1696, 5569, 124, 8283, 5886],
  [2329, 4135, 8307, 3736, 1004, 9991],
  [2348, 1451, 3522, 2883, 3047, 6650],
  [4047, 8828, 8732, 5743, 1091, 381],
];

const functions: readonly TestProblem[] = [
  {
    name: 'branin',
    parameters: [float(-5, 10), float(0, 15)],
    value([x, y]) {
      const [a, b] = [Number(x), Number(y)];
      const bend = b - (5.1 / (4 * Math.PI ** 2)) * a ** 2 + (5 / Math.PI) * a - 6;
      return bend ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(a) + 10;
    },
  },
  {
    name: 'hartmann',
    parameters: Array.from({length: 6}, () => float(0, 1)),
    value: x =>
      -[1, 1.2, 3, 3.2].reduce(
        (sum, weight, row) =>
          sum +
          weight * Math.exp(-A[row].reduce((all, a, at) => all + a * (Number(x[at]) - P[row][at] * 1e-4) ** 2, 0)),
        0,
      ),
  },
  {
    name: 'mixed',
    parameters: [float(1e-5, 1, true), int(1, 256, true), {kind: 'choice', choices: ['a', 'b', 'c']}],
    value: ([rate, units, kind]) =>
      (Math.log10(Number(rate)) + 2.5) ** 2 +
      (Math.log2(Number(units)) - 4) ** 2 / 4 +
      (kind === 'a' ? 0.6 : kind === 'b' ? 0 : 1.2),
  },
];

/** A sweep of 768 combinations, each trained; what is searched is the least validation error. */
async function realSweep(): Promise<TestProblem> {
  const rig = new Rig();
  const values = {
    activation: ['linear', 'tanh', 'relu', 'elu'],
    window: [4, 8, 16],
    units: [2, 4, 8, 16],
    lr: Array.from({length: 8}, (_, at) => Number((1e-4 * 10 ** ((at * 3) / 7)).toPrecision(6))),
    batch: [16, 64],
  };
  rig.write(
    'real.yaml',
    JSON.stringify({
      name: 'real',
      data: NOISY_SINE,
      window: {length: '${window}'},
      model: {
        layers: ['flatten', {type: 'dense', units: '${units}', activation: '${activation}'}, {type: 'dense', units: 1}],
      },
      training: {epochs: 10, batchSize: '${batch}', optimizer: {type: 'adam', learningRate: '${lr}'}},
      sweep: {parameters: values},
    }),
  );
  const {code, stderr} = await rig.tfsweep(['run', 'real.yaml', '--workers', '2']);
  if (code !== 0) throw new Error(stderr);
  const lines = readFileSync(join(rig.runFolder('real'), 'trials.jsonl'), 'utf8')
    .trim()
    .split('\n');
  const places = Object.entries(values);
  const table = Object.fromEntries(
    lines.map(line => {
      const {parameters, metrics, shared} = JSON.parse(line);
      // Numbers go by their place in the list: whole numbers in order, for both.
      const key = places.map(([name, own]) =>
        name === 'activation' ? parameters[name] : (own as readonly unknown[]).indexOf(parameters[name]),
      );
      return [key.join(), (shared?.validation?.metrics ?? metrics.validation).rmse];
    }),
  );
  rig.remove();
  return {
    name: 'real sweep',
    parameters: places.map(
      ([name, own]): Told => (name === 'activation' ? {kind: 'choice', choices: own} : int(0, own.length - 1)),
    ),
    table,
    value: parameters => table[parameters.join()],
  };
}

function entryOf(told: Told): ParameterEntry {
  if (told.kind === 'choice') return {type: 'list', values: [...told.choices]};
  return {
    type: 'range',
    from: told.from,
    to: told.to,
    scale: told.log ? 'log' : 'linear',
    integer: told.kind === 'int',
  };
}

function bestOf({parameters, value}: TestProblem, strategy: StrategyEntry, seed: number): number {
  const space = plainSpace(Object.fromEntries(parameters.map((told, at) => [at, entryOf(told)])));
  const measure = (codes: ArrayLike<number>) =>
    value(space.parameters.map((one, at) => one.value(codes[at]) as number | string));
  const chosen = choosePoints(space, {strategy, trials: TRIALS, parameters: {}, seeds: 1}, seed, []);
  if ('mistakes' in chosen) throw new Error(chosen.mistakes.map(({message}) => message).join());
  if (!chosen.search)
    return Math.min(...Array.from({length: chosen.points.length}, (_, at) => measure(chosen.points.codes(at))));
  const search = chosen.search.start(() => true, []);
  let best = Number.POSITIVE_INFINITY;
  // As many are under way as may be: each result comes as late as the search allows.
  const waiting: {readonly place: number; readonly value: number}[] = [];
  for (;;) {
    for (let next = search.next(); next; next = search.next())
      waiting.push({place: next.place, value: measure(next.proposal.codes)});
    const done = waiting.shift();
    if (!done) return best;
    best = Math.min(best, done.value);
    search.tell(done.place, done.value);
  }
}

/** The mean and its standard error. */
function told(values: readonly number[]): string {
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
  const square = values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (values.length - 1);
  return `${mean.toPrecision(4)} ± ${Math.sqrt(square / values.length).toPrecision(2)}`;
}

const problems = [...functions, await realSweep()];
const bayesian = (parallel: number) => ({type: 'bayesian', startup: 10, candidates: 24, parallel}) as const;
const seeds = Array.from({length: SEEDS}, (_, seed) => seed);
const python = spawnSync(process.env.PYTHON ?? 'python3', [join(root, 'test', 'bench', 'optuna_searches.py')], {
  input: JSON.stringify({problems, trials: TRIALS, seeds: SEEDS}),
  encoding: 'utf8',
  maxBuffer: 2 ** 28,
});
if (python.status !== 0) throw new Error(`optuna could not be asked: ${python.stderr}`);
const optuna: Record<string, Record<string, readonly number[]>> = JSON.parse(python.stdout);
process.stdout.write(`best of ${TRIALS} trials, mean of ${SEEDS} repetitions ± standard error\n\n`);
process.stdout.write(
  '| problem | bayesian, parallel 1 | bayesian, parallel 4 | Optuna TPESampler | random | Optuna RandomSampler |\n|---|---|---|---|---|---|\n',
);
for (const problem of problems) {
  const own = (strategy: StrategyEntry) => told(seeds.map(seed => bestOf(problem, strategy, seed)));
  const theirs = optuna[problem.name];
  const cells = [
    own(bayesian(1)),
    own(bayesian(4)),
    told(theirs.TPESampler),
    own({type: 'random'}),
    told(theirs.RandomSampler),
  ];
  process.stdout.write(`| ${problem.name} | ${cells.join(' | ')} |\n`);
}
