import {fileErrorParts, isFileError} from '../disk/file-error.js';
import {readPlainFile} from '../disk/read-file.js';
import type {Checked} from '../document/problem.js';
import {fail, parseYaml, type YamlFile} from '../document/yaml-file.js';

const MOST_BYTES = 1 << 20;

/** Reads a YAML file, with `key.path=value` overrides laid over it. */
export function readYamlFile(file: string, overrides: readonly string[]): Checked<YamlFile> {
  const wrong = (message: string) => fail({file, text: ''}, message);
  let bytes: Buffer;
  try {
    bytes = readPlainFile(file, MOST_BYTES);
  } catch (error) {
    if (!isFileError(error)) throw error;
    const {reason} = fileErrorParts(error);
    switch (error.code) {
      case 'ENOENT':
        return wrong('no such file');
      case 'EISDIR':
        return wrong('this is a folder, not an experiment file');
      case 'EFBIG':
        return wrong(reason);
      default:
        return wrong(`the file can't be read: ${reason}`);
    }
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', {fatal: true}).decode(bytes);
  } catch {
    return wrong('the file is not UTF-8 text');
  }
  return parseYaml({file, text}, overrides);
}
