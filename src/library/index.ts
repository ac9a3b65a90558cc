// What `import ... from 'tfsweep'` gives.
export {ExperimentError, TfsweepError} from './errors.js';
export {compare, diff, readRun, table, verdict} from './results.js';
export {loadExperiment, runExperiment} from './training.js';
export type * from './types.js';
