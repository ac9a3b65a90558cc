// Tries one backend; see probe.ts.
import type {TensorFlow} from '../../model/tensorflow.js';
import {backends, isBackendName} from './index.js';
import type {ProbeAnswer} from './probe.js';

async function tryBackend(name: string | undefined): Promise<ProbeAnswer> {
  if (!isBackendName(name)) return {works: false, reason: `there is no backend '${name}'`};
  const {core} = await backends[name].load();
  const product = core.matMul(core.tensor2d([1, 2, 3, 4], [2, 2]), core.tensor2d([5, 6, 7, 8], [2, 2])).dataSync();
  if (product.join() !== '19,22,43,50') return {works: false, reason: `it multiplies wrongly: ${product.join()}`};
  const tensorflow = libraryVersion(core);
  return {works: true, ...(tensorflow ? {tensorflow} : {})};
}

/** The version of libtensorflow, where tfjs-node's binding is what computes. */
function libraryVersion(core: TensorFlow['core']): string | undefined {
  const backend: unknown = core.backend();
  if (typeof backend !== 'object' || backend === null || !('binding' in backend)) return undefined;
  const {binding} = backend;
  return typeof binding === 'object' && binding !== null && 'TF_Version' in binding
    ? String(binding.TF_Version)
    : undefined;
}

const answer = await tryBackend(process.argv[2]).catch(
  (error: unknown): ProbeAnswer => ({
    works: false,
    reason: error instanceof Error ? error.message.split('\n')[0] : String(error),
  }),
);
process.send?.(answer, () => process.exit(0));
