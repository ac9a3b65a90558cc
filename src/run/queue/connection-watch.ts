import type {QueueEvent} from '../events.js';
import {shownAddress} from './queue-address.js';
import type {QueueConnection} from './queue-connection.js';
import {QueueError} from './queue-error.js';

/** A queue that can't be reached for so long is given up, in milliseconds; what finished is saved. */
const GIVEN_UP_AFTER = 120_000;

/** Tells when a queue can't be reached, and when it can again; gives up after a while. */
export class ConnectionWatch {
  /** Rejects with a QueueError when the queue is given up. */
  readonly givenUp: Promise<never>;
  private giveUp: (reason: QueueError) => void = () => {};
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly connection: QueueConnection,
    private readonly emit: (event: Extract<QueueEvent, {type: 'queue-lost' | 'queue-back'}>) => void,
  ) {
    this.givenUp = new Promise((_, reject) => {
      this.giveUp = reject;
    });
    this.givenUp.catch(() => {});
    connection.redis.on('close', this.onLost);
    connection.redis.on('ready', this.onBack);
  }

  /** Whether it can't be reached now. */
  get isLost(): boolean {
    return this.timer !== undefined;
  }

  end(): void {
    clearTimeout(this.timer);
    this.connection.redis.off('close', this.onLost);
    this.connection.redis.off('ready', this.onBack);
  }

  private readonly onLost = () => {
    if (this.timer) return;
    this.emit({type: 'queue-lost'});
    this.timer = setTimeout(() => {
      const told = `${shownAddress(this.connection.address)} has not answered for ${GIVEN_UP_AFTER / 1000} seconds`;
      this.giveUp(new QueueError(told, 'what has finished is saved; the same command goes on from here'));
    }, GIVEN_UP_AFTER);
  };

  private readonly onBack = () => {
    if (!this.timer) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.emit({type: 'queue-back'});
  };
}
