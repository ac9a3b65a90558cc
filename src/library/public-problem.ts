import type {Problem, Problems} from '../document/problem.js';
import {ExperimentError} from './errors.js';
import type {ExperimentProblem} from './types.js';

/** A problem without the text that it stands in. */
export function publicProblem({message, hint, place}: Problem): ExperimentProblem {
  const {source, line, column} = place;
  return {message, ...(hint === undefined ? {} : {hint}), file: source.file, line, column};
}

/** The error that tells of problems. */
export function experimentError({problems, unchecked = []}: Problems): ExperimentError {
  return new ExperimentError(problems.map(publicProblem), unchecked);
}
