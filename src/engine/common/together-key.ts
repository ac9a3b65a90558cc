import {bytesHash} from '../../document/content-hash.js';
import type {TrainingSetup} from '../../training/setup.js';
import {programKey} from './program-key.js';

/** Equal for trials that can be trained together: by one program, on the same data, for as long. */
export function togetherKey(setup: Omit<TrainingSetup, 'seed' | 'sharedRows'>): string {
  const {data, windows, training} = setup;
  // In one series without breaks windows begin at equal distances.
  const isOne = data.boundaries.length === 1 && data.dataset.breaks.length === 0;
  const windowsOf = Object.values(windows.starts).map(starts => [
    starts[0],
    starts[1],
    starts.length,
    ...(isOne ? [] : [bytesHash(starts)]),
  ]);
  const scalings = [
    data.scalings.flat().map(({formula}) => formula),
    data.targetScalings.flat().map(({transform, scaling}) => [transform, scaling.formula]),
  ];
  return JSON.stringify([
    programKey(setup),
    data.dataset.key,
    scalings,
    windowsOf,
    training.epochs,
    training.earlyStopping,
  ]);
}
