import type {Node} from 'yaml';
import {type Place, placeAt, type Source} from './problem.js';

/** Where a part of a YAML document stands, as far as it is in one line. */
export function placeOfNode(source: Source, node: Node | undefined): Place {
  const range = node?.range;
  if (!range) return placeAt(source, 0);
  return placeAt(source, range[0], Math.min(range[1], endOfLine(source.text, range[0])) - range[0]);
}

/** Where the line ends in which an offset is. */
export function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}
