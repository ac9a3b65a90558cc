/** Why a queue can't be used, in words for whoever named it: never with what lets one in. */
export class QueueError extends Error {
  constructor(
    message: string,
    readonly hint?: string,
  ) {
    super(message);
  }
}

/** Whether a server has said no, such as where its memory is full or a user may not do so. */
export function isRefusal(error: unknown): error is Error {
  return error instanceof Error && error.name === 'ReplyError' && !isConnectionError(error);
}

/** Whether a server couldn't be asked, or is only starting; what it refuses is another matter. */
export function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return (
    /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)/.test(code) ||
    /Connection is closed|Socket timeout|Stream isn't writeable|Command aborted|^LOADING|^MASTERDOWN|^UNBLOCKED/i.test(
      error.message,
    )
  );
}

/** What a server refuses is no fault of tfsweep's. */
export function asQueueError(reason: unknown): unknown {
  if (!isRefusal(reason)) return reason;
  return new QueueError(`the queue refused: ${reason.message.split('\n')[0]}`, 'what has finished is saved');
}
