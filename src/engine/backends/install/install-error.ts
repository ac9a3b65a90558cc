/** Why the native backend can't be built here, and what to do about it. */
export class InstallError extends Error {
  constructor(
    message: string,
    readonly remedy: string,
  ) {
    super(message);
  }
}
