import type {Path} from '../document/path.js';
import {checkPoints} from './check-points.js';
import {DistinctPoints} from './distinct-points.js';
import {type ListedPoint, readListed} from './listed-points.js';
import type {SweepMistake} from './mistake.js';
import {Points} from './points.js';
import {type Rule, readRules, ruleAgainst} from './rules.js';
import {FittingDraws} from './search/fitting-draws.js';
import {Search} from './search/search.js';
import {countEvery, everyPoint, type Space, withoutUnnamed} from './space.js';
import {choosingOf, drawsOf, mostParameters, searchOf} from './strategies/index.js';
import type {Draws} from './strategies/strategy.js';
import {MAXIMUM_TRIALS, type SweepEntry} from './sweep-entry.js';

/** More than this is not even looked through for what rules leave of it, the fewer the more rules there are. */
const MOST_LOOKED_AT = 50_000_000;
/** Draws in a row that bring nothing new, at most. */
const MOST_MISSES = 2_000_000;

/** The combinations of a sweep, or what is wrong with it. */
export type ChosenPoints =
  | {
      readonly points: Points;
      /** Where these are those to look at beforehand: how it is searched. */
      readonly search?: SearchPlan;
    }
  | {readonly mistakes: readonly SweepMistake[]};

/** How combinations are searched. */
export interface SearchPlan {
  /** The epochs that it trains for, from few to all; none where it doesn't decide how long. */
  rungs(epochs: number): readonly number[];
  /** Begins a search of combinations that fit, which is the same each time. */
  start(fits: (codes: Float64Array) => boolean, rungs: readonly number[]): Search;
}

/**
 * The combinations that a sweep trains, in their order; the same for the same seed. Of a search those to look at beforehand: all of
 * the parameters at the places `crossed`.
 */
export function choosePoints(space: Space, sweep: SweepEntry, seed: number, crossed: readonly number[]): ChosenPoints {
  const wanting = wantedMistakes(sweep);
  const {rules, mistakes} = readRules(space, sweep.exclude ?? [], ['exclude']);
  const listed = readListed(space, sweep.combinations ?? [], ['combinations']);
  const included = readListed(space, sweep.include ?? [], ['include']);
  const unfit = [...wanting, ...mistakes, ...listed.mistakes, ...included.mistakes];
  if (unfit.length > 0) return {mistakes: unfit};
  const {by} = choosingOf(sweep.strategy);
  switch (by) {
    case 'every':
      return limited(withIncluded(space, every(space, rules, sweep), included.points), sweep);
    case 'listed':
      return limited(withIncluded(space, fromList(space, rules, listed.points), included.points), sweep);
    case 'drawn':
      // Who wants too many needn't wait until they are drawn.
      if ((sweep.trials ?? 0) * sweep.seeds > MAXIMUM_TRIALS)
        return {mistakes: [tooMany((sweep.trials ?? 0) * sweep.seeds)]};
      return limited(drawn(space, rules, sweep, included.points, seed), sweep);
    case 'searched': {
      const checked = checkPoints(space, crossed);
      if ('mistakes' in checked) return checked;
      return {...checked, search: searchPlan(space, rules, sweep, included.points, seed)};
    }
  }
}

function searchPlan(
  space: Space,
  rules: readonly Rule[],
  {strategy, trials = 1}: SweepEntry,
  included: readonly ListedPoint[],
  seed: number,
): SearchPlan {
  const searched = searchOf(strategy);
  if (!searched) throw new Error(`strategy ${strategy.type} searches nothing`);
  return {
    rungs: epochs => searched.rungs(strategy, epochs),
    start(fits, rungs) {
      const draws = new FittingDraws(space, codes => ruleAgainst(rules, codes) === undefined && fits(codes));
      const first = included.filter(({codes}) => draws.take(codes));
      const decide = searched.decide(strategy, {draws, trials, included: first.length, seed, rungs});
      const free = first.length + searched.free(strategy, trials);
      return new Search({free, parallel: searched.parallel(strategy)}, (known, pending) => {
        const own = first[known.length + pending.length];
        return own ? {codes: own.codes, epochs: rungs[0]} : decide(known, pending);
      });
    },
  };
}

