import type {Combination, FixedParts} from './combination.js';
import {PARTS, type ResolvedParts, type VariedPart, type VariedParts} from './resolved-parts.js';
import {validateExperiment, withOthers} from './validate.js';

/** What stands for parts that are wrong: it needs nothing of the data. */
let standIns: VariedParts | undefined;

function leastParts(): VariedParts {
  if (standIns) return standIns;
  const result = validateExperiment(withOthers({standardization: {type: 'none'}}));
  if (!('document' in result)) throw new Error('the least experiment has mistakes');
  standIns = result.document;
  return standIns;
}

/** A combination some of whose parts may be wrong: as they were meant where that is clear; else others stand for these, and are named. */
export function partialCombination(
  fixed: FixedParts,
  parts: ResolvedParts,
  {index, fold}: {readonly index: number; readonly fold: number | undefined},
): Combination {
  const right = parts.meantOf(index).parts;
  return {
    parameters: parts.labels(index),
    fold,
    experiment: {...fixed, ...leastParts(), ...right},
    replaced: new Set<VariedPart>(PARTS.filter(name => !(name in right))),
    place: (path, part) => parts.place(index, path, part),
  };
}
