import type {Section} from '../section.js';
import {comparison} from './comparison.js';
import {data} from './data.js';
import {echo} from './echo.js';
import {environment} from './environment.js';
import {errorOverStep} from './error-over-step.js';
import {experiment} from './experiment.js';
import {forecasts} from './forecasts.js';
import {layers} from './layers.js';
import {learningCurves} from './learning-curves.js';
import {optimality} from './optimality.js';
import {parallelCoordinates} from './parallel-coordinates.js';
import {results} from './results.js';
import {squashing} from './squashing.js';

/** The parts of a report about one run, from the answer to what it rests on. */
export const sections: readonly Section[] = [
  results,
  comparison,
  learningCurves,
  layers,
  squashing,
  optimality,
  errorOverStep,
  forecasts,
  echo,
  parallelCoordinates,
  data,
  experiment,
  environment,
];
