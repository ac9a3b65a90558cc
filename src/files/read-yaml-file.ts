import {closeSync, openSync, readSync, statSync} from 'node:fs';
import type {Checked} from '../document/problem.js';
import {fail, parseYaml, type YamlFile} from '../document/yaml-file.js';

const MAXIMUM_BYTES = 1 << 20;

/** Reads a YAML file, with `key.path=value` overrides laid over it. */
export function readYamlFile(file: string, overrides: readonly string[]): Checked<YamlFile> {
  const wrong = (message: string) => fail({file, text: ''}, message);
  let bytes: Buffer;
  try {
    if (statSync(file).isDirectory()) return wrong('this is a folder, not an experiment file');
    bytes = beginningOf(file, MAXIMUM_BYTES + 1);
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return wrong(
      isMissing ? 'no such file' : `the file can't be read: ${error instanceof Error ? error.message : error}`,
    );
  }
  if (bytes.length > MAXIMUM_BYTES) return wrong(`the file is larger than ${MAXIMUM_BYTES >> 20} MiB`);
  let text: string;
  try {
    text = new TextDecoder('utf-8', {fatal: true}).decode(bytes);
  } catch {
    return wrong('the file is not UTF-8 text');
  }
  return parseYaml({file, text}, overrides);
}

/** The first bytes of a file, which may be a pipe or a device that doesn't end. */
function beginningOf(file: string, most: number): Buffer {
  const bytes = Buffer.alloc(most);
  const descriptor = openSync(file, 'r');
  try {
    let length = 0;
    for (let read = -1; read !== 0 && length < most; length += read)
      read = readSync(descriptor, bytes, length, most - length, null);
    return bytes.subarray(0, length);
  } finally {
    closeSync(descriptor);
  }
}
