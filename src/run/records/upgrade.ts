import {isMapping} from '../../document/json-schema.js';
import {FORMAT, formatOf} from './record-format.js';

/**
 * What older versions wrote, as this one reads it. Format 1 is that of version 0.1 and of the first ones of 0.2: its records say no
 * format, its manifests call the toolchain `means`, and lack what came later: 0.1 had no expectations at first, and noted no
 * model of a processor.
 */
export function upgradedManifest(value: unknown): unknown {
  if (!isMapping(value) || formatOf(value) >= FORMAT) return value;
  const {means, versions, platform, ...rest} = value;
  return {
    comparison: null,
    expect: [],
    timing: null,
    gitCommit: null,
    ...rest,
    format: FORMAT,
    toolchain: means,
    versions: {tfsweep: '', node: '', tfjs: '', tensorflow: null, ...(isMapping(versions) ? versions : {})},
    platform: {os: '', processor: '', model: '', ...(isMapping(platform) ? platform : {})},
  };
}

/** A line of a journal or of forecasts, or a file of series: nothing but the format was added to them. */
export function upgradedRecord(value: unknown): unknown {
  return isMapping(value) && formatOf(value) < FORMAT ? {...value, format: FORMAT} : value;
}