/** What a strategy needs, or can do nothing with. */
function wantedMistakes({strategy, trials, combinations}: SweepEntry): SweepMistake[] {
  const {by} = choosingOf(strategy);
  const found: SweepMistake[] = [];
  if ((by === 'drawn' || by === 'searched') && trials === undefined)
    found.push({
      path: ['strategy'],
      message: `strategy ${strategy.type} chooses combinations, but nothing says how many`,
      hint: 'trials: 50 beside it',
    });
  if (by !== 'drawn' && by !== 'searched' && trials !== undefined)
    found.push({
      path: ['trials'],
      part: 'key',
      message: `strategy ${strategy.type} draws nothing: it trains ${by === 'every' ? 'every combination' : 'what is listed'}`,
      hint: 'leave trials out, or strategy: random',
    });
  if (by === 'listed' && combinations === undefined)
    found.push({
      path: ['strategy'],
      message: 'strategy list trains what is listed, but nothing is',
      hint: 'combinations: [{window: 5}, {window: 20}] beside it',
    });
  if (by !== 'listed' && combinations !== undefined)
    found.push({
      path: ['combinations'],
      part: 'key',
      message: `strategy ${strategy.type} takes no list of combinations`,
      hint: 'strategy: list, or include for combinations besides',
    });
  return found;
}

/** A grid, less what rules leave out. */
function every(space: Space, rules: readonly Rule[], sweep: SweepEntry): ChosenPoints {
  const endless = space.parameters.flatMap((parameter, position): SweepMistake[] =>
    parameter.count === undefined
      ? [
          {
            path: ['parameters', space.names[position]],
            message: `a grid takes every value, but '${space.names[position]}' has no end of them`,
            hint: 'points: 5 or a step in a range, a list, or strategy: random',
          },
        ]
      : [],
  );
  if (endless.length > 0) return {mistakes: endless};
  const count = countEvery(space);
  const most = MAXIMUM_TRIALS / sweep.seeds;
  if (count > (rules.length === 0 ? most : Math.max(most, MOST_LOOKED_AT / rules.length)))
    return {mistakes: [tooMany(count * sweep.seeds)]};
  const points = new Points(space.parameters.length);
  const applied = new Set<number>();
  everyPoint(space, codes => {
    const against = ruleAgainst(rules, codes);
    if (against === undefined) points.add(codes);
    else applied.add(against);
    return points.length <= most;
  });
  if (points.length > most) return {mistakes: [tooMany(count * sweep.seeds)]};
  const idle = rules.flatMap((_, index): SweepMistake[] =>
    applied.has(index)
      ? []
      : [{path: ['exclude', index], message: 'this excludes nothing that is not excluded already'}],
  );
  return idle.length > 0 ? {mistakes: idle} : {points};
}

/** What was chosen, unless it is too much. */
function limited(chosen: ChosenPoints, {seeds}: SweepEntry): ChosenPoints {
  if ('mistakes' in chosen || chosen.points.length * seeds <= MAXIMUM_TRIALS) return chosen;
  return {mistakes: [tooMany(chosen.points.length * seeds)]};
}

function tooMany(trials: number): SweepMistake {
  return {
    path: [],
    part: 'key',
    message: `the sweep has ${trials} trials; at most ${MAXIMUM_TRIALS} are allowed`,
  };
}

function fromList(space: Space, rules: readonly Rule[], listed: readonly ListedPoint[]): ChosenPoints {
  const distinct = new DistinctPoints(space.parameters.length);
  const mistakes: SweepMistake[] = [];
  for (const {codes, path} of listed)
    if (ruleAgainst(rules, codes) === undefined && !distinct.add(codes))
      mistakes.push({path, message: 'this combination is listed twice'});
  return mistakes.length > 0 ? {mistakes} : {points: distinct.points};
}

