import {createRequire} from 'node:module';
import type {TensorFlow} from '../../model/tensorflow.js';
import {repairGradients} from './repair-gradients.js';

const require = createRequire(import.meta.url);

/** TensorFlow.js with a backend that is embedded, that is, a dependency of this package. */
export async function loadEmbedded(backend: 'wasm' | 'cpu', backendPackage: string): Promise<TensorFlow> {
  // The CommonJS bundles load in a third of the time of the modules.
  const core: TensorFlow['core'] = require('@tensorflow/tfjs-core');
  const layers: TensorFlow['layers'] = require('@tensorflow/tfjs-layers');
  core.env().set('PROD', true);
  repairGradients(core);
  require(backendPackage);
  if (!(await core.setBackend(backend))) throw new Error(`TensorFlow.js can't use its backend '${backend}'`);
  await core.ready();
  return {core, layers};
}
