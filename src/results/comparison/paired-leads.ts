import {meanOf} from '../../data/statistics.js';
import {canonicalJson, distinct} from '../../document/content-hash.js';
import {FOLD} from '../../experiment/fold.js';
import {moreIsBetter} from '../../experiment/table-metrics.js';
import type {TrialRecord} from '../../run/records/trial-record.js';
import {byFold} from '../folds.js';
import type {RunResults} from '../run-results.js';
import {isComparable, leastShared, type SharedCount, sharedBetween} from '../target-rows.js';
import {type Cell, countsOf, type LevelTrials} from './compared-trials.js';
import type {Pair} from './comparison.js';
import type {CellLeads} from './interactions.js';

/** A pair of levels with what each seed says. */
export interface PairedLeads {
  readonly pair: Pair;
  /** How far `better` is ahead, per seed that both finished in every combination; with several folds per fold, on average over its seeds. */
  readonly leads: readonly number[];
  readonly betterMeans: readonly number[];
  readonly worseMeans: readonly number[];
  readonly cells: readonly CellLeads[];
}

/** What each seed says of two levels. Undefined where no combination of the other parameters has both. */
export function pairedLeads(
  one: LevelTrials,
  other: LevelTrials,
  results: RunResults,
  metric: string,
): PairedLeads | undefined {
  const {seeds} = results;
  const matched = matchedCells(one, other, seeds, metric);
  if (matched.length === 0) return undefined;
  const used = matched.filter(({nobodyFinished}) => !nobodyFinished);
  const sharedRows = leastShared(used.map(cell => cell.sharedRows));
  const folds = [...byFold(results, used, ({first}) => first.others).values()];
  // Seeds of one fold share its test rows: where there are several folds, each says one thing.
  const numbersOf = (cells: readonly MatchedCell[], onShared: boolean) => {
    const ofSeeds = wholeSeeds(cells, seeds, onShared);
    return folds.length > 1 ? meanOfSeeds(ofSeeds) : ofSeeds;
  };
  const measured = folds.map(cells => (isComparable(sharedRows) ? numbersOf(cells, false) : []));
  const means = measured.flat().map(numbers => ({
    first: meanOf(numbers.map(({first}) => first)),
    second: meanOf(numbers.map(({second}) => second)),
  }));
  const sign = moreIsBetter(metric) ? -1 : 1;
  const ahead = meanOf(means.map(mean => sign * difference(mean)));
  const countsAt = (side: Side) =>
    countsOf(
      matched.map(cell => cell[side]),
      seeds,
    );
  const trials = {first: countsAt('first'), second: countsAt('second')};
  const turned = means.length > 0 ? ahead < 0 : trials.first.failed > trials.second.failed;
  const lead = (numbers: Numbers) => (turned ? -sign : sign) * difference(numbers);
  const [better, worse] = turned ? (['second', 'first'] as const) : (['first', 'second'] as const);
  const values = {first: one.value, second: other.value};
  const others = used.map(({first}) => first.others);
  return {
    pair: {
      better: values[better],
      worse: values[worse],
      betterTrials: trials[better],
      worseTrials: trials[worse],
      plannedSeeds: folds.length > 1 ? folds.length : seeds.length,
      ...(folds.length > 1 ? {folds: folds.length} : {}),
      ...partly(matched.length, {first: one.cells.size, second: other.cells.size}, better, worse),
      averagedOver: [
        ...(folds.length > 1 && seeds.length > 1 ? ['seed'] : []),
        ...varying(others).filter(name => name !== FOLD || folds.length === 1),
      ],
      leftOut: leftOut(matched),
      sharedRows,
    },
    leads: means.map(lead),
    betterMeans: means.map(mean => mean[better]),
    worseMeans: means.map(mean => mean[worse]),
    cells: acrossFolds(
      folds.map((cells, fold) => besideOneAnother(cells, measured[fold], () => numbersOf(cells, true), metric)),
    ).map(({others: own, numbers}) => ({others: own, leads: numbers.map(lead)})),
  };
}

type Side = 'first' | 'second';

/** How many combinations both levels have, where one of them has more. */
function partly(both: number, sizes: Readonly<Record<Side, number>>, better: Side, worse: Side): Pick<Pair, 'partly'> {
  if (sizes.first === both && sizes.second === both) return {};
  return {partly: {both, better: sizes[better], worse: sizes[worse]}};
}

/** A combination of the other parameters that both levels have. */
interface MatchedCell {
  readonly first: Cell;
  readonly second: Cell;
  /** Every trial of both failed. */
  readonly nobodyFinished: boolean;
  readonly sharedRows: SharedCount;
}

