import type {Schedule} from './schedule.js';

/** 1 up to and at the first boundary, then the first factor, and so on. Source: keras.io/api/optimizers/learning_rate_schedules/piecewise_constant_decay. */
export const piecewiseConstant: Schedule<'piecewise-constant'> = {
  type: 'piecewise-constant',
  factor({boundaries, factors}, step) {
    const passed = boundaries.filter(boundary => step > boundary).length;
    return passed === 0 ? 1 : factors[passed - 1];
  },
};
