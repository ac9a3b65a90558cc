import {packageVersion} from '../versions.js';
import type {Backend} from './backend.js';
import {loadEmbedded} from './embedded.js';

const PACKAGE = '@tensorflow/tfjs-backend-wasm';

/** TensorFlow.js' WebAssembly backend: single-threaded SIMD, the same bits on every machine. */
export const wasm: Backend = {
  name: 'wasm',
  description: 'WebAssembly, the same bits everywhere',
  status: () => ({works: true, version: packageVersion(PACKAGE)}),
  load: () => loadEmbedded('wasm', PACKAGE),
};
