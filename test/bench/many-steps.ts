// One Dense layer that forecasts 96 and 720 steps from windows of 336 rows that are normalized by their last value (NLinear), beside
// Keras `fit`; the contestants alternate. Prints microseconds per step, from the difference of two trainings.
// Run, on one core as a training of a sweep: taskset -c 0 node dist/test/bench/many-steps.js [--python PATH] [--rounds N]
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {median, printedJson, root, tfsweep} from './contest.js';

const {values: options} = parseArgs({
  options: {python: {type: 'string', default: 'python3'}, rounds: {type: 'string', default: '3'}},
});
const [FEW, MANY] = [2, 12];
const ROWS = 8640;
const LENGTH = 336;
const BATCH = 32;

function experiment(steps: number, epochs: number): Record<string, unknown> {
  return {
    data: {
      type: 'synthetic',
      rows: ROWS + 2 * (steps + 1),
      components: [
        {type: 'sine', period: 25},
        {type: 'noise', deviation: 0.2},
      ],
      split: {train: ROWS, validation: steps, test: steps},
    },
    window: {length: LENGTH, steps, normalization: 'last'},
    model: {layers: ['flatten', {type: 'dense', units: steps}]},
    training: {optimizer: {type: 'adam', learningRate: 0.005}, epochs, batchSize: BATCH},
  };
}

/** Microseconds of a step, with its share of validation. */
function ours(steps: number, args: readonly string[]): number {
  const seconds = (epochs: number) => tfsweep(experiment(steps, epochs), ['--workers', '1', ...args]).trainSeconds;
  const each = Math.ceil((ROWS - LENGTH - steps + 1) / BATCH);
  return (1e6 * (seconds(MANY) - seconds(FEW))) / ((MANY - FEW) * each);
}

function keras(backend: string, steps: number): number {
  const script = join(root, 'test', 'bench', 'many_steps.py');
  return printedJson(options.python, [script, backend, String(steps), String(FEW), String(MANY)]).microseconds;
}

const contestants: Readonly<Record<string, (steps: number) => number>> = {
  'tfsweep on wasm': steps => ours(steps, ['--backend', 'wasm']),
  'tfsweep on native, graph': steps => ours(steps, ['--backend', 'native', '--engine', 'graph']),
  'tfsweep on native, xla': steps => ours(steps, ['--backend', 'native', '--engine', 'xla']),
  'Keras fit on JAX': steps => keras('jax', steps),
  'Keras fit on TensorFlow': steps => keras('tensorflow', steps),
};
for (const steps of [96, 720]) {
  const taken = new Map<string, number[]>();
  for (let round = 0; round < Number(options.rounds); round++)
    for (const [name, measure] of Object.entries(contestants)) {
      try {
        taken.set(name, [...(taken.get(name) ?? []), measure(steps)]);
      } catch (error) {
        if (round === 0) process.stderr.write(`${name} is left out: ${String(error).trim().split('\n').at(-1)}\n`);
      }
    }
  for (const [name, all] of taken)
    process.stdout.write(
      `${steps} steps, ${name}: ${median(all).toFixed(0)} us (${all.map(one => one.toFixed(0)).join(', ')})\n`,
    );
}
