import {isMapping} from '../document/json-schema.js';
import type {Problem} from '../document/problem.js';
import {findReferences, type ParameterValues} from '../document/references.js';
import type {YamlFile} from '../document/yaml-file.js';
import type {SearchPlan} from '../sweep/choose-points.js';
import {ABSENT, type Points} from '../sweep/points.js';
import type {Proposal, Search} from '../sweep/search/search.js';
import type {Space} from '../sweep/space.js';
import {type Combination, EPOCHS, type FixedParts, PointCombination} from './combination.js';
import type {ResolvedParts} from './resolved-parts.js';
import {decidingMetric} from './table-metrics.js';

/** A search for combinations, before anything is known of them. */
export interface LoadedSearch {
  /** What of the sweep it is decided by. */
  readonly entry: unknown;
  /** The epochs that it trains for, from few to all; none where it doesn't decide how long. */
  readonly epochs: readonly number[];
  /** Begins it; the same each time. What doesn't fit is not proposed. */
  start(fits: (codes: Float64Array) => boolean): Search;
  /** The combinations of a proposal, one for each fold; undefined where its parts don't fit the schema. */
  combinationsOf(proposal: Proposal): readonly Combination[] | undefined;
  /** What was proposed, from what trials call it; undefined where it is no combination of this search. */
  proposalOf(parameters: ParameterValues): Proposal | undefined;
}

interface SearchParts {
  readonly yaml: YamlFile;
  readonly plan: SearchPlan;
  readonly space: Space;
  readonly points: Points;
  readonly parts: ResolvedParts;
  readonly fixed: FixedParts;
  readonly problems: Problem[];
}

/** The search of an experiment; what stands in its way is added to the problems. */
export function loadedSearch({yaml, plan, space, points, parts, fixed, problems}: SearchParts): LoadedSearch {
  const all = parts.of(0)?.training.epochs ?? 1;
  const rungs = plan.rungs(all);
  const {strategy, trials, parameters, exclude, include} = fixed.sweep;
  if (rungs.length > 0) problems.push(...epochProblems(yaml, space));
  const places = new WeakMap<Float64Array, number>();
  const placeOf = (codes: Float64Array) => {
    const known = places.get(codes);
    if (known !== undefined) return known;
    points.add(codes);
    places.set(codes, points.length - 1);
    return points.length - 1;
  };
  return {
    entry: {strategy, trials, parameters, exclude, include, decidedBy: decidingMetric(fixed.comparison?.metric)},
    epochs: rungs,
    start: fits => plan.start(fits, rungs),
    combinationsOf({codes, epochs}) {
      const index = placeOf(codes);
      const own = parts.of(index);
      if (!own) return undefined;
      const {folds} = own.data.split;
      return Array.from(
        {length: folds?.count ?? 1},
        (_, fold) => new PointCombination(fixed, parts, {index, fold: folds && fold + 1, epochs}),
      );
    },
    proposalOf(parameters) {
      const codes = Float64Array.from(space.names, (name, position) =>
        Object.hasOwn(parameters, name) ? (space.parameters[position].codeOf(parameters[name]) ?? ABSENT) : ABSENT,
      );
      const isKnown = space.names.every(
        (name, position) => Object.hasOwn(parameters, name) !== Number.isNaN(codes[position]),
      );
      const epochs = typeof parameters[EPOCHS] === 'number' && rungs.length > 0 ? parameters[EPOCHS] : undefined;
      return isKnown ? {codes, epochs} : undefined;
    },
  };
}

/** Who decides how long to train needs to know how long that is at most, and a name for it. */
function epochProblems(yaml: YamlFile, {names}: Space): Problem[] {
  const training = isMapping(yaml.value) ? yaml.value.training : undefined;
  const written = isMapping(training) ? training.epochs : training;
  const found: Problem[] = [];
  if (findReferences(written).length > 0)
    found.push({
      message: 'strategy halving decides how long to train: training.epochs is the most, and no parameter',
      place: yaml.place(['training', 'epochs']),
      hint: 'a number, such as epochs: 81',
    });
  if (names.includes(EPOCHS))
    found.push({
      message: `strategy halving has a parameter '${EPOCHS}' of its own`,
      place: yaml.place(['sweep', 'parameters', EPOCHS], 'key'),
      hint: 'give this one another name',
    });
  return found;
}
