import {stripVTControlCharacters} from 'node:util';
import {eastAsianWidth} from 'get-east-asian-width';

/** After a space but within `3.2 ± 0.5` and `5 %`, and after a comma that is none of a number. */
const BREAKS = /(?<=(?<!±) )(?![%±])|(?<=,(?![\d ]))/;

/** The parts of a text that are never broken. */
export function words(text: string): readonly string[] {
  return text.split(BREAKS);
}

/** A text in lines of at most `width` columns, broken after a space or comma; a word that is longer stays whole. */
export function wrapped(text: string, width: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of words(text)) {
    if (line !== '' && widthOf((line + word).trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += word;
  }
  return [...lines, line].join('\n');
}

/** Columns that a text takes on a terminal: styles take none, a kanji two. */
export function widthOf(text: string): number {
  return text.split('\n').reduce((widest, line) => Math.max(widest, lineWidth(line)), 0);
}

function lineWidth(line: string): number {
  if (PLAIN.test(line)) return line.length;
  let width = 0;
  for (const character of stripVTControlCharacters(line))
    if (!COMBINED.test(character)) width += eastAsianWidth(character.codePointAt(0) ?? 0);
  return width;
}

/** What is drawn over the character before it. */
const COMBINED = /^(?:\p{Mark}|\u200b|\u200c|\u200d)$/u;

/** Nearly all texts, and quicker to measure. */
const PLAIN = /^[ -~]*$/;
