import {byName} from '../../document/by-name.js';
import {MOVEMENTS, movementOf, NEAR_OPTIMUM} from '../optimality/movement.js';
import type {Optimality, TrialOptimality} from '../optimality/optimality.js';
import type {OptimumStatement} from './statement.js';
import {type GroupedTrials, median} from './trial-groups.js';

/** How many trials of each group came to the least loss that is known. */
export function optimumStatements(
  groups: readonly GroupedTrials[],
  all: readonly Optimality[],
): readonly OptimumStatement[] {
  const known = new Map(all.flatMap(own => own.trials.map((trial): [string, Known] => [trial.id, {trial, own}])));
  return groups.flatMap(({group, trials}): OptimumStatement[] => {
    const told = trials.flatMap(({id}) => known.get(id) ?? []);
    const gaps = told.flatMap(({trial: {gap}}) => gap ?? []);
    const further = told.flatMap(({trial: {loss, polished}}) =>
      loss === null || polished === null || loss === 0 ? [] : 1 - polished / loss,
    );
    // A trial that is its own best known one says nothing.
    const isAlone = told.every(({own}) => own.optimum === null && own.trials.length === 1);
    if (gaps.length === 0 || (isAlone && further.length === 0)) return [];
    // A combination of which every trial failed has no loss at all.
    const failed = trials.filter(({id, status}) => status === 'failed' && !known.has(id));
    const movements = [...told.map(({trial}) => trial.movement), ...failed.map(trial => movementOf(trial, null))];
    return [
      {
        kind: 'optimum',
        group,
        of: movements.length,
        near: gaps.filter(gap => gap <= NEAR_OPTIMUM).length,
        movements: byName(MOVEMENTS, name => movements.filter(movement => movement === name).length),
        isGlobal: told.every(({own}) => own.optimum !== null),
        gap: median(gaps),
        polished: further.length === 0 ? null : median(further),
        clusters: told.reduce((most, {own}) => Math.max(most, own.clusters.length), 0),
      },
    ];
  });
}

interface Known {
  readonly trial: TrialOptimality;
  readonly own: Optimality;
}
