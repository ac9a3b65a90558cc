import {toldBoundaries} from '../data/4-split/split.js';
import {trainingValues} from '../data/7-standardize/standardize.js';
import {foundSeason} from '../data/season.js';
import {bytesHash, contentHash} from '../document/content-hash.js';
import type {PreparedCombination, PreparedExperiment} from '../plan/prepare.js';
import {BASELINE_NAMES} from '../training/baselines/index.js';
import {BaselineMeasurement, type BaselineSetup} from '../training/baselines/measure-baselines.js';
import type {TrainingSetup} from '../training/setup.js';
import type {BaselineRecord, BaselinesFile} from './records/baseline-record.js';
import {FORMAT} from './records/record-format.js';

/** Combinations whose baselines are the same. */
interface BaselineGroup {
  readonly setup: BaselineSetup;
  readonly targetsKey: string;
  readonly key: string;
  readonly combinations: number[];
}

/** What baselines will be measured on, before any is. */
export class BaselinePlan {
  /** Equal for equal data, windows and baselines. */
  readonly key: string;
  private readonly groups: readonly BaselineGroup[];

  constructor({combinations}: PreparedExperiment) {
    const seasons = new Map<string, number | undefined>();
    const groups = new Map<string, BaselineGroup>();
    combinations.forEach((one, index) => {
      const group = groupOf(one, index, seasons);
      const known = groups.get(group.key);
      if (known) known.combinations.push(index);
      else groups.set(group.key, group);
    });
    this.groups = [...groups.values()];
    this.key = contentHash([BASELINE_NAMES, this.groups.map(({key, combinations: own}) => [key, own])]);
  }

  /** Measures them, some milliseconds to some seconds each. */
  measured(): BaselinesFile {
    const measurement = new BaselineMeasurement();
    const baselines = this.groups.flatMap(({setup, targetsKey, combinations}) =>
      measurement.measure(setup, targetsKey).map(
        ({name, ...values}): BaselineRecord => ({
          name,
          combinations,
          ...(setup.season !== undefined && SEASONAL.has(name) ? {season: setup.season} : {}),
          ...values,
        }),
      ),
    );
    return {format: FORMAT, key: this.key, baselines};
  }
}

const SEASONAL: ReadonlySet<string> = new Set(['seasonal-naive', 'holt-winters']);

function groupOf(
  {setup, measured, combination}: PreparedCombination,
  index: number,
  seasons: Map<string, number | undefined>,
): BaselineGroup {
  const {data, windows, normalization, sharedRows} = setup;
  const {dataset, boundaries} = data;
  const targets = dataset.targets.map(({name, values}) => [name, bytesHash(values)]);
  const ofTargets = contentHash([targets, dataset.series, dataset.breaks, toldBoundaries(boundaries)]);
  const wanted = combination.experiment.data.season;
  if (wanted === undefined && !seasons.has(ofTargets)) seasons.set(ofTargets, seasonOf(setup));
  const season = wanted ?? seasons.get(ofTargets);
  const targetsKey = contentHash([
    ofTargets,
    [...windows.offsets],
    [...windows.targetOffsets],
    measured.names,
    season ?? null,
  ]);
  const key = contentHash([
    targetsKey,
    dataset.key,
    combination.experiment.standardization,
    normalization,
    measured.shared,
  ]);
  return {setup: {data, windows, normalization, sharedRows, season}, targetsKey, key, combinations: [index]};
}

/** The season of the first target, in the training rows of the first series. */
function seasonOf({data: {dataset, boundaries}}: Pick<TrainingSetup, 'data'>): number | undefined {
  return foundSeason(trainingValues(dataset.targets[0].values, boundaries.slice(0, 1)));
}
