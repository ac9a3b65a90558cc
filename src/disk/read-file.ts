import {closeSync, constants, fstatSync, openSync, readFileSync, readSync} from 'node:fs';
import {aboutFile, FileError, isMissing} from './file-error.js';

/** What Node reads at once. */
const MOST_BYTES = 2 ** 31 - 1;

/**
 * The content of a file. What is no file, such as a folder, a pipe or a device, is refused and not waited for, and what is too
 * large before it is read. Throws errors of the file system, FileError among them.
 */
export function readPlainFile(file: string, most: number = MOST_BYTES): Buffer {
  return ofPlainFile(file, (descriptor, size) => {
    if (size > most) throw tooLarge(file, most);
    // Files of the system, such as those below /proc, don't say how long they are.
    const bytes = size === 0 ? readFrom(descriptor, 0, most + 1) : readFileSync(descriptor);
    if (bytes.length > most) throw tooLarge(file, most);
    return bytes;
  });
}

/** The bytes of such a file from an offset on, fewer than asked for at its end. */
export function readPart(file: string, offset: number, length: number): Buffer {
  return ofPlainFile(file, descriptor => readFrom(descriptor, offset, length));
}

/** Opens a file for as long as something is read of it. */
function ofPlainFile<Read>(file: string, read: (descriptor: number, size: number) => Read): Read {
  // Without O_NONBLOCK a pipe that nobody writes to would be waited for.
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(descriptor);
    if (stats.isDirectory()) throw new FileError(file, 'it is a folder, not a file', 'EISDIR');
    if (!stats.isFile()) throw new FileError(file, 'it is a pipe or a device, not a file', 'ENXIO');
    return read(descriptor, stats.size);
  } catch (error) {
    // The system doesn't name a file that is open.
    throw aboutFile(error, file);
  } finally {
    closeSync(descriptor);
  }
}

/** The text of such a file; undefined where there is none. */
export function readTextIfThere(file: string): string | undefined {
  const bytes = readIfThere(file);
  try {
    return bytes?.toString();
  } catch (error) {
    throw aboutFile(error, file);
  }
}

/** The same as bytes. */
export function readIfThere(file: string): Buffer | undefined {
  try {
    return readPlainFile(file);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function tooLarge(file: string, most: number): FileError {
  const limit = most >= 2 ** 30 ? `${Math.ceil(most / 2 ** 30)} GiB` : `${most >> 20} MiB`;
  return new FileError(file, `the file is larger than ${limit}`, 'EFBIG');
}

const PIECE = 1 << 20;

/** Bytes from an offset on, as many as are there and wanted. */
function readFrom(descriptor: number, offset: number, most: number): Buffer {
  const pieces: Buffer[] = [];
  let length = 0;
  while (length < most) {
    const piece = Buffer.allocUnsafe(Math.min(PIECE, most - length));
    const read = readSync(descriptor, piece, 0, piece.length, offset + length);
    if (read === 0) break;
    pieces.push(piece.subarray(0, read));
    length += read;
  }
  return pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
}
