import {distinct} from '../../experiment/content-hash.js';
import {moreIsBetter} from '../../training/metrics/index.js';
import {sharedRowCount} from '../metric-path.js';
import type {RunResults} from '../run-results.js';
import {meanOf} from '../statistics/summary.js';
import {type Cell, countsOf, type LevelTrials} from './compared-trials.js';
import type {Pair} from './comparison.js';
import type {CellLeads} from './interactions.js';

/** A pair of levels with what each seed says. */
export interface PairedLeads {
  readonly pair: Pair;
  /** False where they were measured on other rows, and nothing is known on shared ones. */
  readonly comparable: boolean;
  /** How far `better` is ahead, per shared seed. */
  readonly leads: readonly number[];
  readonly betterMeans: readonly number[];
  readonly worseMeans: readonly number[];
  readonly cells: readonly CellLeads[];
}

/** What each seed says of two levels. Undefined where no combination of the other parameters has both. */
export function pairedLeads(
  one: LevelTrials,
  other: LevelTrials,
  {seeds}: RunResults,
  metric: string,
): PairedLeads | undefined {
  const all = [...one.cells].flatMap(([key, mine]) => {
    const theirs = other.cells.get(key);
    return theirs ? [{mine, theirs}] : [];
  });
  if (all.length === 0) return undefined;
  const nobodyFinished = ({mine, theirs}: (typeof all)[number]) => {
    const {failed, planned} = countsOf([mine, theirs], seeds);
    return failed === planned;
  };
  const both = all.filter(cell => !nobodyFinished(cell));
  const [mine, theirs] = [both.map(cell => cell.mine), both.map(cell => cell.theirs)];
  const sameRows = both.every(cell => cell.mine.rows === cell.theirs.rows);
  const records = [...mine, ...theirs].flatMap(({trials}) => [...trials.values()].map(({record}) => record));
  const sharedRows = sameRows ? null : sharedRowCount(records, metric);
  const comparable = sharedRows !== 0;
  const numberOf = (cell: Cell, seed: number) => {
    const trial = cell.trials.get(seed);
    return (sameRows ? trial?.value : trial?.shared) ?? null;
  };
  /** Of the seeds that both finished in every combination: what each measured, [seed][combination]. */
  const measured = (comparable && both.length > 0 ? seeds : []).flatMap(seed => {
    const numbers = both.map(cell => ({mine: numberOf(cell.mine, seed), theirs: numberOf(cell.theirs, seed)}));
    const whole = numbers.flatMap(({mine: a, theirs: b}) => (a === null || b === null ? [] : [{mine: a, theirs: b}]));
    return whole.length === numbers.length ? [whole] : [];
  });
  const means = measured.map(numbers => ({
    mine: meanOf(numbers.map(number => number.mine)),
    theirs: meanOf(numbers.map(number => number.theirs)),
  }));
  const sign = moreIsBetter(metric) ? -1 : 1;
  const ahead = meanOf(means.map(mean => sign * (mean.theirs - mean.mine)));
  const [myTrials, theirTrials] = [all.map(cell => cell.mine), all.map(cell => cell.theirs)].map(cells =>
    countsOf(cells, seeds),
  );
  const turned = measured.length > 0 ? ahead < 0 : myTrials.failed > theirTrials.failed;
  const lead = (numbers: {readonly mine: number; readonly theirs: number}) =>
    (turned ? -sign : sign) * (numbers.theirs - numbers.mine);
  return {
    pair: {
      better: turned ? other.value : one.value,
      worse: turned ? one.value : other.value,
      betterTrials: turned ? theirTrials : myTrials,
      worseTrials: turned ? myTrials : theirTrials,
      plannedSeeds: seeds.length,
      averagedOver: Object.keys(mine[0]?.others ?? {}).filter(
        name => distinct(mine.map(({others}) => others[name])).length > 1,
      ),
      leftOut: all.filter(nobodyFinished).map(cell => cell.mine.others),
      sharedRows,
    },
    comparable,
    leads: means.map(lead),
    betterMeans: means.map(mean => (turned ? mean.theirs : mean.mine)),
    worseMeans: means.map(mean => (turned ? mean.mine : mean.theirs)),
    cells: mine.map(({others}, index) => ({others, leads: measured.map(numbers => lead(numbers[index]))})),
  };
}
