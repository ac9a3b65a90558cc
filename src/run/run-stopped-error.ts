/** A run that the file system has stopped; what is saved stays. */
export class RunStoppedError extends Error {
  constructor(
    message: string,
    /** Trials that have a result on the disk; undefined where that can't be read. */
    readonly saved: number | undefined,
    readonly planned: number,
  ) {
    super(message);
  }
}
