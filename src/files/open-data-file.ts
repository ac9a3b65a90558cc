import {createHash} from 'node:crypto';
import {statSync} from 'node:fs';
import {basename, relative} from 'node:path';
import {gunzipSync} from 'node:zlib';
import {fileOfBytes, type OpenedFile} from '../data/1-source/opened-file.js';
import {readPart, readPlainFile} from '../disk/read-file.js';

const PIECE = 1 << 20;

/** What a gzipped file may hold: it is unpacked as a whole. */
const LARGEST_UNPACKED = 256 << 20;

/** Opens a file of data, which is read piece by piece; a gzipped one is unpacked. Throws errors of the file system and of zlib. */
export function openDataFile(file: string): OpenedFile {
  const names = {name: basename(file), shown: relative(process.cwd(), file)};
  const read = (offset: number, length: number) => readPart(file, offset, length);
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

function fileHash(file: string): string {
  const hash = createHash('sha256');
  for (let offset = 0, bytes = readPart(file, 0, PIECE); bytes.length > 0; bytes = readPart(file, offset, PIECE)) {
    hash.update(bytes);
    offset += bytes.length;
  }
  return hash.digest('hex');
}
