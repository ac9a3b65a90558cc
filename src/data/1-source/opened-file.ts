import {sha256} from '../../document/content-hash.js';

/** A file of data: what it is called, how it is shown in problems, and what it holds, which is read piece by piece. */
export interface OpenedFile {
  readonly name: string;
  readonly shown: string;
  /** How many bytes it has. */
  readonly size: number;
  /** The bytes from an offset on, fewer than asked for at the end of the file. */
  read(offset: number, length: number): Uint8Array;
  /** The SHA-256 of the file as it is stored. */
  sha256(): string;
}

/** Opens the file of a path in an experiment; or tells why there is none. */
export type OpenFile = (path: string) => OpenedFile | {readonly missing: string; readonly hint?: string};

/** A file whose bytes are there already. */
export function fileOfBytes(name: string, bytes: Uint8Array): OpenedFile {
  return {
    name,
    shown: name,
    size: bytes.length,
    read: (offset, length) => bytes.subarray(offset, offset + length),
    sha256: () => sha256(bytes),
  };
}
