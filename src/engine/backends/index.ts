import type {Backend, BackendName} from './backend.js';
import {cpu} from './cpu.js';
import {native} from './native.js';
import {wasm} from './wasm.js';

export const backends: {readonly [Name in BackendName]: Backend} = {wasm, native, cpu};

/** Whether there is a backend of this name. */
export function isBackendName(name: string | undefined): name is BackendName {
  return name !== undefined && Object.hasOwn(backends, name);
}
