import {optional} from '../../document/json-schema.js';
import {generator} from '../../random/generator.js';
import type {Known, Proposal} from '../search/search.js';
import {parallelOption, strategy} from './strategy.js';

/** Many for a short time, the better ones for longer. */
export const halving = strategy({
  type: 'halving',
  alsoCalled: {'Ray Tune': ['asha'], others: ['hyperband', 'successive-halving', 'sha']},
  description:
    'Trains many combinations for a few epochs, the best of them for more epochs, and so on, in rungs (ASHA: Li et al. 2020). The validation metric decides.',
  options: {
    reduction: {
      type: 'integer',
      minimum: 2,
      maximum: 100,
      default: 3,
      description: 'With 3, the best third of a rung goes on to the next rung, which has three times the epochs.',
    },
    least: optional({
      type: 'integer',
      minimum: 1,
      maximum: 1_000_000,
      description: 'Epochs of the first rung. Without it: so that four rungs lead to training.epochs.',
    }),
    parallel: parallelOption,
  },
  choosing: {
    by: 'searched',
    parallel: ({parallel}) => parallel,
    free: (_, trials) => trials,
    rungs: ({reduction, least}, epochs) => rungsOf(reduction, least, epochs),
    decide: ({reduction}, {draws, trials, seed, rungs}) => {
      const {parameters} = draws.space;
      let drawn = 0;
      return (known, pending) => {
        if (drawn < trials) {
          const source = generator(seed, 'sweep', 'halving', drawn);
          const codes = draws.first(() => Float64Array.from(parameters, one => one.codeAt(source.uniform())));
          drawn = codes ? drawn + 1 : trials;
          if (codes) return {codes, epochs: rungs[0]};
        }
        return promotion(known, pending, rungs, reduction);
      };
    },
  },
});

/** The epochs of each rung; the last one has them all. */
function rungsOf(reduction: number, least: number | undefined, epochs: number): readonly number[] {
  const first = Math.min(epochs, least ?? Math.max(1, Math.ceil(epochs / reduction ** 3)));
  const rungs = [first];
  while (rungs[rungs.length - 1] * reduction < epochs) rungs.push(rungs[rungs.length - 1] * reduction);
  return first === epochs ? rungs : [...rungs, epochs];
}

/** The best combination of the highest rung of which one is due for the next rung; undefined where none is. */
function promotion(
  known: readonly Known[],
  pending: readonly Proposal[],
  rungs: readonly number[],
  reduction: number,
): Proposal | undefined {
  for (let rung = rungs.length - 2; rung >= 0; rung--) {
    const here = known.filter(({epochs}) => epochs === rungs[rung]);
    const due = Math.floor(here.length / reduction);
    const finished = here.filter(({value}) => value !== null);
    const best = finished.toSorted((a, b) => Number(a.value) - Number(b.value)).slice(0, due);
    const above = [...known, ...pending].filter(({epochs}) => epochs === rungs[rung + 1]);
    const next = best.find(({codes}) => !above.some(one => one.codes === codes));
    if (next) return {codes: next.codes, epochs: rungs[rung + 1]};
  }
  return undefined;
}
