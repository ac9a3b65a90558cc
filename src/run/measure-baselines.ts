import {toldBoundaries} from '../data/4-split/split.js';
import {type StandardizedData, trainingValues} from '../data/7-standardize/standardize.js';
import {foundSeason} from '../data/season.js';
import {bytesHash, contentHash} from '../document/content-hash.js';
import {remembered} from '../document/remembered.js';
import type {PreparedExperiment} from '../plan/prepare.js';
import type {PreparedCombination} from '../plan/prepared-combination.js';
import type {Baseline} from '../training/baselines/baseline.js';
import {baselines} from '../training/baselines/index.js';
import {BaselineMeasurement, type BaselineSetup} from '../training/baselines/measure-baselines.js';
import type {LinearNetwork} from '../training/optimum/linear-network.js';
import {solvableNetwork, trainingOptimum} from '../training/optimum/training-optimum.js';
import type {TrainingSetup} from '../training/setup.js';
import type {BaselineRecord, BaselinesFile} from './records/baseline-record.js';
import {shownOfOwn} from './records/forecast-record.js';
import {FORMAT} from './records/record-format.js';

/** Forecasts are kept of so many different data and windows: some 10 kB each. */
const MOST_DRAWN = 100;

/** Combinations whose baselines are the same. */
interface BaselineGroup {
  readonly setup: BaselineSetup;
  readonly targetsKey: string;
  readonly key: string;
  readonly combinations: number[];
}

/** Combinations whose global optimum is the same. */
interface OptimumGroup {
  readonly setup: TrainingSetup;
  readonly network: LinearNetwork;
  readonly combinations: number[];
}

/** What baselines will be measured on, before any is. */
export class BaselinePlan {
  /** Equal for equal data, windows and baselines. */
  readonly key: string;
  private readonly groups: readonly BaselineGroup[];
  private readonly optima: readonly OptimumGroup[];

  constructor({combinations}: PreparedExperiment) {
    const targets = new Map<StandardizedData, KnownTargets>();
    const groups = new Map<string, BaselineGroup>();
    const optima = new Map<string, OptimumGroup>();
    let index = 0;
    for (const one of combinations) {
      const group = groupOf(one, index, targets);
      const network = solvableNetwork(one.setup);
      if (network) {
        const key = JSON.stringify([group.key, network]);
        remembered(optima, key, () => ({setup: one.setup, network, combinations: []})).combinations.push(index);
      }
      const known = groups.get(group.key);
      if (known) known.combinations.push(index);
      else groups.set(group.key, group);
      index++;
    }
    this.groups = [...groups.values()];
    this.optima = [...optima.values()];
    this.key = contentHash([
      baselines.map(({name, isDrawn = false}: Baseline) => [name, isDrawn]),
      this.groups.map(({key, combinations: own}) => [key, own]),
      this.optima.map(({network, combinations: own}) => [network, own]),
    ]);
  }

  /** Measures them, some milliseconds to some seconds each. */
  measured(): BaselinesFile {
    const measurement = new BaselineMeasurement();
    const measured = this.groups.flatMap(({setup, targetsKey, combinations}, index) =>
      measurement.measure(setup, targetsKey).map(
        ({name, testForecasts, ...values}): BaselineRecord => ({
          name,
          combinations,
          ...values,
          ...(testForecasts && index < MOST_DRAWN ? {forecasts: shownOfOwn(testForecasts, setup)} : {}),
        }),
      ),
    );
    const optima = this.optima.map(({setup, network, combinations}) => ({
      combinations,
      ...trainingOptimum(setup, network),
    }));
    return {format: FORMAT, key: this.key, baselines: measured, optima};
  }
}

/** What baselines take of some data besides windows: combinations share it. */
interface KnownTargets {
  /** Equal for equal targets and splits. */
  readonly key: string;
  /** The season that is found in them. */
  season(): number | undefined;
}

function knownTargets({dataset, boundaries}: StandardizedData): KnownTargets {
  const targets = dataset.targets.map(({name, values}) => [name, bytesHash(values)]);
  let found: {readonly season: number | undefined} | undefined;
  return {
    key: contentHash([targets, dataset.series, dataset.breaks, toldBoundaries(boundaries)]),
    season() {
      // That of the first target, in the training rows of the first series.
      found ??= {season: foundSeason(trainingValues(dataset.targets[0].values, boundaries.slice(0, 1)))};
      return found.season;
    },
  };
}

function groupOf(
  {setup, measured, combination}: PreparedCombination,
  index: number,
  known: Map<StandardizedData, KnownTargets>,
): BaselineGroup {
  const {data, windows, normalization, sharedRows} = setup;
  const targets = remembered(known, data, () => knownTargets(data));
  const season = combination.experiment.data.season ?? targets.season();
  const targetsKey = contentHash([
    targets.key,
    [...windows.offsets],
    [...windows.targetOffsets],
    measured.names,
    season ?? null,
  ]);
  const key = contentHash([
    targetsKey,
    data.dataset.key,
    combination.experiment.standardization,
    normalization,
    measured.shared,
  ]);
  return {setup: {data, windows, normalization, sharedRows, season}, targetsKey, key, combinations: [index]};
}
