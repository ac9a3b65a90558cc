import type {SharedCount} from '../results/target-rows.js';

/** Why numbers can't be held against each other; where they can, what they are of. */
export function sharedText(sharedRows: SharedCount): string {
  switch (sharedRows) {
    case null:
      return 'they are measured on the same target rows';
    case 'other scale':
      return 'they are measured against different naive errors';
    case 'other folds':
      return 'each fold is measured on rows of its own';
    case 'unknown':
      return 'they are measured on different target rows, and it was not noted which ones they share';
    default:
      return `they are measured on different target rows, of which all combinations share ${sharedRows === 0 ? 'none' : `only ${sharedRows}`}`;
  }
}
