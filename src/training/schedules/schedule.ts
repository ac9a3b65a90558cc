import type {Options} from '../../document/json-schema.js';
import {type Declaration, type Entry, type Kind, kindSchema} from '../../document/kind.js';

/** What doesn't fit in an entry, and at which of its keys. */
export interface ScheduleMistake {
  readonly key: string;
  readonly message: string;
}

/** A kind of learning-rate schedule. */
export interface ScheduleKind<ScheduleEntry> {
  readonly type: string;
  /** What the optimizer's learning rate is multiplied by at a step, counted from 0 over all epochs. */
  factor(entry: ScheduleEntry, step: number, stepsPerEpoch: number): number;
  mistake?(entry: ScheduleEntry): ScheduleMistake | undefined;
}

/** Declares a kind of schedule; its entry's type comes from its options. */
export function schedule<const Type extends string, const Own extends Options>({
  type,
  description,
  options,
  ...rest
}: Declaration<Type, Own, ScheduleKind<Entry<Type, Own>>>): ScheduleKind<Entry<Type, Own>> & Kind<Type, Own> {
  return {type, description, schema: kindSchema(type, description, options), ...rest};
}
