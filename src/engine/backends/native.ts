import {createRequire} from 'node:module';
import type {Backend} from './backend.js';
import {currentInstallation, tfjsNodeFolder} from './install/installation.js';
import {repairGradients} from './repair-gradients.js';

/** TensorFlow's own library through tfjs-node, built by `tfsweep backend install`. */
export const native: Backend = {
  name: 'native',
  description: "TensorFlow's library, through tfjs-node",
  status() {
    const installation = currentInstallation();
    if (!installation) return {works: false, reason: 'not installed', remedy: 'tfsweep backend install'};
    const {tfjsNode, tensorflow, origin} = installation;
    return {works: true, version: `${tfjsNode} with TensorFlow ${tensorflow}`, note: origin};
  },
  async load() {
    const installation = currentInstallation();
    if (!installation) throw new Error('the native backend is not installed; tfsweep backend install');
    supplyRemovedFunctions();
    // tfjs-node holds all of TensorFlow.js: the core and the layers under one roof.
    const tf = createRequire(import.meta.url)(tfjsNodeFolder(installation));
    // All copies of TensorFlow.js in a process share one engine: another backend may be in place.
    if (!(await tf.setBackend('tensorflow'))) throw new Error("TensorFlow.js can't use its backend 'tensorflow'");
    await tf.ready();
    repairGradients(tf);
    return {core: tf, layers: tf};
  },
};

/** Functions of Node's util module that tfjs-node 4.22 calls and Node 23 has removed. */
function supplyRemovedFunctions(): void {
  const util: Record<string, unknown> = createRequire(import.meta.url)('node:util');
  util.isArray ??= Array.isArray;
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
}
