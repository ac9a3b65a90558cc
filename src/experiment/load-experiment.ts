import {expandBareNames} from '../document/bare-names.js';
import {isMapping} from '../document/json-schema.js';
import type {Mistake} from '../document/mistakes.js';
import {
  bad,
  type Check,
  type Checked,
  good,
  hintOf,
  inOrder,
  type Problem,
  type Problems,
} from '../document/problem.js';
import {unreadableParts} from '../document/references.js';
import {Sequence} from '../document/sequence.js';
import type {YamlFile} from '../document/yaml-file.js';
import {checkPoints} from '../sweep/check-points.js';
import {choosePoints, type SearchPlan} from '../sweep/choose-points.js';
import type {Points} from '../sweep/points.js';
import type {Space} from '../sweep/space.js';
import {MAXIMUM_TRIALS} from '../sweep/sweep-entry.js';
import {type Combination, EPOCHS, type FixedParts, PointCombination} from './combination.js';
import {CombinationProblems} from './combination-problems.js';
import type {ParameterLists} from './expectation.js';
import {type ExperimentFile, experimentSchema, FIXED_PARTS} from './experiment-file.js';
import {FOLD} from './fold.js';
import {type LoadedSearch, loadedSearch} from './loaded-search.js';
import {withMeantKeys} from './meant-keys.js';
import {withMeantReferences} from './meant-references.js';
import {partialCombination} from './partial-combination.js';
import {PARTS, ResolvedParts, shapingPositions} from './resolved-parts.js';
import {spaceOf} from './sweep-space.js';
import {validateExperiment, withOthers} from './validate.js';
import {comparisonProblems, expectationProblems, MeasuredSurvey} from './whole-problems.js';
import {typedSweep, writtenParameters} from './written-sweep.js';

/** An experiment file without problems of its own. */
export interface LoadedExperiment {
  readonly file: YamlFile;
  readonly name: string;
  readonly seed: number;
  readonly seeds: number;
  readonly backend: ExperimentFile['backend'];
  readonly parameterNames: readonly string[];
  /** How many folds its splits have; 0 where there are none. */
  readonly folds: number;
  readonly comparison: ExperimentFile['comparison'];
  readonly expect: readonly string[];
  /** Where they are searched those that it may come to, for looking at beforehand. */
  readonly combinations: Sequence<Combination>;
  readonly search: LoadedSearch | undefined;
  /** Whether there are no other combinations: not where they are searched, or where something is wrong with the sweep. */
  readonly areAll: boolean;
}

const MOST_PROBLEMS = 1000;
/** Values of a parameter that expectations can name. */
const MOST_LISTED = 100_000;

/** An experiment as far as it is right, and what is wrong with the others of its parts. */
export interface LookedExperiment extends Problems {
  /** What of it can be looked at further; it can be trained where there are no problems. Undefined where that is nothing. */
  readonly experiment: LoadedExperiment | undefined;
  readonly unchecked: readonly Check[];
}

/** Checks and expands an experiment; all problems at once. */
export function experimentOf(yaml: YamlFile): Checked<LoadedExperiment> {
  const {experiment, problems, unchecked} = lookedExperiment(yaml);
  return experiment && problems.length === 0 ? good(experiment) : bad(problems, unchecked);
}

/** Checks and expands an experiment; what is right of it can be looked at further. */
export function lookedExperiment(written: YamlFile): LookedExperiment {
  const yaml = withMeantReferences(withMeantKeys(written));
  const {space, points, search, problems, isWhole} = chosenCombinations(yaml);
  const isSweepRight = isWhole && problems.length === 0;
  const areAll = isSweepRight && !search;
  const parts = new ResolvedParts(yaml, space, points);
  problems.push(...yaml.problems, ...firstProblems(parts));
  const survey = new MeasuredSurvey();
  const {folds, areWhole, areKnown, wrong} = foldsOfAll(parts, points.length, survey, areAll);
  problems.push(...wrong);
  const fixed = fixedParts(parts);
  if (!fixed) return {experiment: undefined, problems: inOrder(problems), unchecked: ['data', 'shapes']};
  const most = folds.reduce((most, own) => Math.max(most, own), 0);
  // Of a sweep with mistakes the first one stands for all where data and shapes are looked at.
  const combinations = combinationsOf(isSweepRight ? folds : folds.slice(0, 1), (index, fold) =>
    areWhole && isSweepRight
      ? new PointCombination(fixed, parts, {index, fold})
      : partialCombination(fixed, parts, {index, fold}),
  );
  const searched = search && loadedSearch({yaml, plan: search, space, points, parts, fixed, problems});
  problems.push(...foldProblems(yaml, {folds: most, trials: combinations.length * fixed.sweep.seeds}));
  const lists = parameterLists(space, points, {folds: most, epochs: searched?.epochs ?? []});
  // What is measured depends on data and windows, and what expectations may name on the values of all parameters.
  const isKnown = areKnown && isSweepRight;
  const measured = isKnown ? survey.measured() : undefined;
  problems.push(...comparisonProblems(yaml, fixed.comparison, lists, measured));
  if (measured) problems.push(...expectationProblems(yaml, lists, measured));
  const experiment: LoadedExperiment = {
    file: yaml,
    name: fixed.name,
    seed: fixed.seed,
    seeds: fixed.sweep.seeds,
    backend: fixed.backend,
    parameterNames: Object.keys(lists),
    folds: most,
    comparison: fixed.comparison,
    expect: fixed.expect ?? [],
    combinations,
    search: searched,
    areAll,
  };
  const unchecked: Check[] = [];
  if (unreadableParts(yaml.value).length > 0) unchecked.push('keys');
  if (!isSweepRight || (search && wrong.length > 0)) unchecked.push('other combinations');
  if (!isKnown && isMapping(yaml.value) && yaml.value.expect !== undefined) unchecked.push('expectations');
  return {experiment, problems: inOrder(problems), unchecked};
}

