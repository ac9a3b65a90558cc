import {positiveNumber} from '../../document/json-schema.js';

/** How far an update goes, an option of every optimizer; each has its own default. */
export const learningRateOption = {
  ...positiveNumber,
  alsoCalled: {PyTorch: ['lr'], others: ['eta', 'step_size']},
  description: 'Size of a step.',
} as const;
