/** A run that the file system has stopped; what is saved stays. */
export class RunStoppedError extends Error {
  constructor(
    message: string,
    /** Trials that have a result on the disk. */
    readonly saved: number,
    readonly planned: number,
  ) {
    super(message);
  }
}
