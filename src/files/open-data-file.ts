import {createHash} from 'node:crypto';
import {closeSync, constants, openSync, readSync, statSync} from 'node:fs';
import {basename, relative} from 'node:path';
import {gunzipSync} from 'node:zlib';
import {fileOfBytes, type OpenedFile} from '../data/1-source/opened-file.js';
import {aboutFile} from '../disk/file-error.js';
import {readPlainFile} from '../disk/read-file.js';

const PIECE = 1 << 20;

/** What a gzipped file may hold: it is unpacked as a whole. */
const LARGEST_UNPACKED = 256 << 20;

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
    return gunzipSync(readPlainFile(file), {maxOutputLength: LARGEST_UNPACKED});
  } catch (error) {
    if (error instanceof RangeError)
      throw new Error('it holds more than 256 MiB; unpack it: a plain file may be larger');
    throw error;
  }
}

function piece(file: string, offset: number, length: number): Uint8Array {
  const bytes = Buffer.allocUnsafe(length);
  // What is no file any more is not waited for, nor is what the system only shows as one.
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    let done = 0;
    for (let read = -1; read !== 0 && done < length; done += read)
      read = readSync(descriptor, bytes, done, length - done, offset + done);
    return bytes.subarray(0, done);
  } catch (error) {
    throw aboutFile(error, file);
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
