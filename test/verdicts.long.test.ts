// Verdicts on dummy data whose truth is known: each is right in at least 19 of 20 repetitions that differ in all that is drawn.
// The rates stand in docs/explanations.md.
import {test} from 'uvu';
import * as assert from 'uvu/assert';
import type {Statement} from '../src/results/verdict/statement.js';
import {Rig, smallExperiment} from './rig.js';

const REPETITIONS = Number(process.env.TFSWEEP_VERDICTS ?? 20);
const FEWEST_RIGHT = Math.floor(REPETITIONS * 0.95);

/** What `run --json` answers, as far as it is looked at. */
interface Answer {
  readonly comparison: {readonly differences: readonly {readonly better: unknown; readonly verdict: string}[]};
  readonly table: {readonly rows: readonly {readonly best: boolean; readonly against: {readonly beaten: boolean}}[]};
  readonly verdict: readonly (Statement & {readonly text: string})[];
}

const dense = (units: number, activation: string) => ({type: 'dense', units, activation});
const hidden = [dense(10, '${activation}'), dense(10, '${activation}')];
const dummy = (rows: number, ...components: readonly object[]) => ({type: 'synthetic', rows, components});
const quick = {optimizer: {type: 'adam', learningRate: 0.01}, batchSize: 16};

const sets: readonly {
  readonly name: string;
  readonly experiment: Readonly<Record<string, unknown>>;
  isRight(answer: Answer): boolean;
}[] = [
  {
    name: 'a threshold effect: tanh wins, over seeds and over time',
    experiment: {
      data: dummy(600, {type: 'threshold'}),
      window: 3,
      model: {layers: ['flatten', ...hidden, dense(1, 'linear')]},
      training: {...quick, epochs: 30},
      sweep: {parameters: {activation: ['linear', 'tanh']}, seeds: 8},
    },
    isRight: ({comparison: {differences}, verdict}) =>
      differences[0].better === 'tanh' &&
      differences[0].verdict === 'better' &&
      verdict.some(one => one.kind === 'time' && one.better === 'tanh' && one.probability < 0.05),
  },
  {
    name: 'an autoregression and few rows: linear wins',
    experiment: {
      data: dummy(160, {type: 'autoregressive', coefficients: [0.6, 0.3]}),
      window: 10,
      model: {layers: ['flatten', dense(30, '${activation}'), dense(30, '${activation}'), dense(1, 'linear')]},
      training: {...quick, epochs: 120},
      sweep: {parameters: {activation: ['linear', 'tanh']}, seeds: 8},
    },
    isRight: ({comparison: {differences}}) =>
      differences[0].better === 'linear' && ['better', 'slightly better'].includes(differences[0].verdict),
  },
  {
    name: 'a random walk, in which nothing is to be learned: nothing beats baselines, and what seems good is an echo',
    experiment: {
      data: dummy(800, {type: 'random-walk'}),
      window: {length: 5, normalization: 'last'},
      model: {layers: ['flatten', ...hidden, dense(1, 'linear')]},
      training: {...quick, epochs: 20},
      sweep: {parameters: {activation: ['linear', 'tanh']}, seeds: 5},
    },
    isRight: ({table: {rows}, verdict}) =>
      rows.every(({against}) => !against.beaten) &&
      ['linear', 'tanh'].every(value => verdict.some(one => one.kind === 'echo' && one.group.value === value)),
  },
  {
    name: 'many sigmoid layers: the gradient vanishes in them, and not in as many linear ones',
    experiment: {
      data: dummy(400, {type: 'sine', period: 25}, {type: 'noise', deviation: 0.2}),
      window: 8,
      model: {layers: ['flatten', ...Array.from({length: 8}, () => dense(8, '${activation}')), dense(1, 'linear')]},
      training: {epochs: 10},
      sweep: {parameters: {activation: ['linear', 'sigmoid']}, seeds: 5},
    },
    isRight({verdict}) {
      const vanishing = verdict.flatMap(one => (one.kind === 'vanishing' ? [one] : []));
      return (
        vanishing.length === 1 &&
        vanishing[0].group.value === 'sigmoid' &&
        vanishing[0].trials === vanishing[0].of &&
        verdict.some(one => one.kind === 'next' && one.what === 'other start')
      );
    },
  },
];

for (const {name, experiment, isRight} of sets)
  test(name, async () => {
    const rig = new Rig();
    try {
      const wrong: string[] = [];
      for (let repetition = 0; repetition < REPETITIONS; repetition++) {
        rig.write('set.yaml', smallExperiment({...experiment, seed: 1000 * (repetition + 1)}));
        const {code, stdout, stderr} = await rig.tfsweep(['run', 'set.yaml', '--json']);
        assert.is(code, 0, stderr);
        const answer: Answer = JSON.parse(stdout);
        if (!isRight(answer))
          wrong.push(
            JSON.stringify([
              answer.comparison.differences.map(({better, verdict}) => [better, verdict]),
              answer.table.rows.map(({against}) => against.beaten),
              answer.verdict.map(({text}) => text),
            ]),
          );
      }
      process.stdout.write(`${name}: right in ${REPETITIONS - wrong.length} of ${REPETITIONS}\n`);
      assert.ok(REPETITIONS - wrong.length >= FEWEST_RIGHT, wrong.join('\n'));
    } finally {
      rig.remove();
    }
  });

test.run();
