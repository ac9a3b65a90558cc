import {tensorflowVersion} from '../versions.js';
import type {Backend} from './backend.js';
import {loadEmbedded} from './embedded.js';

/** TensorFlow.js' plain JavaScript backend: slow, has every kernel. */
export const cpu: Backend = {
  name: 'cpu',
  description: 'plain JavaScript, slow; for comparison',
  status: () => ({works: true, version: tensorflowVersion('tfjs-backend-cpu')}),
  load: () => loadEmbedded('cpu'),
};
