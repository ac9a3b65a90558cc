import {PREFIX} from '../queue-connection.js';

/** Bytes of a part: no command moves more at once. */
export const PARCEL_PART = 1 << 20;
/** How long a parcel stays that nobody keeps. */
export const PARCEL_SECONDS = 3600;

/** Where the size of a parcel stands, in bytes. */
export function parcelKey(hash: string): string {
  return `${PREFIX}:parcel:${hash}`;
}

/** Where a part of it stands. */
export function partKey(hash: string, part: number): string {
  return `${PREFIX}:parcel:${hash}:${part}`;
}