/** What both levels measured. */
interface Numbers {
  readonly first: number;
  readonly second: number;
}

/**
 * What each combination says per seed, so that combinations can be held against one another, too: where they are measured on other
 * target rows, on those that all share; none where there are too few.
 */
function besideOneAnother(
  cells: readonly MatchedCell[],
  measured: readonly (readonly Numbers[])[],
  onShared: () => readonly (readonly Numbers[])[],
  metric: string,
): readonly {readonly others: Cell['others']; readonly numbers: readonly Numbers[]}[] {
  const all = cells.flatMap(({first, second}) => [first, second]);
  const shared = sharedBetween(
    all.map(cell => ({rows: cell.rows, records: recordsOf(cell)})),
    metric,
  );
  if (!isComparable(shared)) return [];
  const numbers = shared === null ? measured : onShared();
  return cells.map(({first}, index) => ({others: first.others, numbers: numbers.map(own => own[index])}));
}

type CellNumbers = ReturnType<typeof besideOneAnother>[number];

/** The combinations of all folds: each with what each fold says, one after the other, if every fold has all of them. */
function acrossFolds(folds: readonly (readonly CellNumbers[])[]): readonly CellNumbers[] {
  const [first, ...rest] = folds;
  if (!first || rest.length === 0) return first ?? [];
  const keyOf = ({others: {[FOLD]: _, ...own}}: CellNumbers) => canonicalJson(own);
  const byKey = folds.map(cells => new Map(cells.map(cell => [keyOf(cell), cell])));
  if (byKey.some(cells => cells.size !== first.length)) return [];
  const all = first.map((cell): CellNumbers => {
    const {[FOLD]: _, ...others} = cell.others;
    return {others, numbers: byKey.flatMap(cells => cells.get(keyOf(cell))?.numbers ?? [])};
  });
  // A seed that is missing in one of them says nothing of any.
  return all.every(({numbers}) => numbers.length === all[0].numbers.length) ? all : [];
}

function recordsOf({trials}: Cell): TrialRecord[] {
  return [...trials.values()].map(({record}) => record);
}

function matchedCells(
  one: LevelTrials,
  other: LevelTrials,
  seeds: readonly number[],
  metric: string,
): readonly MatchedCell[] {
  return [...one.cells].flatMap(([key, first]) => {
    const second = other.cells.get(key);
    if (!second) return [];
    const {failed, planned} = countsOf([first, second], seeds);
    const sharedRows = sharedBetween(
      [first, second].map(cell => ({rows: cell.rows, records: recordsOf(cell)})),
      metric,
    );
    return [{first, second, nobodyFinished: failed === planned, sharedRows}];
  });
}

/** The numbers of the seeds that both finished in every combination: [seed][combination]. */
function wholeSeeds(
  cells: readonly MatchedCell[],
  seeds: readonly number[],
  onShared: boolean,
): readonly (readonly Numbers[])[] {
  if (cells.length === 0) return [];
  return seeds.flatMap(seed => {
    const numbers = cells.flatMap(({first, second, sharedRows}) => {
      const [a, b] = [first, second].map(({trials}) => {
        const trial = trials.get(seed);
        return (sharedRows === null && !onShared ? trial?.value : trial?.shared) ?? null;
      });
      return a === null || b === null ? [] : [{first: a, second: b}];
    });
    return numbers.length === cells.length ? [numbers] : [];
  });
}

/** What the seeds of a fold say together, [1][combination]; nothing where there is none. */
function meanOfSeeds(ofSeeds: readonly (readonly Numbers[])[]): readonly (readonly Numbers[])[] {
  const [first] = ofSeeds;
  if (!first) return [];
  return [
    first.map((_, cell) => ({
      first: meanOf(ofSeeds.map(own => own[cell].first)),
      second: meanOf(ofSeeds.map(own => own[cell].second)),
    })),
  ];
}

/** How much larger the second number is; what is left of equal ones by rounding is nothing. */
function difference({first, second}: Numbers): number {
  const size = Math.max(Math.abs(first), Math.abs(second));
  return Math.abs(second - first) <= 1e-12 * size ? 0 : second - first;
}

function varying(others: readonly Cell['others'][]): readonly string[] {
  return Object.keys(others[0] ?? {}).filter(name => distinct(others.map(own => own[name])).length > 1);
}

/** The combinations that nobody finished, by the parameters that tell them apart. */
function leftOut(matched: readonly MatchedCell[]): readonly Cell['others'][] {
  const names = varying(matched.map(({first}) => first.others));
  return matched
    .filter(({nobodyFinished}) => nobodyFinished)
    .map(({first}) => Object.fromEntries(names.map(name => [name, first.others[name]])));
}
