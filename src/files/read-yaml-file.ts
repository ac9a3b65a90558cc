import {readFileSync, statSync} from 'node:fs';
import type {Checked} from '../document/problem.js';
import {fail, parseYaml, type YamlFile} from '../document/yaml-file.js';

const MAXIMUM_BYTES = 1 << 20;

/** Reads a YAML file, with `key.path=value` overrides laid over it. */
export function readYamlFile(file: string, overrides: readonly string[]): Checked<YamlFile> {
  const wrong = (message: string) => fail({file, text: ''}, message);
  let bytes: number;
  try {
    const stat = statSync(file);
    if (stat.isDirectory()) return wrong('this is a folder, not an experiment file');
    bytes = stat.size;
  } catch {
    return wrong('no such file');
  }
  if (bytes > MAXIMUM_BYTES) return wrong(`the file is larger than ${MAXIMUM_BYTES >> 20} MiB`);
  let text: string;
  try {
    text = new TextDecoder('utf-8', {fatal: true}).decode(readFileSync(file));
  } catch {
    return wrong('the file is not UTF-8 text');
  }
  return parseYaml({file, text}, overrides);
}