/** The combinations that an experiment asks for; where something is wrong with its sweep, the problems and one for all. */
function chosenCombinations(yaml: YamlFile): {
  readonly space: Space;
  readonly points: Points;
  readonly search?: SearchPlan | undefined;
  readonly problems: Problem[];
  /** Whether nothing of the sweep had to be left out for what is told with the whole. */
  readonly isWhole: boolean;
} {
  const {sweep, seed, isWhole} = sweepAndSeed(yaml);
  const {space, problems} = spaceOf(yaml, sweep);
  const chosen = choosePoints(space, sweep, seed, shapingPositions(yaml, space));
  if ('points' in chosen) return {space, ...chosen, problems: [...problems], isWhole};
  // What else is wrong with a sweep may come of what was told already.
  if (!isWhole || problems.length > 0) return {space, points: someOf(space), problems: [...problems], isWhole};
  const mistakes = chosen.mistakes.map(({path, part, message, hint}): Problem => {
    return {message, place: yaml.place(['sweep', ...path], part), ...hintOf(hint)};
  });
  return {space, points: someOf(space), problems: mistakes, isWhole};
}

/** The sweep and the seed, without what is wrong with them: that is told with the whole. */
function sweepAndSeed({value}: YamlFile): Pick<FixedParts, 'sweep' | 'seed'> & {readonly isWhole: boolean} {
  const written = isMapping(value) ? value : {};
  let parts: Readonly<Record<string, unknown>> = {seed: written.seed, sweep: typedSweep(written.sweep)};
  for (let isWhole = true; ; ) {
    const result = validateExperiment(withOthers(expandBareNames(parts, experimentSchema)));
    if ('document' in result) return {sweep: result.document.sweep, seed: result.document.seed, isWhole};
    isWhole &&= result.mistakes.every(({path: [part]}) => part !== 'sweep');
    parts = without(parts, result.mistakes);
  }
}

/** Parts without what mistakes are about: a parameter, a key of the sweep, or a part. */
function without(parts: Readonly<Record<string, unknown>>, mistakes: readonly Mistake[]): Record<string, unknown> {
  const left: Record<string, unknown> = {...parts};
  for (const {path} of mistakes) {
    const [part, key, name] = path;
    const {sweep} = left;
    if (part !== 'sweep' || !isMapping(sweep) || key === undefined) delete left[String(part)];
    else if (key === 'parameters' && name !== undefined && isMapping(sweep.parameters))
      left.sweep = {...sweep, parameters: withoutKey(sweep.parameters, String(name))};
    else left.sweep = withoutKey(sweep, String(key));
    const {comparison} = left;
    if (part === 'comparison' && key !== undefined && isMapping(parts.comparison))
      left.comparison = withoutKey(isMapping(comparison) ? comparison : parts.comparison, String(key));
  }
  return left;
}

function withoutKey(mapping: Readonly<Record<string, unknown>>, key: string): Record<string, unknown> {
  const {[key]: _, ...others} = mapping;
  return others;
}

/** Some combinations, in which each value of each parameter is looked at. */
function someOf(space: Space): Points {
  const checked = checkPoints(space, []);
  if ('mistakes' in checked) throw new Error('no parameter was to be crossed with others');
  return checked.points;
}

