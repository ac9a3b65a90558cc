import {existsSync} from 'node:fs';
import {FILE_ENDINGS} from '../data/1-source/index.js';
import {fileErrorParts, isFileError} from '../disk/file-error.js';
import {readPlainFile} from '../disk/read-file.js';
import type {Checked} from '../document/problem.js';
import {fail, parseYaml, type YamlFile} from '../document/yaml-file.js';

const MOST_BYTES = 1 << 20;

/** How files of data end; JSON is YAML, too. */
const FILE_ENDINGS_OF_DATA = Object.values(FILE_ENDINGS)
  .flat()
  .flatMap(one => (one === 'json' ? [] : [one, `${one}.gz`]));

/** Reads a YAML file, with `key.path=value` overrides laid over it. */
export function readYamlFile(file: string, overrides: readonly string[]): Checked<YamlFile> {
  const wrong = (message: string, hint?: string) => fail({file, text: ''}, message, hint);
  let bytes: Buffer;
  try {
    bytes = readPlainFile(file, MOST_BYTES);
  } catch (error) {
    if (!isFileError(error)) throw error;
    const {reason} = fileErrorParts(error);
    switch (error.code) {
      case 'ENOENT':
        return wrong('no such file', existsSync(`${file}.yaml`) ? `did you mean ${file}.yaml?` : undefined);
      case 'EISDIR':
        return wrong('this is a folder, not an experiment file');
      case 'EFBIG':
        return wrong(reason);
      default:
        return wrong(`the file can't be read: ${reason}`);
    }
  }
  const ending = FILE_ENDINGS_OF_DATA.find(one => file.toLowerCase().endsWith(`.${one}`));
  if (ending !== undefined)
    return wrong('this is a file of data, and no experiment', `tfsweep init ${file} writes an experiment for it`);
  const isWide = bytes.subarray(0, 200).includes(0) || /^(?:\xff\xfe|\xfe\xff)/.test(bytes.toString('latin1', 0, 2));
  if (isWide) return wrong('the file is not UTF-8 text, but looks like UTF-16', 'save it as UTF-8');
  let text: string;
  try {
    text = new TextDecoder('utf-8', {fatal: true}).decode(bytes);
  } catch {
    return wrong('the file is not UTF-8 text', 'save it as UTF-8');
  }
  if (text.includes('\r') && !text.includes('\n'))
    return wrong('its lines end with a carriage return alone', 'save it with lines that end with a line feed');
  return parseYaml({file, text}, overrides);
}
