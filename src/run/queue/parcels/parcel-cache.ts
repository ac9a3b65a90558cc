import {mkdirSync, readdirSync, readFileSync, renameSync, statSync, utimesSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout} from 'node:timers/promises';
import type {Redis} from 'ioredis';
import {isAlive} from '../../../disk/process-alive.js';
import {removeIfPossible} from '../../../disk/remove-if-possible.js';
import {sha256} from '../../../document/content-hash.js';
import {QueueError} from '../queue-error.js';
import {PARCEL_PART, parcelKey, partKey} from './parcel-keys.js';

/** A parcel that is not (or no longer) in the queue, or not whole: its sender puts it there again. */
export class ParcelMissingError extends Error {}

const NAME = /^[0-9a-f]{64}$/;
const LOADING = '.loading';
/** Who loads a parcel says so with each part; who doesn't for so long, in milliseconds, has ended, or its number is another's now. */
const LOADING_BELIEVED = 10_000;
/** Milliseconds between two looks at what another process of this machine is loading. */
const LOOK_AFTER = 50;

/** Parcels in a folder that all workers of a machine share: each travels once. What is used least recently gives way to what comes. */
export class ParcelCache {
  constructor(
    private readonly redis: Redis,
    private readonly folder: string,
    /** What all parcels together may take, in bytes; a single one that is larger isn't taken. */
    private readonly most: number,
  ) {
    try {
      mkdirSync(folder, {recursive: true, mode: 0o700});
      this.removeLeftovers();
    } catch (error) {
      throw new QueueError(
        `the cache of data sets can't be made: ${String(error)}`,
        'TFSWEEP_CACHE names another folder',
      );
    }
  }

  /** The bytes of a parcel. Throws ParcelMissingError where the queue hasn't got it. */
  async parcel(hash: string): Promise<Uint8Array> {
    if (!NAME.test(hash)) throw new Error('that is no hash of a parcel');
    for (;;) {
      const known = this.read(hash);
      if (known) return known;
      if (this.claim(hash)) break;
      await setTimeout(LOOK_AFTER);
    }
    try {
      return await this.load(hash);
    } finally {
      removeIfPossible(this.path(hash) + LOADING);
    }
  }

  /** A parcel of the folder; what isn't what its name says goes. */
  private read(hash: string): Uint8Array | undefined {
    const file = this.path(hash);
    try {
      const bytes = readFileSync(file);
      if (sha256(bytes) === hash) {
        touched(file);
        return bytes;
      }
      removeIfPossible(file);
    } catch {
      // It is not there, or another process has just removed it.
    }
    return undefined;
  }

  /** Whether this process loads it now: of several on a machine one does, and the others wait. */
  private claim(hash: string): boolean {
    const file = this.path(hash) + LOADING;
    try {
      writeFileSync(file, String(process.pid), {flag: 'wx'});
      return true;
    } catch (error) {
      const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
      // Where nothing can be written, the parcel is held in memory alone.
      if (!isThere) {
        removeIfPossible(file);
        return true;
      }
    }
    if (isBeingLoaded(file)) return false;
    return !removeIfPossible(file) || this.claim(hash);
  }

  private async load(hash: string): Promise<Uint8Array> {
    const size = Number(await this.redis.get(parcelKey(hash)));
    if (!(size > 0)) throw new ParcelMissingError(`parcel ${hash} is not in the queue`);
    if (size > this.most)
      throw new QueueError(`a data set has ${size} bytes, more than the cache may hold (${this.most})`);
    const bytes = Buffer.alloc(size);
    for (let at = 0, part = 0; at < size; at += PARCEL_PART, part++) {
      const content = await this.redis.getBuffer(partKey(hash, part));
      if (content?.length !== Math.min(PARCEL_PART, size - at)) throw await this.torn(hash);
      content.copy(bytes, at);
      touched(this.path(hash) + LOADING);
    }
    if (sha256(bytes) !== hash) throw await this.torn(hash);
    this.write(hash, bytes);
    return bytes;
  }

  /** What isn't whole is no longer said to be there, so that its sender sends it again. */
  private async torn(hash: string): Promise<ParcelMissingError> {
    await this.redis.del(parcelKey(hash));
    return new ParcelMissingError(`parcel ${hash} is not whole in the queue`);
  }

  /** Where the disk is full, or can't be written, training goes on without the copy. */
  private write(hash: string, bytes: Uint8Array): void {
    const whole = `${this.path(hash)}.${process.pid}`;
    try {
      this.makeRoom(bytes.length);
      writeFileSync(whole, bytes, {mode: 0o600});
      renameSync(whole, this.path(hash));
    } catch {
      removeIfPossible(whole);
    }
  }

  private makeRoom(wanted: number): void {
    const files = readdirSync(this.folder)
      .filter(name => NAME.test(name))
      .map(name => ({path: this.path(name), ...sizeOf(this.path(name))}))
      .sort((a, b) => a.usedAt - b.usedAt);
    let total = files.reduce((sum, {bytes}) => sum + bytes, wanted);
    for (const {path, bytes} of files) {
      if (total <= this.most) return;
      removeIfPossible(path);
      total -= bytes;
    }
  }

  /** What workers have left that were killed as they wrote. */
  private removeLeftovers(): void {
    for (const name of readdirSync(this.folder)) {
      const pid = Number(/^[0-9a-f]{64}\.(\d+)$/.exec(name)?.[1] ?? 0);
      if (pid > 0 && !isAlive(pid)) removeIfPossible(this.path(name));
    }
  }

  private path(hash: string): string {
    return join(this.folder, hash);
  }
}

function sizeOf(file: string): {readonly bytes: number; readonly usedAt: number} {
  const stat = statSync(file, {throwIfNoEntry: false});
  return {bytes: stat?.size ?? 0, usedAt: stat?.mtimeMs ?? 0};
}

function isBeingLoaded(file: string): boolean {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    if (Date.now() - statSync(file).mtimeMs > LOADING_BELIEVED) return false;
    // One that has just been made may have no number in it yet.
    return pid === 0 || (isAlive(pid) && pid !== process.pid);
  } catch {
    return false;
  }
}

function touched(file: string): void {
  try {
    const now = new Date();
    utimesSync(file, now, now);
  } catch {
    // Nothing can be written here.
  }
}
