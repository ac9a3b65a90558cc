import {isMapping} from '../../document/json-schema.js';
import {unpackedCombinations} from './packed-combinations.js';
import {FORMAT, formatOf} from './record-format.js';

/**
 * A manifest of any version as this one works with it: combinations whole. To lines of journals and forecasts, and to files of
 * series, nothing but the format was added since. Format 2 held every combination as it had resolved. Format 1 is that of version
 * 0.1 and of the first ones of 0.2: its records say no format, its manifests call the toolchain `means`, and lack what came later:
 * 0.1 had no expectations at first, and noted no model of a processor.
 */
export function upgradedManifest(value: unknown): unknown {
  if (!isMapping(value)) return value;
  switch (formatOf(value)) {
    case FORMAT:
      return isMapping(value.experiment)
        ? {
            ...value,
            experiment: {
              ...value.experiment,
              resolved: unpackedCombinations(value.experiment.resolved),
            },
          }
        : value;
    case 2:
      return {...value, format: FORMAT};
    default:
      return upgradedFromFirst(value);
  }
}

function upgradedFromFirst(value: {readonly [key: string]: unknown}): unknown {
  const {means, versions, platform, experiment, ...rest} = value;
  return {
    comparison: null,
    expect: [],
    timing: null,
    gitCommit: null,
    ...rest,
    format: FORMAT,
    experiment: isMapping(experiment)
      ? {...experiment, resolved: upgradedCombinations(experiment.resolved, rest)}
      : experiment,
    toolchain: means,
    versions: {tfsweep: '', node: '', tfjs: '', tensorflow: null, ...(isMapping(versions) ? versions : {})},
    platform: {os: '', processor: '', ...(isMapping(platform) ? platform : {})},
  };
}

/** Combinations did not say which trials are theirs: the plan held those of one after those of the other. Windows knew no lookBack. */
function upgradedCombinations(resolved: unknown, {trials, seeds}: {readonly [key: string]: unknown}): unknown {
  if (!Array.isArray(resolved) || !Array.isArray(trials) || typeof seeds !== 'number') return resolved;
  return resolved.map((one, index) =>
    isMapping(one)
      ? {
          ...one,
          experiment: withLookBack(one.experiment),
          trials: trials.slice(index * seeds, (index + 1) * seeds),
        }
      : one,
  );
}

function withLookBack(experiment: unknown): unknown {
  if (!isMapping(experiment) || !isMapping(experiment.window)) return experiment;
  return {...experiment, window: {lookBack: false, ...experiment.window}};
}
