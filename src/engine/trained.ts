import type {Ending, EngineName} from '../training/result.js';
import type {TrainingSetup} from '../training/setup.js';
import type {Breathe} from './breathe.js';
import type {NotCompiled} from './common/not-compiled.js';

/** What became of a training, and how it was done. */
export interface Trained extends Ending {
  /** Seconds that compiling took for it; 0 where a program was there. */
  readonly compileSeconds: number;
  /** Why it was trained eagerly, where it should have been compiled. */
  readonly eagerBecause: NotCompiled | undefined;
}

/** Trains by an engine; some engines train all together, by a program that has `room` for as many or more. */
export interface TrainsGroups {
  train(
    engine: EngineName,
    setups: readonly TrainingSetup[],
    room: number,
    breathe: Breathe,
  ): Promise<readonly Trained[]>;
}

/** Seconds from now on, shared among so many. */
export function stopwatch(sharedBy = 1): () => number {
  const started = performance.now();
  return () => (performance.now() - started) / 1000 / sharedBy;
}
