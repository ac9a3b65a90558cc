import {normalization} from './normalization.js';

export const none = normalization({
  name: 'none',
  formula: 'x',
  source: 'the windows as they are',
  isRatio: false,
});