/** What is wrong with the whole, as it is for the first combination; with what parameters may change each of these says it. */
function firstProblems(parts: ResolvedParts): Problem[] {
  const filled = parts.filled(0);
  const typed = isMapping(filled) && 'sweep' in filled ? {...filled, sweep: typedSweep(filled.sweep)} : filled;
  const result = validateExperiment(expandBareNames(typed, experimentSchema));
  if ('document' in result) return [];
  return result.mistakes
    .filter(({path: [part]}) => !PARTS.some(name => name === part))
    .flatMap(mistake => parts.problems(0, filled, mistake));
}

/** The parts that are the same in all combinations, without what is wrong with them; undefined where there are none. */
function fixedParts(parts: ResolvedParts): FixedParts | undefined {
  const filled = parts.filled(0);
  if (!isMapping(filled)) return undefined;
  const fixed = Object.fromEntries(Object.entries(filled).filter(([part]) => FIXED_PARTS.includes(part)));
  const typed = {...fixed, ...('sweep' in fixed ? {sweep: typedSweep(fixed.sweep)} : {})};
  let left: Record<string, unknown> = typed;
  // A mistake that is about none of them stays, whatever is left out.
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const result = validateExperiment(withOthers(expandBareNames(left, experimentSchema)));
    if ('document' in result) return result.document;
    left = without(left, result.mistakes);
  }
  return undefined;
}

const MOST_TRIES = 20;

/** How many folds each combination has, whether all fit and whether it is clear how all were meant, and what is wrong with any. */
function foldsOfAll(
  parts: ResolvedParts,
  length: number,
  survey: MeasuredSurvey,
  areAll: boolean,
): {
  readonly folds: Uint32Array;
  readonly areWhole: boolean;
  readonly areKnown: boolean;
  readonly wrong: readonly Problem[];
} {
  const folds = new Uint32Array(length);
  const problems = new CombinationProblems();
  let [areWhole, areKnown] = [true, true];
  let index = 0;
  for (; index < length && problems.count <= MOST_PROBLEMS; index++) {
    const own = parts.meantOf(index, problems);
    areWhole &&= own.areRight && own.areKnown;
    areKnown &&= own.areKnown;
    survey.add(own.parts);
    folds[index] = own.parts.data?.split.folds?.count ?? 0;
  }
  return {folds, areWhole, areKnown, wrong: problems.all(index, at => parts.labels(at), areAll)};
}

/** Each combination, and in each fold of its split. */
function combinationsOf(
  folds: Uint32Array,
  combination: (index: number, fold: number | undefined) => Combination,
): Sequence<Combination> {
  if (folds.every(count => count === 0)) return new Sequence(folds.length, index => combination(index, undefined));
  // Where the combinations of each point begin.
  const begins = new Float64Array(folds.length + 1);
  folds.forEach((count, index) => {
    begins[index + 1] = begins[index] + Math.max(1, count);
  });
  return new Sequence(begins[folds.length], at => {
    const index = lastAtMost(begins, at);
    return combination(index, folds[index] === 0 ? undefined : at - begins[index] + 1);
  });
}

/** The last place whose number is at most this one, among rising numbers. */
function lastAtMost(numbers: Float64Array, most: number): number {
  let [low, high] = [0, numbers.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (numbers[middle] <= most) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The values that each parameter has in some combination. */
function parameterLists(
  space: Space,
  points: Points,
  {folds, epochs}: {readonly folds: number; readonly epochs: readonly number[]},
): ParameterLists {
  const lists = space.names.map((name, position) => {
    const codes = new Set<number>();
    for (let index = 0; index < points.length && codes.size < MOST_LISTED; index++) {
      const code = points.code(index, position);
      if (!Number.isNaN(code)) codes.add(code);
    }
    return [name, [...codes].map(code => space.parameters[position].label(code))];
  });
  const all = Object.fromEntries(epochs.length > 0 ? [...lists, [EPOCHS, epochs]] : lists);
  return folds === 0 ? all : {...all, [FOLD]: Array.from({length: folds}, (_, index) => index + 1)};
}

/** What folds make of a sweep that it can't be. */
function foldProblems(yaml: YamlFile, {folds, trials}: {readonly folds: number; readonly trials: number}): Problem[] {
  if (folds === 0) return [];
  if (Object.hasOwn(writtenParameters(yaml.value), FOLD))
    return [
      {
        message: `a split with folds has a parameter '${FOLD}' of its own`,
        place: yaml.place(['sweep', 'parameters', FOLD], 'key'),
        hint: 'give this one another name',
      },
    ];
  if (trials <= MAXIMUM_TRIALS) return [];
  return [
    {
      message: `the sweep has ${trials} trials with its ${folds} folds; at most ${MAXIMUM_TRIALS} are allowed`,
      place: yaml.place(['data', 'split', 'folds']),
    },
  ];
}
