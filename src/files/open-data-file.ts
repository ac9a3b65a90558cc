import {createHash} from 'node:crypto';
import {closeSync, openSync, readFileSync, readSync, statSync} from 'node:fs';
import {basename, relative} from 'node:path';
import {gunzipSync} from 'node:zlib';
import {fileOfBytes, type OpenedFile} from '../data/1-source/opened-file.js';

const PIECE = 1 << 20;

/** What a gzipped file may hold: it is unpacked as a whole. */
const LARGEST_UNPACKED = 1 << 30;

/** Opens a file of data, which is read piece by piece; a gzipped one is unpacked. Throws errors of the file system and of zlib. */
export function openDataFile(file: string): OpenedFile {
  const names = {name: basename(file), shown: relative(process.cwd(), file)};
  const read = (offset: number, length: number) => piece(file, offset, length);
  const stored = {...names, size: statSync(file).size, read, sha256: () => fileHash(file)};
  const [first, second] = read(0, 2);
  if (first !== 0x1f || second !== 0x8b) return stored;
  return {...fileOfBytes(names.name, unpacked(file)), ...names, sha256: stored.sha256};
}

/** Throws Error for what is too large. */
function unpacked(file: string): Uint8Array {
  try {
    return gunzipSync(readFileSync(file), {maxOutputLength: LARGEST_UNPACKED});
  } catch (error) {
    if (error instanceof RangeError) throw new Error('it holds more than 1 GiB; unpack it: a plain file may be larger');
    throw error;
  }
}

function piece(file: string, offset: number, length: number): Uint8Array {
  const bytes = Buffer.allocUnsafe(length);
  const descriptor = openSync(file, 'r');
  try {
    let done = 0;
    for (let read = -1; read !== 0 && done < length; done += read)
      read = readSync(descriptor, bytes, done, length - done, offset + done);
    return bytes.subarray(0, done);
  } finally {
    closeSync(descriptor);
  }
}

function fileHash(file: string): string {
  const hash = createHash('sha256');
  for (let offset = 0, bytes = piece(file, 0, PIECE); bytes.length > 0; bytes = piece(file, offset, PIECE)) {
    hash.update(bytes);
    offset += bytes.length;
  }
  return hash.digest('hex');
}
