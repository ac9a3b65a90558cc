import {remembered} from '../../document/remembered.js';
import type {BaselineInput} from './baseline.js';
import {type LinearDesign, summedUp} from './linear-forecast.js';
import type {NormalEquations} from './normal-equations.js';
import {seenDesign} from './seen-design.js';

/** What several baselines take from the training windows, summed up once. */
interface SeenEquations {
  readonly design: LinearDesign;
  readonly equations: NormalEquations | undefined;
}

const made = new WeakMap<BaselineInput, SeenEquations>();

/** The least-squares equations of everything that a network sees; none where they would take too long. */
export function seenEquations(input: BaselineInput): SeenEquations {
  return remembered(made, input, () => {
    const design = seenDesign(input);
    return {design, equations: summedUp(input, design)};
  });
}
