import type {Training} from '../../experiment/experiment-file.generated.js';

export type ScheduleEntry = NonNullable<Training['learningRateSchedule']>;
export type ScheduleType = ScheduleEntry['type'];

/** A kind of learning-rate schedule: what the optimizer's learning rate is multiplied by at a step, counted from 0. */
export interface Schedule<Type extends ScheduleType> {
  readonly type: Type;
  factor(entry: Extract<ScheduleEntry, {type: Type}>, step: number): number;
}
