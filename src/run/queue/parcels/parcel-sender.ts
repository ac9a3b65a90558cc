import type {Redis} from 'ioredis';
import {sha256} from '../../../document/content-hash.js';
import {PARCEL_PART, PARCEL_SECONDS, parcelKey, partKey} from './parcel-keys.js';

/** Puts parcels into a queue, in parts and under the hash of their bytes, and keeps them there. */
export class ParcelSender {
  private readonly sent = new Map<string, {readonly parts: number; readonly bytes: () => Uint8Array}>();

  constructor(private readonly redis: Redis) {}

  /** Sends a parcel where it isn't there yet; gives its hash. `bytes` is called again where the queue has lost it. */
  async send(bytes: () => Uint8Array): Promise<string> {
    const content = bytes();
    const hash = sha256(content);
    this.sent.set(hash, {parts: Math.ceil(content.length / PARCEL_PART), bytes});
    if (!(await this.isThere(hash))) await this.put(hash, content);
    return hash;
  }

  /** Sees to it that all that was sent stays; sends again what is gone. */
  async keep(): Promise<void> {
    for (const [hash, {bytes}] of this.sent) if (!(await this.isThere(hash))) await this.put(hash, bytes());
  }

  /** Whether a parcel is there whole; what is there stays. */
  private async isThere(hash: string): Promise<boolean> {
    const parts = this.sent.get(hash)?.parts ?? 0;
    const keys = [parcelKey(hash), ...Array.from({length: parts}, (_, index) => partKey(hash, index))];
    const kept = await Promise.all(keys.map(key => this.redis.expire(key, PARCEL_SECONDS)));
    return kept.every(one => one === 1);
  }

  /** Its size comes last: who sees it finds all parts. */
  private async put(hash: string, content: Uint8Array): Promise<void> {
    for (let at = 0, part = 0; at < content.length; at += PARCEL_PART, part++)
      await this.redis.set(
        partKey(hash, part),
        Buffer.from(content.subarray(at, at + PARCEL_PART)),
        'EX',
        PARCEL_SECONDS,
      );
    await this.redis.set(parcelKey(hash), String(content.length), 'EX', PARCEL_SECONDS);
  }
}
