import type {Path} from '../document/path.js';

/** What is wrong with a sweep, at a path below it. */
export interface SweepMistake {
  readonly path: Path;
  readonly part?: 'key';
  readonly message: string;
  readonly hint?: string;
}
