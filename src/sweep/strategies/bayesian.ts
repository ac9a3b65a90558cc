import {generator} from '../../random/generator.js';
import {ABSENT} from '../points.js';
import type {FittingDraws} from '../search/fitting-draws.js';
import {Parzen} from '../search/parzen.js';
import type {Known, Proposal} from '../search/search.js';
import {parallelOption, strategy} from './strategy.js';

/** Combinations near those that were good, and far from the others. */
export const bayesian = strategy({
  type: 'bayesian',
  alsoCalled: {Optuna: ['tpe'], 'W&B': ['bayes'], others: ['TPESampler']},
  description:
    "Looks near the best combinations so far: a tree-structured Parzen estimator (Bergstra et al. 2011), as Optuna 5's TPESampler with its defaults. The validation metric decides.",
  options: {
    startup: {
      type: 'integer',
      minimum: 1,
      maximum: 100_000,
      default: 10,
      description: 'The number of combinations at the start that are drawn at random.',
    },
    candidates: {
      type: 'integer',
      minimum: 1,
      maximum: 10_000,
      default: 24,
      description: 'The number of candidates of which the most promising one is trained.',
    },
    parallel: parallelOption,
  },
  choosing: {
    by: 'searched',
    parallel: ({parallel}) => parallel,
    free: ({startup}) => startup,
    rungs: () => [],
    decide:
      ({startup, candidates}, {draws, trials, included, seed}) =>
      (known, pending) => {
        const place = known.length + pending.length;
        if (place >= trials + included) return undefined;
        const {parameters, names} = draws.space;
        const random = (attempt: number) =>
          Float64Array.from(parameters, (one, at) =>
            one.codeAt(generator(seed, 'sweep', 'bayesian', place, attempt, names[at]).uniform()),
          );
        let attempt = 0;
        const estimated =
          place < startup + included
            ? undefined
            : draws.first(() => promising(draws, known, pending, candidates, [seed, place, attempt++]), MOST_ATTEMPTS);
        const codes = estimated ?? draws.first(() => random(attempt++));
        return codes && {codes, epochs: undefined};
      },
  },
});

/** Where what is promising was proposed before so many times, it is drawn at random: few are left. */
const MOST_ATTEMPTS = 20;

/** Of some candidates near good combinations the one that is the most of a good one and the least of another one. */
function promising(
  {space: {parameters, naming, names, order}}: FittingDraws,
  known: readonly Known[],
  pending: readonly Proposal[],
  candidates: number,
  purpose: readonly [number, number, number],
): Float64Array {
  const [good, others] = split(known, pending);
  const codes = new Float64Array(parameters.length).fill(ABSENT);
  const isConditional = new Set(naming.flatMap(({allNamed}) => [...allNamed]));
  // Parameters that every combination has are looked at together, each of the others by itself.
  const groups = [
    order.filter(at => !isConditional.has(at)),
    ...order.filter(at => isConditional.has(at)).map(at => [at]),
  ];
  for (const group of groups.filter(({length}) => length > 0)) {
    const axes = group.map(at => parameters[at].axis);
    const coordinates = (all: readonly Proposal[]) =>
      all
        .filter(one => group.every(at => !Number.isNaN(one.codes[at])))
        .map(one => group.map((at, index) => axes[index].coordinateOf(one.codes[at])));
    const dimensions = axes.map(({dimension}) => dimension);
    const [near, far] = [good, others].map(all => new Parzen(dimensions, coordinates(all)));
    const [seed, place, attempt] = purpose;
    const random = generator(seed, 'sweep', 'bayesian', 'candidates', place, attempt, ...group.map(at => names[at]));
    let best: {readonly point: readonly number[]; readonly gain: number} | undefined;
    for (let index = 0; index < candidates; index++) {
      const point = near.draw(random);
      const gain = near.density(point) / far.density(point);
      if (!best || gain > best.gain) best = {point, gain};
    }
    group.forEach((at, index) => {
      codes[at] = axes[index].codeOf(best?.point[index] ?? 0);
    });
  }
  return codes;
}

/** The best tenth of what is known, at most 25; and the rest with what is pending, of which the worst is assumed. Each in its order. */
function split(
  known: readonly Known[],
  pending: readonly Proposal[],
): readonly [readonly Proposal[], readonly Proposal[]] {
  const finished = known.filter(({value}) => value !== null);
  const count = Math.min(Math.ceil(0.1 * finished.length), 25);
  const good = new Set(finished.toSorted((a, b) => Number(a.value) - Number(b.value)).slice(0, count));
  return [known.filter(one => good.has(one)), [...known.filter(one => !good.has(one)), ...pending]];
}
