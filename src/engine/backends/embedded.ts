import {createRequire} from 'node:module';
import type {TensorFlow} from '../../model/tensorflow.js';
import {programFile} from '../package-file.js';
import {repairGradients} from './repair-gradients.js';

const require = createRequire(import.meta.url);

/** The parts of TensorFlow.js that are bundled with this program; they share one core. */
export type TensorFlowPart = 'tfjs-core' | 'tfjs-layers' | 'tfjs-backend-cpu' | 'tfjs-backend-wasm';

function part(name: TensorFlowPart) {
  return require(programFile('tensorflow', `${name}.cjs`));
}

/** TensorFlow.js with a backend that is embedded, that is, bundled with this program. */
export async function loadEmbedded(backend: 'wasm' | 'cpu'): Promise<TensorFlow> {
  const core: TensorFlow['core'] = part('tfjs-core');
  const layers: TensorFlow['layers'] = part('tfjs-layers');
  core.env().set('PROD', true);
  repairGradients(core);
  part(`tfjs-backend-${backend}`);
  if (!(await core.setBackend(backend))) throw new Error(`TensorFlow.js can't use its backend '${backend}'`);
  await core.ready();
  return {core, layers};
}
