import type {Style} from './style.js';

/** What a text is written for: its colours, and how many columns it has; undefined where that doesn't matter. */
export interface Screen {
  readonly style: Style;
  readonly width?: number | undefined;
}
