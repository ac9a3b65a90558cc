import {printable} from '../printable.js';
import {firstRowsNotes, type Sheet} from './sheet.js';

/** GitHub takes comments of up to 65,536 characters; a table leaves room for what stands around it. */
const MOST_CHARACTERS = 40_000;

/** A sheet as a Markdown table, the best row in bold; rows that don't fit into a comment are left out, and counted. */
export function sheetMarkdown(sheet: Sheet): string {
  const {columns, rows} = sheet;
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  let text =
    line(columns.map(({name}) => escapedMarkdown(name))) +
    line(columns.map(({align}) => (align === 'right' ? '---:' : '---')));
  let shown = 0;
  for (const {cells, best, aside} of rows) {
    const texts = cells.map(cell => escapedMarkdown(cell.text));
    const next = line(best ? texts.map(cell => (cell === '' ? '' : `**${cell}**`)) : texts);
    if (text.length + next.length > MOST_CHARACTERS) break;
    text += next;
    if (!aside) shown++;
  }
  const why = shown < rows.filter(({aside}) => !aside).length ? '; the others would not fit into a comment' : '';
  return (
    text +
    firstRowsNotes(sheet, shown)
      .map(note => `\n${note.charAt(0).toUpperCase()}${note.slice(1)}${why}.\n`)
      .join('')
  );
}

/** Text that means nothing but itself in a Markdown table. */
export function escapedMarkdown(text: string): string {
  return printable(text.replace(/\s*\r?\n\s*/g, ' ')).replace(/[\\|*`~<>&[\]]/g, '\\$&');
}
