import {type EntryOf, kindOf} from '../../document/kind.js';
import {cosineDecay} from './cosine-decay.js';
import {exponentialDecay} from './exponential-decay.js';
import {piecewiseConstant} from './piecewise-constant.js';
import type {ScheduleKind, ScheduleMistake} from './schedule.js';

/** Every kind of learning-rate schedule there is. */
export const schedules = [exponentialDecay, cosineDecay, piecewiseConstant] as const;

export type ScheduleEntry = EntryOf<(typeof schedules)[number]>;

function scheduleOf(entry: ScheduleEntry): ScheduleKind<ScheduleEntry> {
  return kindOf<ScheduleKind<ScheduleEntry>>(schedules, entry);
}

/** What a schedule multiplies the learning rate by at an optimizer step, counted from 0 over all epochs; without one 1. */
export function scheduleFactor(entry: ScheduleEntry | undefined, step: number, stepsPerEpoch: number): number {
  return entry ? scheduleOf(entry).factor(entry, step, stepsPerEpoch) : 1;
}

/** What doesn't fit in a schedule, and at which of its keys. */
export function scheduleMistake(entry: ScheduleEntry | undefined): ScheduleMistake | undefined {
  return entry && scheduleOf(entry).mistake?.(entry);
}
