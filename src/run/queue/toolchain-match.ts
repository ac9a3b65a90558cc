import {contentHash} from '../../document/content-hash.js';
import type {Static} from '../../document/json-schema.js';
import {BACKENDS} from '../../experiment/experiment-file.js';
import {recordSchema} from '../records/record-format.js';

const shortText = {type: 'string', maxLength: 100} as const;

/** What must be the same on two machines for their numbers to be. */
export const toolchainMatchSchema = recordSchema({
  tfsweep: shortText,
  backend: {type: 'string', enum: BACKENDS},
  backendVersion: shortText,
  /** Hash of what small trainings gave on this machine, by every engine. */
  bits: shortText,
});
export type ToolchainMatch = Static<typeof toolchainMatchSchema>;

/** The queue that all have in common who give the same numbers. */
export function queueName(match: ToolchainMatch): string {
  const {tfsweep, backend, backendVersion, bits} = match;
  return `${backend}-${contentHash({tfsweep, backend, backendVersion, bits})}`;
}

/** What differs between a worker and what is wanted, in words; undefined where nothing does. */
export function mismatch(has: ToolchainMatch, wanted: ToolchainMatch): string | undefined {
  if (has.tfsweep !== wanted.tfsweep) return `it is tfsweep ${has.tfsweep}, and ${wanted.tfsweep} is wanted`;
  if (has.backend !== wanted.backend) return `it trains on ${has.backend}, and ${wanted.backend} is wanted`;
  if (has.backendVersion !== wanted.backendVersion)
    return `its ${has.backend} is ${has.backendVersion}, and ${wanted.backendVersion} is wanted`;
  if (has.bits !== wanted.bits) return 'its numbers are not the same bits';
  return undefined;
}
