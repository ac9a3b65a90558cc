import {availableParallelism} from 'node:os';
import type {BackendName} from '../../engine/backends/backend.js';
import {gainsFromThreads} from '../../engine/choose/expected-time.js';
import type {PreparedExperiment} from '../../plan/prepare.js';
import type {EngineName} from '../../training/result.js';

/**
 * Threads of each worker, so that all cores are used and none twice: one, but where there are fewer groups than cores and all
 * networks are large enough to gain from more, each group gets its share. `--workers` changes nothing of it: how sums are
 * shared among threads decides about bits.
 */
export function threadsOfWorkers(
  {combinations}: PreparedExperiment,
  {backend, engines}: {readonly backend: BackendName; readonly engines: readonly EngineName[]},
  groups: number,
  cores = availableParallelism(),
): number {
  // On WebAssembly nothing does: there is no need to look at each.
  const gains =
    backend !== 'wasm' &&
    combinations.map((one, index) => gainsFromThreads(backend, engines[index], one.setup)).every(Boolean);
  return gains ? Math.max(1, Math.floor(cores / Math.max(1, groups))) : 1;
}
