import {tensorflowVersion} from '../versions.js';
import type {Backend} from './backend.js';
import {loadEmbedded} from './embedded.js';

/** TensorFlow.js' WebAssembly backend: single-threaded SIMD, the same bits on every machine. */
export const wasm: Backend = {
  name: 'wasm',
  description: 'WebAssembly, the same bits everywhere',
  status: () => ({works: true, version: tensorflowVersion('tfjs-backend-wasm')}),
  load: () => loadEmbedded('wasm'),
};
