import type {Training} from '../../experiment/experiment-file.generated.js';
import {cosineDecay} from './cosine-decay.js';
import {exponentialDecay} from './exponential-decay.js';
import {piecewiseConstant} from './piecewise-constant.js';
import type {Schedule, ScheduleEntry, ScheduleType} from './schedule.js';

const schedules: {[Type in ScheduleType]: Schedule<Type>} = {
  'exponential-decay': exponentialDecay,
  'cosine-decay': cosineDecay,
  'piecewise-constant': piecewiseConstant,
};

/** The learning rate of an optimizer step, counted from 0 over all epochs. */
export function learningRateAt({optimizer, learningRateSchedule}: Training, step: number): number {
  return learningRateSchedule ? optimizer.learningRate * factorOf(learningRateSchedule, step) : optimizer.learningRate;
}

function factorOf<Type extends ScheduleType>(entry: Extract<ScheduleEntry, {type: Type}>, step: number): number {
  return schedules[entry.type as Type].factor(entry, step);
}

/** What doesn't fit in a schedule, and at which of its keys. */
export function scheduleMistake({
  learningRateSchedule: entry,
}: Training): {readonly key: string; readonly message: string} | undefined {
  if (entry?.type !== 'piecewise-constant') return undefined;
  const {boundaries, factors} = entry;
  if (factors.length !== boundaries.length)
    return {key: 'factors', message: `${factors.length} factors for ${boundaries.length} boundaries`};
  if (boundaries.some((boundary, index) => index > 0 && boundary <= boundaries[index - 1]))
    return {key: 'boundaries', message: 'the boundaries have to rise'};
  return undefined;
}
