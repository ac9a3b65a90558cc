import {grouped} from '../number.js';
import type {Sheet} from './sheet.js';

/** GitHub takes comments of up to 65,536 characters; a table leaves room for what stands around it. */
const MOST_CHARACTERS = 40_000;

/** A sheet as a Markdown table, the best row in bold; rows that don't fit into a comment are left out, and counted. */
export function sheetMarkdown({columns, rows}: Sheet): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  let text =
    line(columns.map(({name}) => escapedMarkdown(name))) +
    line(columns.map(({align}) => (align === 'right' ? '---:' : '---')));
  let shown = 0;
  for (const {cells, best} of rows) {
    const texts = cells.map(cell => escapedMarkdown(cell.text));
    const next = line(best ? texts.map(cell => (cell === '' ? '' : `**${cell}**`)) : texts);
    if (text.length + next.length > MOST_CHARACTERS) break;
    text += next;
    shown++;
  }
  if (shown === rows.length) return text;
  return `${text}\nThe first ${grouped(shown)} of ${grouped(rows.length)} rows; the others would not fit into a comment.\n`;
}

/** Text that means nothing but itself in a Markdown table. */
export function escapedMarkdown(text: string): string {
  return text.replace(/[\\|*`~<>&[\]]/g, '\\$&').replace(/\s*\r?\n\s*/g, ' ');
}
