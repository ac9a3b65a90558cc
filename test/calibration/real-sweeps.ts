// Real trainings of a parameter that changes nothing: layers that pass everything on stand in front, so that the first weights
// of the others are other draws. One run with many seeds is cut into sweeps of a few seeds each.
import {compare} from '../../src/results/comparison/compare.js';
import {diffRuns} from '../../src/results/diff/diff-runs.js';
import type {RunResults} from '../../src/results/run-results.js';
import {usualMetrics} from '../../src/results/usual-metrics.js';
import {Rig, resultsIn, smallExperiment} from '../rig.js';
import type {Rate} from './rate.js';
import {saysBetter} from './simulated.js';

const SEEDS = 10;

export interface RealRates {
  readonly twoLevels: Rate;
  readonly sixLevels: Rate;
  readonly otherSeeds: Rate;
}

/** Rates of a false "better" among 2 and 6 values, and of diffs between runs that differ in nothing but seeds. */
export async function realRates(sweeps: number): Promise<RealRates> {
  const results = await trained(sweeps * SEEDS);
  const groups = Array.from({length: sweeps}, (_, group) => onlySeeds(results, group * SEEDS, SEEDS));
  const count = (of: readonly boolean[]): Rate => ({found: of.filter(Boolean).length, of: of.length});
  const better = (group: RunResults) => saysBetter(compare(group, 'idle', 'test_rmse'));
  return {
    twoLevels: count(groups.map(group => better(onlyValues(group, 2)))),
    sixLevels: count(groups.map(better)),
    otherSeeds: count(
      // Each sweep stands in one diff only, so that diffs are independent.
      groups.slice(0, Math.floor(groups.length / 2)).map((group, index) => {
        const other = groups[groups.length - 1 - index];
        return diffRuns(group, other, {metrics: usualMetrics(group), tolerances: []}).differs;
      }),
    ),
  };
}

async function trained(seeds: number): Promise<RunResults> {
  const idle = Array.from({length: 6}, (_, count) => [
    {type: 'flatten'},
    ...Array.from({length: count}, () => ({type: 'dropout', rate: 0})),
    {type: 'dense', units: 4, activation: 'tanh'},
    {type: 'dense', units: 1},
  ]);
  const experiment = {
    name: 'calibration',
    window: {length: 6},
    model: {layers: '${idle}'},
    training: {epochs: 4, optimizer: {type: 'adam', learningRate: '${rate}'}},
    sweep: {parameters: {idle, rate: [0.003, 0.01, 0.03]}, seeds},
    comparison: {by: 'idle', metric: 'test_rmse', margin: '0%'},
  };
  const rig = new Rig();
  try {
    rig.write('calibration.yaml', smallExperiment(experiment));
    const {code, stderr} = await rig.tfsweep(['run', 'calibration.yaml']);
    if (code !== 0) throw new Error(stderr);
    return resultsIn(rig.runFolder('calibration'));
  } finally {
    rig.remove();
  }
}

function onlySeeds(results: RunResults, from: number, count: number): RunResults {
  const seeds = results.seeds.slice(from, from + count);
  const wanted = new Set(seeds);
  return {...results, seeds, trials: results.trials.filter(({seed}) => wanted.has(seed))};
}

function onlyValues(results: RunResults, count: number): RunResults {
  const values = new Set([...new Set(results.combinations.map(({idle}) => JSON.stringify(idle)))].slice(0, count));
  const fits = (parameters: Readonly<Record<string, unknown>>) => values.has(JSON.stringify(parameters.idle));
  return {
    ...results,
    combinations: results.combinations.filter(fits),
    trials: results.trials.filter(({parameters}) => fits(parameters)),
  };
}