/** The same with combinations besides, which no rule leaves out. */
function withIncluded(space: Space, chosen: ChosenPoints, included: readonly ListedPoint[]): ChosenPoints {
  if ('mistakes' in chosen) return chosen;
  const mistakes: SweepMistake[] = [];
  let {points} = chosen;
  if (included.length > 0) {
    const distinct = new DistinctPoints(space.parameters.length);
    for (let index = 0; index < chosen.points.length; index++) distinct.add(chosen.points.codes(index));
    const added = new Set<Path>();
    for (const {codes, path} of included) if (distinct.add(codes)) added.add(path);
    for (const path of new Set(included.map(one => one.path)))
      if (!added.has(path))
        mistakes.push({path, message: 'this includes nothing that is not there already', hint: 'exclude leaves out'});
    points = distinct.points;
  }
  if (points.length === 0 && mistakes.length === 0)
    mistakes.push({path: ['exclude'], part: 'key', message: 'every combination is excluded'});
  return mistakes.length > 0 ? {mistakes} : {points};
}

/** As many different combinations as are wanted, besides those that are included. */
function drawn(
  space: Space,
  rules: readonly Rule[],
  {strategy, trials = 1}: SweepEntry,
  included: readonly ListedPoint[],
  seed: number,
): ChosenPoints {
  if (space.names.length > mostParameters(strategy)) return {mistakes: [tooWide(strategy, space)]};
  const next = drawsOf(strategy, {names: space.names, trials, seed});
  if (!next) throw new Error(`strategy ${strategy.type} draws nothing`);
  const total = countEvery(space);
  if (total < trials)
    return {mistakes: [tooFew(total, trials, `there are only ${total} different combinations`, space)]};
  const distinct = new DistinctPoints(space.parameters.length);
  for (const {codes} of included) distinct.add(codes);
  const wanted = distinct.points.length + trials;
  // The rarest one of all that there are comes within so many draws but for one time in a hundred million.
  const misses = Math.min(MOST_MISSES, 1000 + 20 / rarest(space));
  for (let missed = 0; distinct.points.length < wanted && missed < misses; ) {
    const codes = drawnCodes(space, next);
    missed = ruleAgainst(rules, codes) === undefined && distinct.add(codes) ? 0 : missed + 1;
  }
  const found = distinct.points.length - (wanted - trials);
  if (found >= trials) return {points: distinct.points};
  const left = rules.length > 0 ? ' that exclude leaves' : '';
  return {mistakes: [tooFew(found, trials, `the draws found only ${found} different combinations${left}`, space)]};
}

function tooWide(strategy: SweepEntry['strategy'], {names}: Space): SweepMistake {
  return {
    path: ['strategy'],
    message: `strategy ${strategy.type} draws at most ${mostParameters(strategy)} parameters, here are ${names.length}`,
    hint: 'strategy: latin-hypercube, or random',
  };
}

function drawnCodes({parameters, ...space}: Space, next: Draws): Float64Array {
  const shares = next();
  const codes = Float64Array.from(parameters, (parameter, position) => parameter.codeAt(shares[position]));
  withoutUnnamed({parameters, ...space}, codes);
  return codes;
}

function tooFew(found: number, wanted: number, what: string, {parameters}: Space): SweepMistake {
  const isCountable = parameters.every(({count}) => count !== undefined && count <= MAXIMUM_TRIALS);
  return {
    path: ['trials'],
    message: `${what}, fewer than trials: ${wanted}`,
    hint: `trials: ${found} at most${isCountable ? ', or strategy: grid' : ', or wider ranges'}`,
  };
}

/** The least probability of a combination, about. */
function rarest({parameters}: Space): number {
  return parameters.reduce((product, {count, axis: {dimension}}) => {
    if (count === undefined) return product;
    if (dimension.kind !== 'choice') return product / (dimension.kind === 'share' ? 10 * count : count);
    const weights = dimension.weights.filter(weight => weight > 0);
    const sum = weights.reduce((all, weight) => all + weight, 0);
    return (product * Math.min(...weights)) / sum;
  }, 1);
}
