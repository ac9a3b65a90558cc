import {type EntryOf, kindOf, variants} from '../../document/kind.js';
import {bayesian} from './bayesian.js';
import {grid} from './grid.js';
import {halving} from './halving.js';
import {latinHypercube} from './latin-hypercube.js';
import {list} from './list.js';
import {random} from './random.js';
import {sobol} from './sobol.js';
import type {Choosing, Drawing, Draws, StrategyKind} from './strategy.js';

/** Every strategy there is. */
export const strategies = [grid, random, latinHypercube, sobol, list, halving, bayesian] as const;

export type StrategyEntry = EntryOf<(typeof strategies)[number]>;

/** `sweep.strategy`: how combinations are chosen. */
export const strategySchema = variants(strategies);

/** How a strategy comes to its combinations. */
export function choosingOf(entry: StrategyEntry): Choosing<StrategyEntry> {
  return kindOf<StrategyKind<StrategyEntry>>(strategies, entry).choosing;
}

/** What a strategy draws one after the other; undefined of one that draws nothing. */
export function drawsOf(entry: StrategyEntry, drawing: Drawing): Draws | undefined {
  const choosing = choosingOf(entry);
  return choosing.by === 'drawn' ? choosing.draws(entry, drawing) : undefined;
}

/** How many parameters a strategy can do with. */
export function mostParameters(entry: StrategyEntry): number {
  const choosing = choosingOf(entry);
  return choosing.by === 'drawn' ? (choosing.mostParameters ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
}

/** What a strategy searches by; undefined of one that knows its combinations beforehand. */
export function searchOf(
  entry: StrategyEntry,
): Extract<Choosing<StrategyEntry>, {readonly by: 'searched'}> | undefined {
  const choosing = choosingOf(entry);
  return choosing.by === 'searched' ? choosing : undefined;
}
