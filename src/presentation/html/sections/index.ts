import type {Section} from '../section.js';
import {comparison} from './comparison.js';
import {data} from './data.js';
import {environment} from './environment.js';
import {errorOverStep} from './error-over-step.js';
import {experiment} from './experiment.js';
import {forecasts} from './forecasts.js';
import {learningCurves} from './learning-curves.js';
import {parallelCoordinates} from './parallel-coordinates.js';
import {results} from './results.js';

/** The parts of a report about one run, from the answer to what it rests on. */
export const sections: readonly Section[] = [
  results,
  comparison,
  learningCurves,
  errorOverStep,
  forecasts,
  parallelCoordinates,
  data,
  experiment,
  environment,
];
