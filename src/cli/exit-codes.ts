/** What the exit code of a command says. */
export const EXIT = {
  fine: 0,
  /** The answer is no. */
  no: 1,
  badInput: 2,
  /** Some trials failed, or something couldn't be written; the others are saved. */
  someFailed: 3,
  /** The answer could not be written to stdout. */
  unwritten: 74,
  /** A mistake of tfsweep's own. */
  broken: 70,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Bad input that has no place in a file. */
export class InputError extends Error {
  constructor(
    message: string,
    readonly hint?: string,
    readonly code: ExitCode = EXIT.badInput,
  ) {
    super(message);
  }
}
