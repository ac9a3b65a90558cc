import {dirname} from 'node:path';
import {loadSource} from '../data/1-source/index.js';
import {candleColumns} from '../data/2-order/candle-columns.js';
import type {PreparedExperiment} from '../plan/prepare.js';
import {prepareExperiment} from './prepare-file.js';
import {surroundingsOf} from './surroundings.js';

/**
 * The same experiment with the columns of candles instead of its own, for a picture; undefined where its source has none, or its
 * models see them anyway.
 */
export async function withCandleColumns(
  file: string,
  overrides: readonly string[],
  {combinations: [first]}: PreparedExperiment,
): Promise<PreparedExperiment | undefined> {
  const {experiment, place} = first.combination;
  const loaded = await loadSource(experiment.data, {...surroundingsOf(dirname(file)), seed: experiment.seed, place});
  if (!loaded.ok) return undefined;
  const parts = candleColumns(loaded.value.names);
  const {inputs, targets} = first.setup.data.dataset;
  if (!parts || candleColumns([...inputs, ...targets].map(({name}) => name))) return undefined;
  const names = [...parts.values()].map(position => loaded.value.names[position]);
  const prepared = await prepareExperiment(file, [...overrides, `data.columns=${JSON.stringify(names)}`]);
  return prepared.ok ? prepared.value : undefined;
}
