import {packageVersion} from '../versions.js';
import type {Backend} from './backend.js';
import {loadEmbedded} from './embedded.js';

const PACKAGE = '@tensorflow/tfjs-backend-cpu';

/** TensorFlow.js' plain JavaScript backend: slow, has every kernel. */
export const cpu: Backend = {
  name: 'cpu',
  description: 'plain JavaScript, slow; for comparison',
  status: () => ({works: true, version: packageVersion(PACKAGE)}),
  load: () => loadEmbedded('cpu', PACKAGE),
};
