import type {BackendName} from '../src/engine/backends/backend.js';
import {backends, isBackendName} from '../src/engine/backends/index.js';
import type {TensorFlow} from '../src/model/tensorflow.js';

const wanted = process.env.TFSWEEP_TEST_BACKEND ?? 'wasm';
if (!isBackendName(wanted)) throw new Error(`TFSWEEP_TEST_BACKEND=${wanted}`);

/** Files named *.backend.test.ts are run in a process of its own for each backend. */
const backendUnderTest: BackendName = wanted;

export function loadBackend(): Promise<TensorFlow> {
  return backends[backendUnderTest].load();
}
