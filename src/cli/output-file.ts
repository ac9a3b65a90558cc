import {InvalidArgumentError} from 'commander';
import {readPart} from '../disk/read-file.js';

/** Bytes of a file that show what it is. */
const BEGIN_BYTES = 200;

/**
 * The parser of an option that names a file to be written: what is there already and is of no such kind, such as an experiment,
 * its data, or results, is not written over. Throws InvalidArgumentError.
 */
export function outputFile(kind: string, begins: RegExp): (file: string) => string {
  return file => {
    const there = beginOf(named(file));
    if (there !== undefined && there.trim() !== '' && !begins.test(there))
      throw new InvalidArgumentError(`It is there already, and holds no ${kind}: name another file.`);
    return file;
  };
}

/** The parser of an option that names a place. Throws InvalidArgumentError for none. */
export function named(place: string): string {
  if (place.trim() === '') throw new InvalidArgumentError('It names nothing: is a variable of the shell empty?');
  return place;
}

/** Undefined where nothing is there, or what writing tells is no file. */
function beginOf(file: string): string | undefined {
  try {
    return readPart(file, 0, BEGIN_BYTES).toString();
  } catch {
    return undefined;
  }
}
