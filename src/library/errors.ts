import type {ExperimentProblem} from './types.js';

/** What somebody asked for that can't be done: the message says why, the hint what would be right. */
export class TfsweepError extends Error {
  override readonly name: string = 'TfsweepError';
  readonly hint: string | undefined;

  constructor(message: string, {hint, cause}: {readonly hint?: string | undefined; readonly cause?: unknown} = {}) {
    super(message, cause === undefined ? {} : {cause});
    this.hint = hint;
  }
}

/** An experiment with mistakes: all that could be found at once, in the order of the file. */
export class ExperimentError extends TfsweepError {
  override readonly name = 'ExperimentError';

  constructor(
    readonly problems: readonly ExperimentProblem[],
    /** What could not be checked because of them: keys, data, shapes, ... */
    readonly unchecked: readonly string[],
  ) {
    const [first, ...others] = problems;
    const more = others.length > 0 ? ` (and ${others.length} more)` : '';
    super(first ? `${first.file}:${first.line}:${first.column} ${first.message}${more}` : 'no problem', first ?? {});
  }
}
