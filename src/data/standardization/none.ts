import type {Standardization} from './standardization.js';

/** The numbers as they are. */
export const none: Standardization<'none'> = {
  type: 'none',
  fit: () => ({offset: 0, scale: 1}),
};
