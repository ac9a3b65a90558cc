import {named, nameSchema} from '../../../document/kind.js';
import {difference} from './difference.js';
import {logReturn} from './log-return.js';
import {none} from './none.js';
import {percentChange} from './percent-change.js';
import type {TargetTransform} from './transform.js';

/** Every transform of a target there is. */
export const transforms = [none, difference, logReturn, percentChange] as const;

export type TransformName = (typeof transforms)[number]['name'];

/** An option that chooses a transform. */
export const transformName = nameSchema(transforms);

/** The transform of a name. */
export function transformOf(name: TransformName): TargetTransform {
  return named<TargetTransform>(transforms, name);
}
