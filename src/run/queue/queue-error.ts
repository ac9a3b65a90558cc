/** Why a queue can't be used, in words for whoever named it: never with what lets one in. */
export class QueueError extends Error {
  constructor(
    message: string,
    readonly hint?: string,
  ) {
    super(message);
  }
}
